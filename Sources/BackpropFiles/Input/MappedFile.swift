import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file whose bytes are read where they lie, by the system's pages: it takes no memory of the process's own, and only what
/// is looked at is read.
///
/// The file must not be made shorter meanwhile; one that is replaced by another keeps its bytes here.
package final class MappedFile: @unchecked Sendable {
  /// The path as it was given.
  package let path: String
  /// The file's bytes.
  package let bytes: UnsafeRawBufferPointer
  /// What the system was told last.
  private let isScattered = Atomic(false)

  /// Maps a file. Throws where it can't be opened or mapped.
  package init(_ path: String) throws(FileError) {
    // Says what is wrong with a path as everything else does.
    let file = try InputFile(path)
    self.path = path
    guard file.byteCount > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let start = file.withDescriptor { mmap(nil, file.byteCount, PROT_READ, MAP_PRIVATE, $0, 0) }
    guard let start, start != MAP_FAILED else {
      throw FileError(
        file: path, expected: "a file that can be mapped into memory",
        found: "an error (\(String(cString: strerror(errno))))",
        advice: "Raise the process's limit of memory (ulimit -v), or put the file on another disk.")
    }
    bytes = UnsafeRawBufferPointer(start: start, count: file.byteCount)
  }

  /// Tells the system whether bytes are looked at here and there from now on, or one after the other.
  ///
  /// Here and there it then reads no more than those, where it would read some dozens of pages around them, which of a file
  /// that is larger than memory are given up again before they are looked at.
  package func expectReading(scattered: Bool) {
    guard isScattered.exchange(scattered, ordering: .relaxed) != scattered, let start = bytes.baseAddress
    else {
      return
    }
    // An advice that isn't taken changes nothing.
    _ = posix_madvise(
      UnsafeMutableRawPointer(mutating: start), bytes.count, scattered ? POSIX_MADV_RANDOM : POSIX_MADV_NORMAL
    )
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }
}
