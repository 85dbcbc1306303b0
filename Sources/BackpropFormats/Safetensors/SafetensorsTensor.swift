/// What the header of a safetensors file says of one of its tensors.
public struct SafetensorsTensor: Sendable, Hashable {
  /// The tensor's name, such as `1.weight`.
  public let name: String

  /// How each number is stored.
  public let kind: NumberKind

  /// The extents of the axes; none for a single number.
  public let shape: [Int]

  /// Which of the bytes after the header are the tensor's.
  public let byteRange: Range<Int>
}

extension NumberKind {
  /// The name of the kind in safetensors files.
  package var safetensorsName: String {
    switch self {
    case .float64: "F64"
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .int64: "I64"
    case .int32: "I32"
    case .int16: "I16"
    case .int8: "I8"
    case .uint64: "U64"
    case .uint32: "U32"
    case .uint16: "U16"
    case .uint8: "U8"
    case .bool: "BOOL"
    }
  }

  /// The place of the kind in the order in which the reference writes tensors, which is by size, the largest first.
  var safetensorsOrder: Int {
    switch self {
    case .uint64: 0
    case .int64: 1
    case .float64: 2
    case .float32: 3
    case .uint32: 4
    case .int32: 5
    case .bfloat16: 6
    case .float16: 7
    case .uint16: 8
    case .int16: 9
    case .int8: 10
    case .uint8: 11
    case .bool: 12
    }
  }
}
