import CZlib

/// The state of zlib while it uncompresses.
package final class InflateStream {
  // zlib keeps the address of its stream record, so the record must not move in memory.
  package let record: UnsafeMutablePointer<z_stream>
  /// What zlib said to its beginning: `Z_OK`, or that there is no memory.
  package let initStatus: Int32

  /// Begins a stream of a form.
  package init(_ form: DeflateForm) {
    record = .allocate(capacity: 1)
    record.initialize(to: z_stream())
    initStatus = inflateInit2_(record, form.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    if initStatus == Z_OK { inflateEnd(record) }
    record.deinitialize(count: 1)
    record.deallocate()
  }
}

/// The state of zlib while it compresses.
final class DeflateStream {
  // zlib keeps the address of its stream record, so the record must not move in memory.
  let record: UnsafeMutablePointer<z_stream>
  /// What zlib said to its beginning: `Z_OK`, or that there is no memory.
  let initStatus: Int32

  /// Begins a stream of a form.
  init(_ form: DeflateForm) {
    record = .allocate(capacity: 1)
    record.initialize(to: z_stream())
    initStatus = deflateInit2_(
      record, Z_DEFAULT_COMPRESSION, Z_DEFLATED, form.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    if initStatus == Z_OK { deflateEnd(record) }
    record.deinitialize(count: 1)
    record.deallocate()
  }

  /// Compresses bytes and hands on what comes of them; all that is left where this is the end.
  ///
  /// - Returns: The number of a zlib error, or `nil`.
  func compress(
    _ bytes: UnsafeRawBufferPointer, isEnd: Bool, through buffer: UnsafeMutableRawBufferPointer,
    to output: (UnsafeRawBufferPointer) throws(FileError) -> Void
  ) throws(FileError) -> Int32? {
    guard initStatus == Z_OK else { return initStatus }
    var rest = bytes[...]
    repeat {
      // zlib counts in 32 bits, and its header leaves out that the input is only read.
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      rest = rest.dropFirst(part.count)
      record.pointee.next_in = part.baseAddress.map {
        UnsafeMutableRawPointer(mutating: $0).assumingMemoryBound(to: Bytef.self)
      }
      record.pointee.avail_in = uInt(part.count)
      repeat {
        record.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: Bytef.self)
        record.pointee.avail_out = uInt(buffer.count)
        let status = deflate(record, isEnd && rest.isEmpty ? Z_FINISH : Z_NO_FLUSH)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return status }
        try output(
          UnsafeRawBufferPointer(rebasing: buffer[..<(buffer.count - Int(record.pointee.avail_out))]))
      } while record.pointee.avail_out == 0
    } while !rest.isEmpty
    return nil
  }
}

/// What stands around deflated data (RFC 1951).
package enum DeflateForm {
  /// A header and a checksum (RFC 1952).
  case gzip
  /// A header and a checksum (RFC 1950), as in PNG.
  case zlib
  /// Nothing.
  case raw

  /// As zlib is told: the window's size as a power of two, the largest, with 16 more for gzip and negative for nothing.
  fileprivate var windowBits: Int32 {
    switch self {
    case .gzip: 15 + 16
    case .zlib: 15
    case .raw: -15
    }
  }

  /// The greatest number of bytes that one byte of deflated data can stand for.
  ///
  /// The shortest code for the longest match, 258 bytes, takes two bits: four matches a byte.
  static let greatestRatio = 1032
}
