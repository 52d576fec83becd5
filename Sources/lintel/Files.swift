internal import ArgumentParser
internal import Glibc

/// The file system, as far as it is needed.
enum Files {
  /// The bytes of a file; nil if it cannot be read.
  static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    guard !isFolder(path) else { return nil }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count > 0 { bytes += chunk[..<count] }
      if count < chunk.count { break }
    }
    return ferror(file) == 0 ? bytes : nil
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The names in a folder, in alphabetical order.
  static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file whole or not at all: beside it first, then renamed into place.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let draft = path + ".\(getpid()).part"
    guard let file = fopen(draft, "wb") else {
      Console.error("\(path): cannot be created")
      throw Exit.cannotCreate
    }
    let count = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, count == bytes.count, rename(draft, path) == 0 else {
      unlink(draft)
      Console.error("\(path): cannot be written")
      throw Exit.cannotWrite
    }
  }

  /// The folder of the running program.
  static var programFolder: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return "." }
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return parent(of: path)
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

/// Standard output and standard error.
enum Console {
  static func print(_ bytes: [UInt8]) throws {
    guard send(bytes, to: STDOUT_FILENO) else { throw Exit.cannotWrite }
  }

  static func print(_ text: String) throws { try print(Array((text + "\n").utf8)) }

  /// Ends the program with success.  What it holds goes with the process; freeing it first would only take time.
  static func finish() -> Never { exit(EXIT_SUCCESS) }

  static func error(_ text: String) { _ = send(Array((text + "\n").utf8), to: STDERR_FILENO) }

  private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
  }
}
