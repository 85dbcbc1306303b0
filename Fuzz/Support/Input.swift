import BackpropFiles
import Foundation

/// What the fuzzer has come up with, in the forms that readers take.
package enum Input {
  /// The bytes as an array.
  package static func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// Calls a reader with the path of a file of these bytes, for readers that take files only.
  ///
  /// The file lies in memory where the system has a folder for that, and is written over each time.
  package static func withFile(_ bytes: [UInt8], _ read: (String) -> Void) {
    let path = Input.path("")
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { fatalError("can't write \(path)") }
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    guard written == bytes.count else { fatalError("can't write \(path)") }
    read(path)
    unlink(path)
  }

  /// The path of a file of this process alone, by how its name ends.
  package static func path(_ ending: String) -> String { folder + "/backprop-fuzz-\(getpid())" + ending }

  private static let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"

  /// Removes a file that a harness wrote.
  package static func remove(_ path: String) { unlink(path) }

  /// Stops where a reader contradicts itself: the fuzzer keeps the input.
  package static func expect(_ isTrue: Bool, _ what: String) {
    if !isTrue { fatalError(what) }
  }

  /// Stops where an error doesn't say all that errors must.
  package static func check(_ error: FileError) {
    // An advice may ask: “Did you mean …?”
    let isSentence = error.advice.hasSuffix(".") || error.advice.hasSuffix("?")
    expect(!error.expected.isEmpty && !error.found.isEmpty && isSentence, "\(error)")
    expect(error.description.utf8.count < 10_000, "an error of \(error.description.utf8.count) bytes")
  }
}
