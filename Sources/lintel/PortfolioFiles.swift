internal import Glibc
internal import Records
internal import Reports
internal import Standard
internal import Values

/// Finds the files of a portfolio.
enum PortfolioFiles {
  /// Whether a folder is a portfolio of a few files, not of dossiers.
  static func isFlat(_ folder: String, _ dictionary: DataDictionary) -> Bool {
    Files.exists(folder + "/as-of.txt")
      || Files.exists("\(folder)/\(dictionary.records[dictionary.shelter].id).csv")
  }

  /// The portfolio in a folder; nil if it cannot be read on, which is then reported.
  static func open(_ folder: String, _ dictionary: DataDictionary, _ diagnostics: inout Diagnostics) -> Portfolio? {
    var files: [PortfolioFile] = []
    var names: [String] = []
    let known = dictionary.records.map { $0.id } + ["collections"]
    for name in Files.names(in: folder) where !name.hasPrefix(".") && name != "as-of.txt" {
      let path = folder + "/" + name
      if Files.isFolder(path) { continue }
      let type = name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
      guard name.hasSuffix(".csv"), known.contains(type) else {
        if let near = nearest(to: type, among: known) {
          diagnostics.error(
            "record-type", at: Location(file: path), "this file is no list of records; did you mean “\(near).csv”?")
        } else {
          diagnostics.warning(
            "record-file", at: Location(file: path), "this file is no list of records; it was not read")
        }
        continue
      }
      guard let file = file(path) else {
        diagnostics.error("record-file", at: Location(file: path), "the file cannot be read")
        continue
      }
      files.append(file)
      names.append(type)
    }
    let day = Location(file: folder + "/as-of.txt")
    guard let text = Files.read(day.file) else {
      diagnostics.error(
        "record-file", at: day, "there is no such file; expected the day of the portfolio, such as 2026-03-31")
      return nil
    }
    let line = text.split(whereSeparator: { $0 <= 0x20 || $0 >= 0x80 }).first.map {
      String(decoding: $0, as: UTF8.self)
    }
    guard let taken = line.flatMap({ CalendarDate($0) }) else {
      diagnostics.error("record-value", at: day, "expected one date, such as 2026-03-31")
      return nil
    }
    return Portfolio(files, names: names, taken: taken, dictionary, &diagnostics)
  }

  /// A file to be read in stretches, from any thread; it stays open as long as the program runs.
  private static func file(_ path: String) -> PortfolioFile? {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return PortfolioFile(name: path, size: Int(status.st_size)) { offset, buffer in
      var done = 0
      while done < buffer.count {
        let count = pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(offset + done))
        if count < 0, errno == EINTR { continue }
        if count <= 0 { break }
        done += count
      }
      return done
    }
  }

  /// The hashes of the files that a portfolio was read from, as `sha256sum` says them.
  static func inputs(_ portfolio: Portfolio, _ folder: String) -> [VerdictTable.Input] {
    let names = ["as-of.txt"] + portfolio.fileNames.map { String($0.dropFirst(folder.count + 1)) }
    return names.sorted().compactMap { name in
      Files.read(folder + "/" + name).map { VerdictTable.Input(name: name, sha256: sha256($0)) }
    }
  }
}
