/// Numbers among bytes, the lowest byte first. Who reads one has checked that there are bytes enough.
struct ByteFields {
  let bytes: [UInt8]

  var count: Int { bytes.count }

  func uint16(_ place: Int) -> UInt16 { UInt16(truncatingIfNeeded: number(place, 2)) }
  func uint32(_ place: Int) -> UInt32 { UInt32(truncatingIfNeeded: number(place, 4)) }
  func uint64(_ place: Int) -> UInt64 { number(place, 8) }

  private func number(_ place: Int, _ count: Int) -> UInt64 {
    bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension [UInt8] {
  /// Appends a number, the lowest byte first.
  mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
