/// How one number of an array in a file is stored, little endian where it has several bytes.
public enum NumberKind: Sendable, Hashable, CaseIterable {
  case float64, float32, float16, bfloat16
  case int64, int32, int16, int8
  case uint64, uint32, uint16, uint8
  /// A byte that is 0 or 1.
  case bool

  /// The bytes of one number.
  public var byteCount: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// The bytes of an array of a shape, nil where there are more than an integer counts or an extent is negative.
  public func byteCount(of shape: [Int]) -> Int? {
    var count = byteCount
    // A zero makes any other extents harmless, also those whose product is too large.
    if shape.contains(0) { return shape.allSatisfy { $0 >= 0 } ? 0 : nil }
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }
}
