#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory for as many bytes as a file announces: an array stops the program when it gets none, a file mustn't.
package enum FileBytes {
  /// What must be left beside the bytes themselves, for whatever is done with them.
  private static let spare = 16 << 20

  /// Whether the system has memory for so many bytes within the limits that the process runs under.
  ///
  /// The memory is asked for and given back untouched, so that this takes none.
  package static func fit(_ byteCount: Int) -> Bool {
    let (size, overflow) = byteCount.addingReportingOverflow(spare)
    guard byteCount >= 0, !overflow else { return false }
    #if canImport(Darwin)
      let flags = MAP_PRIVATE | MAP_ANON
    #else
      let flags = MAP_PRIVATE | MAP_ANONYMOUS
    #endif
    guard let start = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0), start != MAP_FAILED else {
      return false
    }
    munmap(start, size)
    return true
  }

  /// Bytes that are read to where they stay.
  ///
  /// - Parameters:
  ///   - byteCount: How many there are at most.
  ///   - file: The file's path for the error where there is no memory for them.
  ///   - fill: Reads into the memory and returns how many bytes it read.
  package static func read(
    _ byteCount: Int, of file: String, _ fill: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int
  ) throws(FileError) -> [UInt8] {
    guard fit(byteCount) else {
      throw FileError(
        file: file, expected: "memory for its \(Wording.bytes(byteCount)) of data", found: "too little",
        advice: "Raise the process's limit of memory (ulimit -v), end other programs or give a smaller file.")
    }
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      do throws(FileError) {
        count = try fill(UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
