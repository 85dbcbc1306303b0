import BackpropFiles

/// The start of an `.npy` file: six bytes that name the format, two of its version, the length of a text, and the text: a
/// dictionary as Python writes it, which says how numbers are stored, in which order, and the shape (NumPy, "NEP 1: a simple
/// file format for NumPy arrays").
struct NumPyHeader {
  /// How one number is stored.
  var kind: NumberKind
  /// Whether the highest byte of a number comes first.
  var isBigEndian: Bool
  /// Whether the first axis is the one that runs fastest.
  var isFortranOrder: Bool
  var shape: [Int]

  /// The bytes that every file begins with.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The bytes before the text, of which those of later versions have two more.
  static let leadByteCount = 10
  /// NumPy itself reads no more axes.
  static let axisLimit = 64

  /// The number of bytes of all numbers.
  var byteCount: Int { kind.byteCount(of: shape) ?? 0 }
}

extension NumPyHeader {
  /// Reads a header from a source's start, and checks that its numbers are as many as the source has left.
  ///
  /// - Parameter total: how many bytes the source has in all.
  init(_ source: some NumPySource, total: Int) throws(FileError) {
    let lead = try source.bytes(min(Self.leadByteCount, total))
    guard lead.count == Self.leadByteCount, Array(lead[..<6]) == Self.magic else {
      throw source.failure(
        at: 0, "an array of NumPy, which starts with the bytes \(Wording.hex(Self.magic))",
        lead.isEmpty ? "no data" : "the bytes \(Wording.hex(Array(lead.prefix(6))))",
        "Check that this is a file that numpy.save wrote.")
    }
    var count = Int(lead[8]) | Int(lead[9]) << 8
    var start = Self.leadByteCount
    switch lead[6] {
    case 1: break
    case 2, 3:
      let rest = try source.bytes(min(2, total - start))
      guard rest.count == 2 else { throw source.cut(after: total, "the length of its header") }
      count |= Int(rest[0]) << 16 | Int(rest[1]) << 24
      start += 2
    default:
      throw source.failure(
        at: 6, "version 1.0, 2.0 or 3.0 of NumPy's format", "version \(lead[6]).\(lead[7])",
        "Save the array again with numpy.save.")
    }
    guard lead[7] == 0 else {
      throw source.failure(
        at: 7, "version 1.0, 2.0 or 3.0 of NumPy's format", "version \(lead[6]).\(lead[7])",
        "Save the array again with numpy.save.")
    }
    // An array of numbers needs some hundred bytes; NumPy itself asks back above ten thousand.
    guard count <= 65_535 else {
      throw source.failure(
        at: 8, "a header of at most 65535 bytes", "one of \(count) bytes", NumPyLiteral.advice)
    }
    guard count <= total - start else { throw source.cut(after: total, "a header of \(count) bytes") }
    let text = try source.bytes(count)
    guard text.count == count else {
      throw source.cut(after: start + text.count, "a header of \(count) bytes")
    }
    if lead[6] == 3, String(validating: text, as: UTF8.self) == nil {
      throw source.failure(at: start, "a header in UTF-8", "other bytes", NumPyLiteral.advice)
    }
    do throws(NumPyLiteral.Fault) {
      var literal = NumPyLiteral(text)
      self = try literal.header()
    } catch {
      throw source.failure(at: start + error.place, error.expected, error.found, error.advice)
    }
    let left = total - start - count
    guard let expected = kind.byteCount(of: shape) else {
      throw source.failure(
        at: start, "a shape whose numbers can be counted", "\(Wording.sizes(shape))", NumPyLiteral.advice)
    }
    if left < expected {
      throw source.cut(
        after: total, "\(Wording.bytes(expected)) for the shape \(Self.text(shape)) after its header")
    }
    if left > expected {
      throw source.failure(
        at: start + count + expected, "the end after one array of the shape \(Self.text(shape))",
        Wording.counted(left - expected, "more byte"),
        "Save each array to a file of its own, or all by numpy.savez.")
    }
  }

  /// A shape as Python writes it: `()`, `(3,)`, `(3, 4)`.
  static func text(_ shape: [Int]) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
  }

  /// The bytes of a header of version 1.0, as NumPy writes it to the byte: padded so that numbers begin at a multiple of
  /// 64, with room for the first axis to grow.
  static func bytes(_ kind: NumberKind, _ shape: [Int]) -> [UInt8] {
    var text = "{'descr': '\(kind.numPyName)', 'fortran_order': False, 'shape': \(Self.text(shape)), }"
    if let first = shape.first {
      text += String(repeating: " ", count: max(0, 21 - String(first).utf8.count))
    }
    let used = leadByteCount + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - used % 64) % 64) + "\n"
    let count = text.utf8.count
    return magic + [1, 0, UInt8(truncatingIfNeeded: count), UInt8(truncatingIfNeeded: count >> 8)] + text.utf8
  }
}

extension NumberKind {
  /// What NumPy calls the kind, of which it has no bfloat16.
  var numPyName: String {
    switch self {
    case .float64: "<f8"
    case .float32, .bfloat16: "<f4"
    case .float16: "<f2"
    case .int64: "<i8"
    case .int32: "<i4"
    case .int16: "<i2"
    case .int8: "|i1"
    case .uint64: "<u8"
    case .uint32: "<u4"
    case .uint16: "<u2"
    case .uint8: "|u1"
    case .bool: "|b1"
    }
  }

  /// The kind of a name without its mark of order.
  init?(numPyName name: some StringProtocol) {
    switch name {
    case "f8": self = .float64
    case "f4": self = .float32
    case "f2": self = .float16
    case "i8": self = .int64
    case "i4": self = .int32
    case "i2": self = .int16
    case "i1": self = .int8
    case "u8": self = .uint64
    case "u4": self = .uint32
    case "u2": self = .uint16
    case "u1": self = .uint8
    case "b1": self = .bool
    default: return nil
    }
  }
}
