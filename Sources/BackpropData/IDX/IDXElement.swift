import BackpropFiles

/// The kinds of numbers that an IDX file can hold, by the code in its header.
public enum IDXElementType: UInt8, Sendable, CaseIterable {
  /// Unsigned bytes, as in the MNIST files.
  case uint8 = 0x08
  /// Signed bytes.
  case int8 = 0x09
  /// Signed 16-bit integers.
  case int16 = 0x0B
  /// Signed 32-bit integers.
  case int32 = 0x0C
  /// 32-bit floating-point numbers.
  case float32 = 0x0D
  /// 64-bit floating-point numbers.
  case float64 = 0x0E

  /// The size of one element in bytes: 1, 2, 4 or 8.
  public var byteCount: Int {
    switch self {
    case .uint8, .int8: 1
    case .int16: 2
    case .int32, .float32: 4
    case .float64: 8
    }
  }

  /// The code and the words for it: "0x08 (unsigned bytes)".
  var text: String {
    let words =
      switch self {
      case .uint8: "unsigned bytes"
      case .int8: "signed bytes"
      case .int16: "16-bit integers"
      case .int32: "32-bit integers"
      case .float32: "32-bit floating-point numbers"
      case .float64: "64-bit floating-point numbers"
      }
    return "\(Wording.hex(rawValue)) (\(words))"
  }
}

/// A Swift type that can be the element of an IDX array.
///
/// Six types conform, one for each of `IDXElementType`; no others can be stored.
public protocol IDXElement: Sendable {
  /// The kind of number in the file.
  static var idxType: IDXElementType { get }

  /// Makes a number from the low bits of a pattern; the bits above the type's width are ignored.
  init(idxBits bits: UInt64)

  /// The number's bits, those above the type's width being zero.
  var idxBits: UInt64 { get }

  /// The number as a `Double`, which holds each of the six types exactly.
  var doubleValue: Double { get }
}

extension UInt8: IDXElement {
  public static var idxType: IDXElementType { .uint8 }
  public init(idxBits bits: UInt64) { self.init(truncatingIfNeeded: bits) }
  public var idxBits: UInt64 { UInt64(self) }
  public var doubleValue: Double { Double(self) }
}

extension Int8: IDXElement {
  public static var idxType: IDXElementType { .int8 }
  public init(idxBits bits: UInt64) { self.init(truncatingIfNeeded: bits) }
  public var idxBits: UInt64 { UInt64(UInt8(bitPattern: self)) }
  public var doubleValue: Double { Double(self) }
}

extension Int16: IDXElement {
  public static var idxType: IDXElementType { .int16 }
  public init(idxBits bits: UInt64) { self.init(truncatingIfNeeded: bits) }
  public var idxBits: UInt64 { UInt64(UInt16(bitPattern: self)) }
  public var doubleValue: Double { Double(self) }
}

extension Int32: IDXElement {
  public static var idxType: IDXElementType { .int32 }
  public init(idxBits bits: UInt64) { self.init(truncatingIfNeeded: bits) }
  public var idxBits: UInt64 { UInt64(UInt32(bitPattern: self)) }
  public var doubleValue: Double { Double(self) }
}

extension Float: IDXElement {
  public static var idxType: IDXElementType { .float32 }
  public init(idxBits bits: UInt64) { self.init(bitPattern: UInt32(truncatingIfNeeded: bits)) }
  public var idxBits: UInt64 { UInt64(bitPattern) }
  public var doubleValue: Double { Double(self) }
}

extension Double: IDXElement {
  public static var idxType: IDXElementType { .float64 }
  public init(idxBits bits: UInt64) { self.init(bitPattern: bits) }
  public var idxBits: UInt64 { bitPattern }
  public var doubleValue: Double { self }
}
