/// A file that is written under a temporary name and gets its own name only when it is complete.
///
/// The temporary file lies in the same folder, so that the renaming is one step: whoever looks sees
/// the old file or the whole new one. If the object goes away without `commit()`, the temporary file
/// is removed. Names are unique over processes and over the files of one process.
///
/// What can't be renamed over is written to as it comes: a device, a pipe, and an open file of this process under
/// names such as /dev/stdout. A link stays, and the file that it leads to is replaced; a link that leads nowhere is
/// refused, and so is a file that the user may not write to.
package final class OutputFile {
  /// The path that the file gets in the end.
  package let path: String

  /// The number of bytes written so far.
  package private(set) var byteCount = 0

  /// What becomes of the temporary file; `nil` where there is none and bytes go to their place at once.
  private let renaming: Renaming?
  private var descriptor: Int32
  private var isOpen = true

  /// The path that the file gets, with all links followed; `nil` where it is written to as it comes.
  var renamedPath: String? { renaming?.target }

  private struct Renaming {
    let temporaryPath: String
    let target: String
    /// Where the temporary file is noted for signals.
    let slot: Int?
  }

  /// What an error has found where nobody reads any more what is written to a pipe.
  package static let goneReader = "a pipe whose reader has gone"

  /// The start of every temporary file's name.
  package static let temporaryPrefix = PartName.prefix

  /// The end of every temporary file's name.
  package static let temporarySuffix = PartName.suffix

  /// Makes the temporary file, or opens what is written to as it comes.
  package init(_ path: String) throws(FileError) {
    self.path = path
    let place = try OutputPlace(path)
    do throws(SystemCalls.Failure) {
      switch place {
      case .descriptor(let number):
        (renaming, descriptor) = (nil, try SystemCalls.duplicate(number))
      case .device:
        (renaming, descriptor) = (nil, try SystemCalls.openForWriting(path, emptying: true))
      case .file(let target, let existing):
        if existing != nil { try Self.checkPermission(target) }
        let folder = FilePath.folder(of: target)
        PartName.removeAbandoned(in: folder)
        let temporaryPath: String
        (temporaryPath, descriptor) = try Self.createTemporary(in: folder)
        renaming = Renaming(
          temporaryPath: temporaryPath, target: target, slot: PartFiles.add(temporaryPath))
        if let existing { SystemCalls.setPermissions(descriptor, existing.permissions) }
      }
    } catch {
      throw Self.cannotWrite(path, error)
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
    guard renaming != nil else { throw Self.cannotWrite(path, .notSeekable) }
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
      if let renaming { try SystemCalls.renameFile(renaming.temporaryPath, to: renaming.target) }
      PartFiles.remove(renaming?.slot)
    } catch {
      if isOpen { discard() } else { removeTemporary() }
      throw Self.cannotWrite(path, error)
    }
  }

  /// Removes the temporary file; the file of the final name, if there is one, stays as it was.
  package func discard() {
    guard isOpen else { return }
    isOpen = false
    try? SystemCalls.closeDescriptor(descriptor)
    removeTemporary()
  }

  private func removeTemporary() {
    guard let renaming else { return }
    SystemCalls.removeFile(renaming.temporaryPath)
    PartFiles.remove(renaming.slot)
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
      let path = FilePath.join(folder, PartName.own.unique())
      do throws(SystemCalls.Failure) {
        return (path, try SystemCalls.createForWriting(path))
      } catch {
        if !error.isExistingFile { throw error }
      }
    }
    throw SystemCalls.Failure.nameTaken
  }

  /// Throws where the user may not write to a file that is there: who may write to its folder could replace it all the
  /// same, but then permissions would mean nothing.
  private static func checkPermission(_ path: String) throws(SystemCalls.Failure) {
    try SystemCalls.closeDescriptor(try SystemCalls.openForWriting(path, emptying: false))
  }

  static func cannotWrite(_ path: String, _ failure: SystemCalls.Failure) -> FileError {
    let advice =
      if failure.isFullDisk {
        "Free some space on the disk or choose another folder."
      } else if failure.isTooLarge {
        "Raise the limit of a file's size (ulimit -f) or choose another disk."
      } else if failure.isMissingFile {
        "Make the folder first or check the path."
      } else if failure.isLongName {
        "Choose a shorter name."
      } else if failure.isCircle {
        "Remove the link, or give the path of the file itself."
      } else if failure.isBrokenPipe {
        "Start again what reads it, or write to a file."
      } else {
        "Choose a file and a folder that you may write to."
      }
    return FileError(
      file: path, expected: "a file that can be written",
      found: failure.isBrokenPipe ? goneReader : "an error (\(failure.text))", advice: advice)
  }
}
