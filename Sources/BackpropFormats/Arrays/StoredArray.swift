/// An array of numbers as a file keeps it: a name, the kind of number, a shape, and the bytes.
///
/// The bytes are little endian and in C order: the last axis varies fastest. They are always as many as kind and shape
/// ask for. Safetensors, NumPy's archives, ONNX and checkpoints are all read into and written from this type.
public struct StoredArray: Sendable, Hashable {
  /// The name in the file, such as `1.weight`; empty where a file holds one array without a name.
  public var name: String

  /// How each number is stored.
  public let kind: NumberKind

  /// The extents of the axes; none for a single number.
  public let shape: [Int]

  /// The numbers' bytes, as many as kind and shape ask for.
  public let bytes: [UInt8]

  /// The number of elements, the product of the shape.
  public var count: Int { bytes.count / kind.byteCount }

  /// Makes an array from its bytes; nil where they aren't as many as the kind and the shape ask for.
  public init?(name: String, kind: NumberKind, shape: [Int], bytes: [UInt8]) {
    guard kind.byteCount(of: shape) == bytes.count else { return nil }
    (self.name, self.kind, self.shape, self.bytes) = (name, kind, shape, bytes)
  }

  /// Makes an array of Float from numbers in C order, which must be as many as the shape asks for.
  public init(name: String, shape: [Int], _ numbers: [Float]) {
    self.init(name, .float32, shape, count: numbers.count, bytes: Self.bytes(numbers) { $0.bitPattern })
  }

  /// Makes an array of Double from numbers in C order, which must be as many as the shape asks for.
  public init(name: String, shape: [Int], _ numbers: [Double]) {
    self.init(name, .float64, shape, count: numbers.count, bytes: Self.bytes(numbers) { $0.bitPattern })
  }

  /// Makes an array of integers with 64 bits from numbers in C order, which must be as many as the shape asks for.
  public init(name: String, shape: [Int], _ numbers: [Int64]) {
    self.init(
      name, .int64, shape, count: numbers.count, bytes: Self.bytes(numbers) { UInt64(bitPattern: $0) })
  }

  private init(_ name: String, _ kind: NumberKind, _ shape: [Int], count: Int, bytes: [UInt8]) {
    precondition(
      kind.byteCount(of: shape) == bytes.count,
      "An array of the shape \(shape) was given \(count) numbers. Give as many as the product of the shape.")
    (self.name, self.kind, self.shape, self.bytes) = (name, kind, shape, bytes)
  }
}
