import BackpropData
import CZlib
import Testing

/// Random numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// An IDX header with any sizes, also those that no file can hold.
func idxHeader(type: UInt8 = 0x08, _ sizes: [UInt32]) -> [UInt8] {
  [0, 0, type, UInt8(sizes.count)]
    + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> UInt32($0)) } }
}

/// One gzip member that holds the bytes.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 1000 + 1024)
  var count = 0
  input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      defer { stream.deallocate() }
      stream.initialize(to: z_stream())
      _ = deflateInit2_(
        stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = uInt(input.count)
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = uInt(output.count)
      deflate(stream, Z_FINISH)
      count = output.count - Int(stream.pointee.avail_out)
      deflateEnd(stream)
    }
  }
  return Array(output.prefix(count))
}

/// Checks that a call throws a `DataError` and returns it.
@discardableResult
func dataError<Result>(
  _ call: () throws -> Result, sourceLocation: SourceLocation = #_sourceLocation
) throws -> DataError {
  try #require(throws: DataError.self, sourceLocation: sourceLocation) { _ = try call() }
}

/// Checks that a call throws a `DataError` with these parts.
func expectError<Result>(
  file: String, offset: Int?, expected: String, found: String,
  sourceLocation: SourceLocation = #_sourceLocation, _ call: () throws -> Result
) throws {
  let error = try dataError(call, sourceLocation: sourceLocation)
  #expect(error.file == file, sourceLocation: sourceLocation)
  #expect(error.offset == offset, sourceLocation: sourceLocation)
  #expect(error.expected == expected, sourceLocation: sourceLocation)
  #expect(error.found == found, sourceLocation: sourceLocation)
  #expect(error.advice.hasSuffix("."), sourceLocation: sourceLocation)
  #expect(error.description.contains(error.found), sourceLocation: sourceLocation)
}
