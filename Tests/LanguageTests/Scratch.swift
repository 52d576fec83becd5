import Foundation
import Testing
@testable import Language
@Suite struct Scratch {
  @Test func show() throws {
    let lines = try String(contentsOfFile: "/tmp/w/snippets.txt", encoding: .utf8).split(separator: "\n")
    var out = ""
    for line in lines {
      let c = try Small.complaints(String(line), holidays: !line.contains("15 business-days"))
      out += "\(line)\n" + c.map { "    \($0)\n" }.joined()
    }
    try out.write(toFile: "/tmp/w/out.txt", atomically: true, encoding: .utf8)
  }
}
