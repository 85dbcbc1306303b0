/// What a path means to somebody who writes to it, decided as `cp` decides it.
enum OutputPlace {
  /// A file that is replaced as a whole, through links, with the permissions of the one that is there.
  case file(target: String, existing: SystemCalls.Status?)
  /// A file that this process has open, as /dev/stdout and /dev/fd/3 name it: it is written to where it stands.
  case descriptor(Int32)
  /// A pipe or a device: it is written to, for renaming would put a file in its place.
  case device

  /// Finds out what a path means; throws where nothing can be written there.
  init(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0), path.utf8.last != UInt8(ascii: "/") else {
      throw FileError(
        file: path.isEmpty ? "(no name)" : path, expected: "the path of a file to write",
        found: path.isEmpty ? "an empty path" : "a path that names no file",
        advice: "Give the file's path.")
    }
    if let descriptor = Self.descriptor(namedBy: path) {
      guard SystemCalls.isWritable(descriptor) == true else {
        throw FileError(
          file: path, expected: "something open for writing", found: "an open file that may only be read",
          advice: "Redirect it to a file with > or give another path.")
      }
      self = .descriptor(descriptor)
      return
    }
    let status: SystemCalls.Status
    do throws(SystemCalls.Failure) {
      status = try SystemCalls.status(ofPath: path)
    } catch {
      guard error.isMissingFile else { throw OutputFile.cannotWrite(path, error) }
      if let link = try? SystemCalls.statusWithoutFollowing(path), link.isLink {
        let target = SystemCalls.target(ofLink: path) ?? "?"
        throw FileError(
          file: path, expected: "a file or a new name", found: "a link that leads nowhere, to \(target)",
          advice: "Remove the link, or give the path of the file itself.")
      }
      self = .file(target: path, existing: nil)
      return
    }
    if status.isFolder {
      throw FileError(
        file: path, expected: "a regular file or a new name", found: status.kindText,
        advice: "Give the path of a file in the folder.")
    }
    // Through a link it is the linked file that is replaced, not the link.
    let target = SystemCalls.resolvedPath(path) ?? path
    // A file that something is mounted on by itself, as into a container, can't be replaced.
    let isReplaced = status.isRegularFile && !SystemCalls.isMountPoint(target)
    self = isReplaced ? .file(target: target, existing: status) : .device
  }

  /// The descriptor of this process that a path leads to, through links such as /dev/stdout.
  private static func descriptor(namedBy path: String) -> Int32? {
    var path = path
    // As many links as the system follows.
    for _ in 0..<40 {
      let folder = FilePath.folder(of: path)
      if let number = Int32(FilePath.name(of: path)), let place = SystemCalls.resolvedPath(folder),
        isFolderOfDescriptors(place), SystemCalls.isWritable(number) != nil
      {
        return number
      }
      guard let target = SystemCalls.target(ofLink: path) else { return nil }
      path = target.utf8.first == UInt8(ascii: "/") ? target : FilePath.join(folder, target)
    }
    return nil
  }

  private static func isFolderOfDescriptors(_ folder: String) -> Bool {
    let own = "/proc/\(SystemCalls.processNumber)/"
    return folder == "/dev/fd" || (folder.hasPrefix(own) && folder.hasSuffix("/fd"))
  }

  /// Throws where a file could be written but couldn't get its name, which would be found out only after the work.
  static func checkRenaming(to target: String, _ existing: SystemCalls.Status) throws(SystemCalls.Failure) {
    let folder = try SystemCalls.status(ofPath: FilePath.folder(of: target))
    try checkRenaming(
      folder: (folder.isSticky, folder.owner), owner: existing.owner, user: SystemCalls.user)
  }

  /// In a folder with the sticky bit only the file's owner, the folder's and the superuser may replace a file.
  static func checkRenaming(
    folder: (isSticky: Bool, owner: UInt32), owner: UInt32, user: UInt32
  ) throws(SystemCalls.Failure) {
    if folder.isSticky, user != 0, folder.owner != user, owner != user {
      throw SystemCalls.Failure.notPermitted
    }
  }
}
