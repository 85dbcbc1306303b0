import BackpropFiles

/// Finds the four files of a data set in a folder, whatever spelling their names have.
struct FolderSearch {
  let archive: ImageArchive
  let folder: String

  /// The files that were found, in the order of the archive's, and what should be known of the choice.
  struct Finding {
    var paths: [String]
    var remarks: [String]
  }

  /// Something in the folder that may be one of the files.
  private struct Candidate {
    let name: String
    let prefix: String
    /// How well the name fits: the archive's own without .gz first, then that with it, then others likewise.
    let rank: Int
    let status: SystemCalls.Status?

    var isRegularFile: Bool { status?.isRegularFile ?? false }
  }

  private typealias Role = FileSpelling.Role

  /// Looks through the folder.
  ///
  /// - Throws: `FileError` if a file is missing or there are several data sets.
  func finding() throws(FileError) -> Finding {
    let names = SystemCalls.names(inFolder: folder).filter { $0 != "." && $0 != ".." }.sorted()
    let candidates = Dictionary(
      uniqueKeysWithValues: Role.allCases.map { ($0, self.candidates(for: $0, among: names)) })
    let prefix = try prefix(of: candidates, names)
    let choices = Role.allCases.map { role in
      // A file goes before whatever else has a fitting name, which is left for the reader to refuse with its reason.
      let fitting = (candidates[role] ?? []).filter { $0.prefix == prefix }.sorted { $0.rank < $1.rank }
      return fitting.filter(\.isRegularFile) + fitting.filter { !$0.isRegularFile }
    }
    let missing = zip(Role.allCases, choices).filter { $1.isEmpty }.map { plainName(of: $0.0) }
    guard missing.isEmpty else { throw self.missing(missing, names) }
    return Finding(
      paths: choices.map { FilePath.join(folder, $0[0].name) },
      remarks: spellings(choices) + choices.flatMap(rivals))
  }

  /// Whatever in the folder may be one of the files, chosen or not.
  var candidatePaths: [String] {
    let names = SystemCalls.names(inFolder: folder).filter { $0 != "." && $0 != ".." }.sorted()
    return Role.allCases.flatMap { candidates(for: $0, among: names) }.map { FilePath.join(folder, $0.name) }
  }

  // MARK: Candidates

  private func candidates(for role: Role, among names: [String]) -> [Candidate] {
    let own = plainName(of: role)
    let ownPrefix = self.ownPrefix
    var candidates: [Candidate] = []
    func add(_ name: String, prefix: String, rank: Int) {
      let path = FilePath.join(folder, name)
      do throws(SystemCalls.Failure) {
        candidates.append(
          Candidate(name: name, prefix: prefix, rank: rank, status: try SystemCalls.status(ofPath: path)))
      } catch {
        // A dangling link is there, though nothing is found under its name.
        guard !error.isMissingFile || PathFinding.brokenLink(in: path) != nil else { return }
        candidates.append(Candidate(name: name, prefix: prefix, rank: rank, status: nil))
      }
    }
    for (rank, name) in [own, own + ".gz"].enumerated() where names.isEmpty || names.contains(name) {
      // A folder that doesn't tell what it holds may still open to those who know.
      add(name, prefix: ownPrefix, rank: rank)
    }
    for name in names where name != own && name != own + ".gz" {
      guard let spelling = FileSpelling(name), spelling.role == role else { continue }
      add(name, prefix: spelling.prefix, rank: spelling.isPacked ? 3 : 2)
    }
    // Some programs unpack a file to a folder of its name.
    for candidate in candidates where candidate.status?.isFolder ?? false {
      let inner = SystemCalls.names(inFolder: FilePath.join(folder, candidate.name)).sorted()
      for name in inner {
        guard let spelling = FileSpelling(name), spelling.role == role else { continue }
        add(FilePath.join(candidate.name, name), prefix: candidate.prefix, rank: spelling.isPacked ? 5 : 4)
      }
    }
    return candidates
  }

  private func plainName(of role: Role) -> String {
    let file =
      switch role {
      case .trainImages: archive.trainImages
      case .trainLabels: archive.trainLabels
      case .testImages: archive.testImages
      case .testLabels: archive.testLabels
      }
    return file.name.hasSuffix(".gz") ? String(file.name.dropLast(3)) : file.name
  }

