/// An IDX header with any sizes, also those that no file can hold.
func idxHeader(type: UInt8 = 0x08, _ sizes: [UInt32]) -> [UInt8] {
  [0, 0, type, UInt8(sizes.count)]
    + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> UInt32($0)) } }
}
