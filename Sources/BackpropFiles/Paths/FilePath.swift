/// The few operations on paths that are needed here.
package enum FilePath {
  /// The path of something in a folder.
  package static func join(_ folder: String, _ name: String) -> String {
    if folder.isEmpty { return name }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
  }

  /// The folder that a path lies in, "." for a mere name.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  /// The part of a path after its last slash.
  package static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// What a folder is called by itself, whatever leads to it: `pictures` of `data/pictures/`, and the folder's own name of
  /// `.` and `..`.
  package static func folderName(of path: String) -> String {
    var bytes = path.utf8[...]
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    let last = name(of: String(Substring(bytes)))
    guard ["", ".", ".."].contains(last) else { return last }
    let own = SystemCalls.resolvedPath(path).map { name(of: $0) } ?? ""
    return own.isEmpty ? path : own
  }

  /// Makes a folder and those above it that are missing.
  package static func makeFolders(_ path: String) throws(SystemCalls.Failure) {
    do throws(SystemCalls.Failure) {
      if try SystemCalls.status(ofPath: path).isFolder { return }
    } catch {
      // Only a missing folder is worth going on for; a name that is too long, say, is not.
      guard error.isMissingFile else { throw error }
      let parent = folder(of: path)
      if parent != path && parent != "." { try makeFolders(parent) }
      try makeFolder(path)
      return
    }
    throw SystemCalls.Failure.notFolder
  }

  private static func makeFolder(_ path: String) throws(SystemCalls.Failure) {
    do throws(SystemCalls.Failure) {
      try SystemCalls.makeFolder(path)
    } catch {
      // Another process may have made it in the meantime.
      guard error.isExistingFile, let status = try? SystemCalls.status(ofPath: path), status.isFolder
      else { throw error }
    }
  }
}
