extension OutputFile {
  /// Tries whether a file can be written and get its name, before long work for it; throws what would come at its end.
  ///
  /// A new name is really given to an empty file, which is removed at once. Where a file is there already, the rename
  /// can only be judged by the rules of its folder.
  package static func tryOut(_ path: String) throws(FileError) {
    switch try OutputPlace(path) {
    case .descriptor: break
    case .device:
      // Not opened: a pipe would wait for its reader.
      do throws(SystemCalls.Failure) {
        try SystemCalls.checkWritePermission(path)
      } catch {
        throw cannotWrite(path, error)
      }
    case .file(let target, let existing?):
      let file = try OutputFile(path)
      defer { file.discard() }
      do throws(SystemCalls.Failure) {
        try OutputPlace.checkRenaming(to: target, existing)
      } catch {
        throw cannotWrite(path, error)
      }
    case .file(let target, nil):
      let holder = try PlaceHolder(target, for: path)
      defer { holder.remove() }
      // The holder makes sure that no file is overwritten that somebody makes in the meantime.
      try OutputFile(path).commit()
    }
  }

  /// The positions of the first two paths that mean the same file, whether it is there already or not.
  ///
  /// Paths that lead to one character device, such as /dev/null, don't take anything from each other.
  package static func sameFile(_ paths: [String]) -> (first: Int, second: Int)? {
    var seen: [(position: Int, path: String, ends: Set<FileEnd>)] = []
    for (position, path) in paths.enumerated() {
      let ends = Set([FileEnd(path), FileEnd(existing: path)].compactMap { $0 })
      for other in seen {
        if !ends.isDisjoint(with: other.ends) || areOneName(other.path, path) {
          return (other.position, position)
        }
      }
      seen.append((position, path, ends))
    }
    return nil
  }

  /// The positions of the first path for output that means a file which is read, and of the path that names it there.
  ///
  /// Several names of one file (hard links) mean the same, and so does whatever leads to it. Devices aren't files.
  package static func readFile(
    among inputs: [String], writtenAs outputs: [String]
  ) -> (output: Int, input: Int)? {
    let ends = outputs.map { FileEnd(existing: $0) }
    guard ends.contains(where: { $0 != nil }) else { return nil }
    for (input, path) in inputs.enumerated() {
      guard let end = FileEnd(existing: path) else { continue }
      if let output = ends.firstIndex(of: end) { return (output, input) }
    }
    return nil
  }

  /// Whether what is written to a path goes where standard output goes: /dev/stdout and whatever else leads there.
  package static func isStandardOutput(_ path: String) -> Bool {
    let status: SystemCalls.Status?
    switch try? OutputPlace(path) {
    case .descriptor(let number): status = try? SystemCalls.status(ofDescriptor: number)
    case .device: status = try? SystemCalls.status(ofPath: path)
    case .file, nil: status = nil
    }
    guard let status, let own = try? SystemCalls.status(ofDescriptor: 1) else { return false }
    return status.identity == own.identity
  }

  /// Whether a path means the file that standard output or standard error goes to, whose text would be lost when the
  /// file is replaced.
  package static func isStandardStream(_ path: String) -> Bool {
    guard case .file(_, let existing?)? = try? OutputPlace(path) else { return false }
    return [1, 2].contains { (try? SystemCalls.status(ofDescriptor: $0))?.identity == existing.identity }
  }

  /// Whether two names of files that aren't there yet would be one on their disk, as "a.csv" and "A.CSV" on some: one
  /// is made for a moment, and the other is looked for.
  private static func areOneName(_ first: String, _ second: String) -> Bool {
    guard case .file(let target, nil)? = try? OutputPlace(first),
      case .file(_, nil)? = try? OutputPlace(second),
      let a = FileEnd(first), let b = FileEnd(second), a.folder == b.folder,
      let holder = try? PlaceHolder(target, for: first)
    else { return false }
    defer { holder.remove() }
    return FileEnd(existing: first) == FileEnd(existing: second)
  }
}

/// Where a path ends: a file that is there, or a name in a folder.
private struct FileEnd: Hashable {
  let folder: SystemCalls.FileIdentity?
  let name: String
  let file: SystemCalls.FileIdentity?

  /// The file that a path leads to, `nil` where there is none or several may write to it.
  init?(existing path: String) {
    guard let status = try? SystemCalls.status(ofPath: path), !status.isCharacterDevice else { return nil }
    (folder, name, file) = (nil, "", status.identity)
  }

  /// The name that a path leads to through links, even if there is nothing of that name; `nil` without a folder.
  init?(_ path: String) {
    var path = path
    for _ in 0..<40 {
      let folder = FilePath.folder(of: path)
      guard let target = SystemCalls.target(ofLink: path) else {
        guard let status = try? SystemCalls.status(ofPath: folder) else { return nil }
        if let there = try? SystemCalls.status(ofPath: path), !there.isRegularFile { return nil }
        (self.folder, name, file) = (status.identity, FilePath.name(of: path), nil)
        return
      }
      path = target.utf8.first == UInt8(ascii: "/") ? target : FilePath.join(folder, target)
    }
    return nil
  }
}

/// An empty file that keeps a new name for a moment.
private struct PlaceHolder {
  private let path: String
  private let slot: Int?

  init(_ path: String, for given: String) throws(FileError) {
    do throws(SystemCalls.Failure) {
      let descriptor = try SystemCalls.createForWriting(path)
      (self.path, slot) = (path, PartFiles.add(path))
      try SystemCalls.closeDescriptor(descriptor)
    } catch {
      throw OutputFile.cannotWrite(given, error)
    }
  }

  func remove() {
    SystemCalls.removeFile(path)
    PartFiles.remove(slot)
  }
}
