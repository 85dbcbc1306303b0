/// Writes the fields of a message of Protocol Buffers.
///
/// The bytes are kept in parts, so that a message within a message isn't copied to be put behind its length.
package struct ProtobufWriter {
  /// The message's bytes in order.
  package private(set) var parts: [[UInt8]] = []
  /// Their number.
  package private(set) var byteCount = 0

  /// An empty message.
  package init() {}

  /// Adds a whole number.
  package mutating func add(_ field: Int, integer number: Int64) {
    put(Self.varint(UInt64(field) << 3) + Self.varint(UInt64(bitPattern: number)))
  }

  /// Adds a number of single precision.
  package mutating func add(_ field: Int, float number: Float) {
    var bytes = Self.varint(UInt64(field) << 3 | 5)
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
    put(bytes)
  }

  /// Adds a text.
  package mutating func add(_ field: Int, text: String) { add(field, bytes: Array(text.utf8)) }

  /// Adds bytes.
  package mutating func add(_ field: Int, bytes: [UInt8]) {
    put(Self.varint(UInt64(field) << 3 | 2) + Self.varint(UInt64(bytes.count)))
    put(bytes)
  }

  /// Adds a message.
  package mutating func add(_ field: Int, message: ProtobufWriter) {
    put(Self.varint(UInt64(field) << 3 | 2) + Self.varint(UInt64(message.byteCount)))
    for part in message.parts { put(part) }
  }

  private mutating func put(_ bytes: [UInt8]) {
    byteCount += bytes.count
    // Small pieces share a part; what is large is left where it is.
    if bytes.count < 4096, let last = parts.indices.last, parts[last].count < 4096 {
      parts[last] += bytes
    } else {
      parts.append(bytes)
    }
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var (rest, bytes) = (number, [UInt8]())
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
