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
