/// What may stand for one axis between the brackets of a tensor: a position, a range, or `.all`.
public protocol TensorIndex {
  /// Which positions of an axis of `size` elements are meant.
  func selection(ofAxisOfSize size: Int) -> TensorSelection
}

/// Positions along one axis: `count` of them from `start` on in steps of `step`; a single position drops the axis.
public struct TensorSelection: Sendable, Equatable {
  var start: Int
  var count: Int
  var step: Int
  var dropsAxis: Bool
}

/// A whole axis, as `:` is in NumPy.
public struct WholeAxis: TensorIndex {
  /// All positions.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection {
    TensorSelection(start: 0, count: size, step: 1, dropsAxis: false)
  }
}

extension TensorIndex where Self == WholeAxis {
  /// A whole axis.
  public static var all: WholeAxis { WholeAxis() }
}

extension Int: TensorIndex {
  /// One position, which drops the axis; a negative one counts from the end.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection {
    let position = self < 0 ? self + size : self
    require(position >= 0 && position < size, "index \(self) is outside an axis of size \(size)")
    return TensorSelection(start: position, count: 1, step: 1, dropsAxis: true)
  }
}

extension TensorIndex where Self: RangeExpression, Self.Bound == Int {
  /// The positions of the range, which must lie within the axis.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection {
    let range = relative(to: 0..<size)
    require(
      range.lowerBound >= 0 && range.upperBound <= size,
      "the range \(range) is outside an axis of size \(size)")
    return TensorSelection(start: range.lowerBound, count: range.count, step: 1, dropsAxis: false)
  }
}

extension Range: TensorIndex where Bound == Int {}
extension ClosedRange: TensorIndex where Bound == Int {}
extension PartialRangeFrom: TensorIndex where Bound == Int {}
extension PartialRangeUpTo: TensorIndex where Bound == Int {}
extension PartialRangeThrough: TensorIndex where Bound == Int {}

extension StrideTo: TensorIndex where Element == Int {
  /// The positions of the stride, all of which must lie within the axis; it may run backwards.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection {
    TensorSelection(stride: Array(self), ofAxisOfSize: size)
  }
}

extension StrideThrough: TensorIndex where Element == Int {
  /// The positions of the stride, all of which must lie within the axis; it may run backwards.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection {
    TensorSelection(stride: Array(self), ofAxisOfSize: size)
  }
}

extension TensorSelection {
  fileprivate init(stride positions: [Int], ofAxisOfSize size: Int) {
    require(
      positions.allSatisfy { $0 >= 0 && $0 < size },
      "the stride \(positions) is outside an axis of size \(size)")
    let step = positions.count > 1 ? positions[1] - positions[0] : 1
    self.init(start: positions.first ?? 0, count: positions.count, step: step, dropsAxis: false)
  }
}

extension Tensor {
  /// A part of the tensor: one index an axis from the outermost on, axes without one are taken whole.
  ///
  /// `x[1]` is row 1, `x[.all, 0]` column 0, `x[0..<3]` the first three rows, `x[-1]` the last row,
  /// `x[stride(from: 0, to: 10, by: 2)]` every second one. Reading copies the part; assigning broadcasts the
  /// right side to the part's shape.
  public subscript(_ indices: any TensorIndex...) -> Tensor {
    get {
      let part = Part(of: shape, indices)
      return gathered(to: part.shape, strides: part.strides, from: part.origin)
    }
    set {
      let part = Part(of: shape, indices)
      scatter(newValue.broadcast(to: part.shape), strides: part.strides, from: part.origin)
    }
  }

  /// One element, with one position an axis; negative ones count from the end.
  public subscript(element position: Int...) -> Scalar {
    get {
      let offset = offset(of: position)
      return withUnsafeElements { $0[offset] }
    }
    set {
      let offset = offset(of: position)
      withUnsafeMutableElements { $0[offset] = newValue }
    }
  }

  /// The rows of the first axis at some positions, in their order, which may repeat.
  public func rows(at positions: [Int]) -> Tensor {
    require(rank > 0, "a single number has no rows")
    let run = shape.elementCount(ofAxes: 1..<rank)
    return withUnsafeElements { elements in
      Tensor.make(shape.replacing(axis: 0, with: positions.count)) { result in
        for (row, position) in positions.enumerated() {
          let start = position.selection(ofAxisOfSize: shape[0]).start * run
          guard let elements = elements.baseAddress else { continue }
          (result + row * run).initialize(from: elements + start, count: run)
        }
      }
    }
  }

  private func offset(of position: [Int]) -> Int {
    require(
      position.count == rank,
      "an element of shape \(shape) needs \(rank) indices, but \(position.count) were given")
    let strides = shape.strides
    return position.indices.reduce(0) { offset, axis in
      offset + position[axis].selection(ofAxisOfSize: shape[axis]).start * strides[axis]
    }
  }
}

/// The part of a tensor that a list of indices selects.
private struct Part {
  let shape: TensorShape
  /// The steps from element to element in the whole, one an axis of the part.
  let strides: [Int]
  /// Where the part begins in the whole.
  let origin: Int

  init(of shape: TensorShape, _ indices: [any TensorIndex]) {
    require(
      indices.count <= shape.rank,
      "\(indices.count) indices are too many for shape \(shape) of \(shape.rank) axes")
    let own = shape.strides
    var origin = 0
    var sizes: [Int] = []
    var strides: [Int] = []
    for axis in shape.indices {
      let index: any TensorIndex = axis < indices.count ? indices[axis] : WholeAxis()
      let selection = index.selection(ofAxisOfSize: shape[axis])
      origin += selection.start * own[axis]
      if selection.dropsAxis { continue }
      sizes.append(selection.count)
      strides.append(selection.step * own[axis])
    }
    self.shape = TensorShape(sizes)
    self.strides = strides
    self.origin = origin
  }
}
