/// Truth values arranged like a tensor's elements, as comparisons give them.
public struct Mask: Sendable, Equatable {
  /// The sizes of the axes.
  public let shape: TensorShape
  /// The truth values in row-major order.
  public let values: [Bool]

  /// A mask of the given shape with its values in row-major order; there must be as many as the shape has.
  public init(shape: TensorShape, _ values: [Bool]) {
    require(
      values.count == shape.elementCount,
      "shape \(shape) has \(shape.elementCount) elements, but \(values.count) truth values were given")
    self.shape = shape
    self.values = values
  }
}

extension Mask: CustomStringConvertible {
  /// The values in nested brackets.
  public var description: String { text(axis: 0, values[...]) }

  private func text(axis: Int, _ part: ArraySlice<Bool>) -> String {
    guard axis < shape.rank else { return part.first.map(String.init) ?? "" }
    let size = shape[axis]
    let run = size == 0 ? 0 : part.count / size
    let parts = (0..<size).map { i in
      text(axis: axis + 1, part.dropFirst(i * run).prefix(run))
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }
}

infix operator .<= : ComparisonPrecedence
infix operator .> : ComparisonPrecedence

extension Tensor {
  /// Where the elements are at most `bound`.
  public static func .<= (x: Tensor, bound: Scalar) -> Mask {
    Mask(shape: x.shape, x.scalars.map { $0 <= bound })
  }

  /// Where the elements are larger than `bound`.
  public static func .> (x: Tensor, bound: Scalar) -> Mask {
    Mask(shape: x.shape, x.scalars.map { $0 > bound })
  }
}
