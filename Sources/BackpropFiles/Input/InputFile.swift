/// A regular file that is open for reading.
///
/// Folders, pipes and devices are refused: a pipe may never send anything and a device may never end.
package final class InputFile {
  /// The path as it was given.
  package let path: String

  /// The file's length in bytes when it was opened.
  package let byteCount: Int

  /// The number of bytes read so far.
  package private(set) var offset = 0

  private let descriptor: Int32

  /// Opens the file.
  package init(_ path: String) throws(FileError) {
    guard !path.isEmpty else {
      throw FileError(
        file: "(no name)", expected: "the path of a file", found: "an empty path",
        advice: "Give the file's path.")
    }
    // The system would stop at the zero and open another file than the one that was named.
    guard !path.utf8.contains(0) else {
      throw FileError(
        file: path, expected: "the path of a file", found: "a path with a zero character in it",
        advice: "Give the file's path.")
    }
    self.path = path
    do throws(SystemCalls.Failure) {
      // The kind is asked before the file is opened, as opening a device may already do something.
      let before = try SystemCalls.status(ofPath: path)
      guard before.isRegularFile else { throw SystemCalls.Failure(number: 0) }
      descriptor = try SystemCalls.openForReading(path)
    } catch {
      throw Self.cannotOpen(path, error)
    }
    do throws(SystemCalls.Failure) {
      // Asked again of the open file: the name may have got another file in between.
      let status = try SystemCalls.status(ofDescriptor: descriptor)
      guard status.isRegularFile else { throw SystemCalls.Failure(number: 0) }
      byteCount = status.byteCount
    } catch {
      try? SystemCalls.closeDescriptor(descriptor)
      throw Self.cannotOpen(path, error)
    }
  }

  deinit {
    try? SystemCalls.closeDescriptor(descriptor)
  }

  /// Calls a function with the number by which the system knows the file.
  func withDescriptor<Result>(_ body: (Int32) -> Result) -> Result {
    defer { withExtendedLifetime(self) {} }
    return body(descriptor)
  }

  /// Reads the next bytes; returns how many, 0 at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    do throws(SystemCalls.Failure) {
      // Some systems refuse to read more than 2 GiB at a time.
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(1 << 30))
      let count = try SystemCalls.readBytes(descriptor, into: part)
      offset += count
      return count
    } catch {
      throw cannotRead(at: offset, error)
    }
  }

  /// Reads bytes from a place of the file, whatever was read before; returns how many, 0 at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at place: Int) throws(FileError) -> Int {
    do throws(SystemCalls.Failure) {
      return try SystemCalls.readBytes(descriptor, at: place, into: buffer)
    } catch {
      throw cannotRead(at: place, error)
    }
  }

  private func cannotRead(at place: Int, _ failure: SystemCalls.Failure) -> FileError {
    FileError(
      file: path, expected: "\(Wording.bytes(byteCount)) that can be read",
      found: "an error after \(Wording.bytes(place)) of the file (\(failure.text))",
      advice: "Check the disk or copy the file again.")
  }

  private static func cannotOpen(_ path: String, _ failure: SystemCalls.Failure) -> FileError {
    if let status = try? SystemCalls.status(ofPath: path), !status.isRegularFile {
      return FileError(
        file: path, expected: "a regular file", found: PathFinding.kind(status, at: path),
        advice: "Give the path of a file on the disk.")
    }
    if let link = PathFinding.brokenLink(in: path) {
      return FileError(
        file: path, expected: "a file of that name", found: link,
        advice: "Correct the link or give another path.")
    }
    if failure.isMissingFile {
      return FileError(
        file: path, expected: "a file of that name", found: "none (\(failure.text))",
        advice: "Check the path.")
    }
    return FileError(
      file: path, expected: "a file that can be opened", found: "an error (\(failure.text))",
      advice: "Check the file's permissions and its path.")
  }
}

extension InputFile {
  /// Reads until the buffer is full or the file ends; returns how many bytes were read.
  package func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var count = 0
    while count < buffer.count {
      let part = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      if part == 0 { break }
      count += part
    }
    return count
  }

  /// Reads so many bytes, fewer only at the end of the file.
  package func bytes(_ count: Int) throws(FileError) -> [UInt8] {
    try FileBytes.read(count, of: path) { (buffer) throws(FileError) in try fill(buffer) }
  }

  /// Reads so many bytes from a place of the file, fewer only at its end.
  package func bytes(_ count: Int, at place: Int) throws(FileError) -> [UInt8] {
    try FileBytes.read(count, of: path) { (buffer) throws(FileError) in
      var done = 0
      while done < count {
        let part = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), at: place + done)
        if part == 0 { break }
        done += part
      }
      return done
    }
  }
}
