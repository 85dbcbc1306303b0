import BackpropFiles
import Foundation

/// What comes by standard input, as a file: its kind is known from its bytes, and readers want to look at them first.
final class StandardInputFile {
  /// The file's path.
  let path: String

  /// What it is called in outputs and errors.
  static let name = "standard input"

  /// The most bytes that are taken.
  private static let byteLimit = 1 << 30

  /// Reads standard input to its end.
  init() throws(FileError) {
    let folder = FileManager.default.temporaryDirectory.path
    path = FilePath.join(folder, "backprop-input-\(UUID().uuidString)")
    let file = try OutputFile(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count: Int
      do throws(SystemCalls.Failure) {
        count = try SystemCalls.readBytes(STDIN_FILENO, into: buffer)
      } catch {
        throw Self.failure("bytes that can be read", "an error (\(error.text))")
      }
      if count == 0 { break }
      guard file.byteCount + count <= Self.byteLimit else {
        throw Self.failure("at most 1 GiB", "more")
      }
      try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    guard file.byteCount > 0 else { throw Self.failure("the bytes of an input", "no data") }
    try file.commit()
  }

  deinit { SystemCalls.removeFile(path) }

  private static func failure(_ expected: String, _ found: String) -> FileError {
    FileError(
      file: name, expected: expected, found: found,
      advice: "Give a file, or pipe one to the command.")
  }
}
