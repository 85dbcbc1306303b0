extension Tensor: CustomStringConvertible {
  /// The elements in nested brackets with aligned columns; long axes show three elements at either end.
  public var description: String {
    let isLong = count > 1000
    let shown = isLong ? 3 : Int.max
    let width =
      Self.visible(shape, 0, shown: shown, offset: 0, strides: shape.strides)
      .map { element(at: $0).count }.max() ?? 0
    return text(axis: 0, offset: 0, strides: shape.strides, shown: shown, width: rank == 0 ? 0 : width)
  }

  private func element(at offset: Int) -> String {
    withUnsafeElements { "\($0[offset])" }
  }

  private func text(axis: Int, offset: Int, strides: [Int], shown: Int, width: Int) -> String {
    guard axis < rank else {
      let number = element(at: offset)
      return String(repeating: " ", count: Swift.max(0, width - number.count)) + number
    }
    let isLast = axis == rank - 1
    let separator =
      isLast
      ? ", " : "," + String(repeating: "\n", count: rank - 1 - axis) + String(repeating: " ", count: axis + 1)
    let parts = Self.positions(size: shape[axis], shown: shown).map { position in
      guard let position else { return "..." }
      let start = offset + position * strides[axis]
      return text(axis: axis + 1, offset: start, strides: strides, shown: shown, width: width)
    }
    return "[" + parts.joined(separator: separator) + "]"
  }

  /// The positions along an axis that are shown; `nil` stands for those left out.
  private static func positions(size: Int, shown: Int) -> [Int?] {
    guard size > 2 * Swift.min(shown, size) else { return Array(0..<size) }
    return Array(0..<shown) + [nil] + Array(size - shown..<size)
  }

  private static func visible(_ shape: TensorShape, _ axis: Int, shown: Int, offset: Int, strides: [Int])
    -> [Int]
  {
    guard axis < shape.rank else { return [offset] }
    return positions(size: shape[axis], shown: shown).compactMap { $0 }.flatMap { position in
      visible(shape, axis + 1, shown: shown, offset: offset + position * strides[axis], strides: strides)
    }
  }
}