  /// What stands before the set in the archive's own names, nothing for MNIST.
  private var ownPrefix: String { FileSpelling(plainName(of: .trainImages))?.prefix ?? "" }

  /// Which of the data sets in the folder is meant: the archive's own where one of its files is there, else the only one.
  private func prefix(of candidates: [Role: [Candidate]], _ names: [String]) throws(FileError) -> String {
    let prefixes = Role.allCases.map { Set((candidates[$0] ?? []).map(\.prefix)) }
    guard !prefixes.contains(where: { $0.contains(ownPrefix) }) else { return ownPrefix }
    let whole = prefixes.dropFirst().reduce(prefixes[0]) { $0.intersection($1) }
    guard whole.count > 1 else { return whole.first ?? ownPrefix }
    throw FileError(
      file: folder, expected: "the four files of one data set",
      found: "those of \(whole.count): " + Self.list(whole.sorted()),
      advice: "Put the four files of one of them into a folder of their own.")
  }

  // MARK: Words

  private func missing(_ missing: [String], _ names: [String]) -> FileError {
    let there =
      if names.isEmpty {
        "nothing is there"
      } else {
        "there are only " + Self.list(names.map { "“\($0)”" })
      }
    let own = Role.allCases.map(plainName)
    return FileError(
      file: folder,
      expected:
        "the four files of \(archive.title), \(own[..<3].joined(separator: ", ")) and \(own[3]), each with or "
        + "without .gz in its name",
      found: "no " + missing.joined(separator: ", no ") + "; " + there,
      advice:
        "Put the missing \(missing.count == 1 ? "file" : "files") there or give another folder; spellings such as "
        + "train-images.idx3-ubyte, test-images.idx3 and emnist-letters-train-images-idx3-ubyte are found, too."
    )
  }

  private static func list(_ names: [String]) -> String {
    let most = 8
    let rest = names.count - most
    return names.prefix(most).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// Which files are taken for the archive's under other names.
  private func spellings(_ choices: [[Candidate]]) -> [String] {
    let others = zip(Role.allCases, choices).filter { $1[0].rank > 1 }.map {
      "“\($1[0].name)” as \(plainName(of: $0))"
    }
    return others.isEmpty ? [] : ["\(folder): read " + others.joined(separator: ", ") + "."]
  }

  /// What speaks against the first of several candidates: others that hold other data, and what can't be read.
  private func rivals(_ candidates: [Candidate]) -> [String] {
    let chosen = candidates[0]
    guard chosen.isRegularFile else { return [] }
    return candidates.dropFirst().compactMap { other in
      let path = FilePath.join(folder, other.name)
      if other.isRegularFile {
        return FileComparison.areEqual(FilePath.join(folder, chosen.name), path)
          ? nil
          : "\(folder): “\(chosen.name)” and “\(other.name)” don't hold the same data; “\(chosen.name)” is read."
      }
      if other.status?.isFolder ?? false { return nil }
      let found =
        other.status.map { PathFinding.kind($0, at: path) } ?? PathFinding.brokenLink(in: path)
        ?? "nothing that can be read"
      return "\(folder): “\(other.name)” is \(found); “\(chosen.name)” is read."
    }
  }
}

/// Compares files by what they hold, compressed or not.
private enum FileComparison {
  /// Whether both can be read to the end and hold the same bytes once they are uncompressed.
  static func areEqual(_ one: String, _ other: String) -> Bool {
    do throws(FileError) {
      let (one, other) = (try ByteReader(one), try ByteReader(other))
      while true {
        let part = try one.next(atMost: .max)
        if part.isEmpty { return try other.next(atMost: 1).isEmpty }
        var rest = part[...]
        while !rest.isEmpty {
          let piece = try other.next(atMost: rest.count)
          guard !piece.isEmpty, piece.elementsEqual(rest.prefix(piece.count)) else { return false }
          rest = rest.dropFirst(piece.count)
        }
      }
    } catch {
      return false
    }
  }
}
