internal import ArgumentParser

struct Assess: ParsableCommand {
  func run() throws {}
}
