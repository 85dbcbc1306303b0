extension StoredArray {
  /// The numbers as Float in C order, each the nearest one; true is 1 and false is 0.
  public var floats: [Float] {
    switch kind {
    case .float32: numbers(UInt32.self) { Float(bitPattern: $0) }
    case .float64: numbers(UInt64.self) { Float(Double(bitPattern: $0)) }
    case .float16: numbers(UInt16.self) { SmallFloat.float(half: $0) }
    case .bfloat16: numbers(UInt16.self) { SmallFloat.float(brain: $0) }
    case .int64: numbers(UInt64.self) { Float(Int64(bitPattern: $0)) }
    case .int32: numbers(UInt32.self) { Float(Int32(bitPattern: $0)) }
    case .int16: numbers(UInt16.self) { Float(Int16(bitPattern: $0)) }
    case .int8: numbers(UInt8.self) { Float(Int8(bitPattern: $0)) }
    case .uint64: numbers(UInt64.self) { Float($0) }
    case .uint32: numbers(UInt32.self) { Float($0) }
    case .uint16: numbers(UInt16.self) { Float($0) }
    case .uint8: numbers(UInt8.self) { Float($0) }
    case .bool: numbers(UInt8.self) { $0 == 0 ? 0 : 1 }
    }
  }

  /// The numbers as Double in C order, each the nearest one; true is 1 and false is 0.
  public var doubles: [Double] { doubles(in: 0..<count) }

  /// The numbers from one place up to another as Double.
  package func doubles(in range: Range<Int>) -> [Double] {
    switch kind {
    case .float32: numbers(UInt32.self, in: range) { Double(Float(bitPattern: $0)) }
    case .float64: numbers(UInt64.self, in: range) { Double(bitPattern: $0) }
    case .float16: numbers(UInt16.self, in: range) { Double(SmallFloat.float(half: $0)) }
    case .bfloat16: numbers(UInt16.self, in: range) { Double(SmallFloat.float(brain: $0)) }
    case .int64: numbers(UInt64.self, in: range) { Double(Int64(bitPattern: $0)) }
    case .int32: numbers(UInt32.self, in: range) { Double(Int32(bitPattern: $0)) }
    case .int16: numbers(UInt16.self, in: range) { Double(Int16(bitPattern: $0)) }
    case .int8: numbers(UInt8.self, in: range) { Double(Int8(bitPattern: $0)) }
    case .uint64: numbers(UInt64.self, in: range) { Double($0) }
    case .uint32: numbers(UInt32.self, in: range) { Double($0) }
    case .uint16: numbers(UInt16.self, in: range) { Double($0) }
    case .uint8: numbers(UInt8.self, in: range) { Double($0) }
    case .bool: numbers(UInt8.self, in: range) { $0 == 0 ? 0 : 1 }
    }
  }

  /// The numbers as integers in C order, nil where one of them isn't exactly an integer of 64 bits.
  public var integers: [Int64]? {
    switch kind {
    case .int64: return numbers(UInt64.self) { Int64(bitPattern: $0) }
    case .int32: return numbers(UInt32.self) { Int64(Int32(bitPattern: $0)) }
    case .int16: return numbers(UInt16.self) { Int64(Int16(bitPattern: $0)) }
    case .int8: return numbers(UInt8.self) { Int64(Int8(bitPattern: $0)) }
    case .uint32: return numbers(UInt32.self) { Int64($0) }
    case .uint16: return numbers(UInt16.self) { Int64($0) }
    case .uint8: return numbers(UInt8.self) { Int64($0) }
    case .bool: return numbers(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .uint64:
      let unsigned = numbers(UInt64.self) { $0 }
      return unsigned.contains { $0 > UInt64(Int64.max) } ? nil : unsigned.map { Int64($0) }
    case .float64, .float32, .float16, .bfloat16:
      var integers: [Int64] = []
      for number in doubles {
        guard let integer = Int64(exactly: number) else { return nil }
        integers.append(integer)
      }
      return integers
    }
  }

  /// The numbers, each made from its bits.
  private func numbers<Bits: FixedWidthInteger, Number>(
    _ type: Bits.Type, in range: Range<Int>? = nil, _ number: (Bits) -> Number
  ) -> [Number] {
    let range = range ?? 0..<count
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "an array has fewer numbers")
    let (start, count) = (range.lowerBound, range.count)
    return bytes.withUnsafeBytes { bytes in
      [Number](unsafeUninitializedCapacity: count) { numbers, made in
        for position in 0..<count {
          let place = (start + position) * MemoryLayout<Bits>.size
          let bits = bytes.loadUnaligned(fromByteOffset: place, as: Bits.self)
          numbers.initializeElement(at: position, to: number(Bits(littleEndian: bits)))
        }
        made = count
      }
    }
  }

  /// The bytes of numbers, each given as its bits.
  static func bytes<Number, Bits: FixedWidthInteger>(
    _ numbers: [Number], _ bits: (Number) -> Bits
  ) -> [UInt8] {
    let width = MemoryLayout<Bits>.size
    return [UInt8](unsafeUninitializedCapacity: numbers.count * width) { bytes, made in
      let raw = UnsafeMutableRawBufferPointer(bytes)
      for (position, number) in numbers.enumerated() {
        raw.storeBytes(of: bits(number).littleEndian, toByteOffset: position * width, as: Bits.self)
      }
      made = numbers.count * width
    }
  }
}
