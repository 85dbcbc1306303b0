import CZlib

/// One gzip member that holds the bytes.
package func gzip(_ bytes: [UInt8]) -> [UInt8] {
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
