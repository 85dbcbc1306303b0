/// A file that is written under a temporary name and gets its own name only when it is complete.
///
/// The temporary file lies in the same folder, so that the renaming is one step: whoever looks sees
/// the old file or the whole new one. If the object goes away without `commit()`, the temporary file
/// is removed. Names are unique over processes and over the files of one process.
package final class OutputFile {
  /// The path that the file gets in the end.
  package let path: String

  /// The number of bytes written so far.
  package private(set) var byteCount = 0

  private let target: String
  private let temporaryPath: String
  private var descriptor: Int32
  private var isOpen = true

  /// The start of every temporary file's name.
  package static let temporaryPrefix = ".swift-backprop-"

  /// The end of every temporary file's name.
  package static let temporarySuffix = ".part"

  /// Makes the temporary file.
  package init(_ path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0), path.utf8.last != UInt8(ascii: "/") else {
      throw FileError(
        file: path.isEmpty ? "(no name)" : path, expected: "the path of a file to write",
        found: path.isEmpty ? "an empty path" : "a path that names no file",
        advice: "Give the file's path.")
    }
    self.path = path
    var existing: SystemCalls.Status?
    if let status = try? SystemCalls.status(ofPath: path) {
      // Renaming would put a file in the place of a device such as /dev/null.
      guard status.isRegularFile else {
        throw FileError(
          file: path, expected: "a regular file or a new name", found: status.kindText,
          advice: "Give the path of a file on the disk.")
      }
      existing = status
      // Through a link it is the linked file that is replaced, not the link.
      target = SystemCalls.resolvedPath(path) ?? path
    } else {
      target = path
    }
    let folder = FilePath.folder(of: target)
    do throws(SystemCalls.Failure) {
      (temporaryPath, descriptor) = try Self.createTemporary(in: folder)
    } catch {
      throw Self.cannotWrite(path, error)
    }
    if let existing {
      SystemCalls.setPermissions(descriptor, existing.permissions)
    }
  }

  deinit {
    discard()
  }

  /// Writes bytes at the end of the file.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    guard isOpen else { return }
    do throws(SystemCalls.Failure) {
      try SystemCalls.writeBytes(descriptor, from: bytes)
      byteCount += bytes.count
    } catch {
      discard()
      throw Self.cannotWrite(path, error)
    }
  }

  /// Writes bytes over others that were written before.
  package func overwrite(_ bytes: [UInt8], at place: Int) throws(FileError) {
    guard isOpen else { return }
    let descriptor = descriptor
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(SystemCalls.Failure) in
        try SystemCalls.writeBytes(descriptor, at: place, from: bytes)
      }
    }
    do throws(SystemCalls.Failure) {
      try result.get()
    } catch {
      discard()
      throw Self.cannotWrite(path, error)
    }
  }

  /// Writes text at the end of the file, as UTF-8.
  package func write(_ text: String) throws(FileError) {
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(FileError) in try write(UnsafeRawBufferPointer(bytes)) }
    }
    try result.get()
  }

  /// Gives the complete file its own name, in place of an older file of that name.
  package func commit() throws(FileError) {
    guard isOpen else { return }
    do throws(SystemCalls.Failure) {
      try SystemCalls.synchronize(descriptor)
      isOpen = false
      try SystemCalls.closeDescriptor(descriptor)
      try SystemCalls.renameFile(temporaryPath, to: target)
    } catch {
      if isOpen {
        discard()
      } else {
        SystemCalls.removeFile(temporaryPath)
      }
      throw Self.cannotWrite(path, error)
    }
  }

  /// Removes the temporary file; the file of the final name, if there is one, stays as it was.
  package func discard() {
    guard isOpen else { return }
    isOpen = false
    try? SystemCalls.closeDescriptor(descriptor)
    SystemCalls.removeFile(temporaryPath)
  }

  /// Removes temporary files that a killed process left in a folder more than a day ago.
  package static func removeStaleTemporaries(in folder: String) {
    let day = 24 * 60 * 60
    for name in SystemCalls.names(inFolder: folder)
    where name.hasPrefix(temporaryPrefix) && name.hasSuffix(temporarySuffix) {
      let path = FilePath.join(folder, name)
      if let status = try? SystemCalls.status(ofPath: path), status.isRegularFile,
        SystemCalls.secondsNow - status.modified > day
      {
        SystemCalls.removeFile(path)
      }
    }
  }

  private static func createTemporary(
    in folder: String
  ) throws(SystemCalls.Failure) -> (path: String, descriptor: Int32) {
    // The file is made with the flag that refuses an existing one, so a name that is taken, however
    // unlikely, only means another try.
    for _ in 0..<16 {
      let number = String(UInt64.random(in: .min ... .max), radix: 36)
      let name = "\(temporaryPrefix)\(SystemCalls.processNumber)-\(number)\(temporarySuffix)"
      let path = FilePath.join(folder, name)
      do throws(SystemCalls.Failure) {
        return (path, try SystemCalls.createForWriting(path))
      } catch {
        if !error.isExistingFile { throw error }
      }
    }
    throw SystemCalls.Failure.nameTaken
  }

  private static func cannotWrite(_ path: String, _ failure: SystemCalls.Failure) -> FileError {
    let advice =
      if failure.isFullDisk {
        "Free some space on the disk or choose another folder."
      } else if failure.isMissingFile {
        "Make the folder first or check the path."
      } else {
        "Choose a folder that you may write to."
      }
    return FileError(
      file: path, expected: "a file that can be written", found: "an error (\(failure.text))", advice: advice)
  }
}
