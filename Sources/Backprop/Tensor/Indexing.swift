/// What may stand for one axis between the brackets of a tensor: a position, a range, a stride, or `.all`.
///
/// A position counts from the end where it is negative. Ranges and strides don't, and they must lie within the axis:
/// nothing is cut off.
public protocol TensorIndex {
  /// Which positions of an axis of `size` elements are meant, or `nil` where any of them lies outside.
  func selection(ofAxisOfSize size: Int) -> TensorSelection?
}

/// Positions along one axis: `count` of them from `start` on in steps of `step`; a single position drops the axis.
public struct TensorSelection: Sendable, Equatable {
  var start: Int
  var count: Int
  var step: Int
  var dropsAxis: Bool

  /// The positions from one limit on and below another, or `nil` where they don't lie within an axis.
  fileprivate init?(from lower: Int, to upper: Int, ofAxisOfSize size: Int) {
    guard 0 <= lower, lower <= upper, upper <= size else { return nil }
    self.init(start: lower, count: upper - lower, step: 1, dropsAxis: false)
  }

  fileprivate init(start: Int, count: Int, step: Int, dropsAxis: Bool) {
    (self.start, self.count, self.step, self.dropsAxis) = (start, count, step, dropsAxis)
  }

  /// The positions of a stride, or `nil` where one lies outside; a stride without positions selects none.
  fileprivate init?(stride: some Sequence<Int>, ofAxisOfSize size: Int) {
    var (first, second, count): (Int?, Int?, Int) = (nil, nil, 0)
    // However long the stride is, the first position outside ends the look at it.
    for position in stride {
      guard position >= 0, position < size else { return nil }
      if count == 0 { first = position }
      if count == 1 { second = position }
      count += 1
    }
    let start = first ?? 0
    self.init(start: start, count: count, step: second.map { $0 - start } ?? 1, dropsAxis: false)
  }
}

/// A whole axis, as `:` is in NumPy.
public struct WholeAxis: TensorIndex {
  /// All positions.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    TensorSelection(start: 0, count: size, step: 1, dropsAxis: false)
  }
}

extension TensorIndex where Self == WholeAxis {
  /// A whole axis.
  public static var all: WholeAxis { WholeAxis() }
}

extension Int: TensorIndex {
  /// One position, which drops the axis; a negative one counts from the end.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    let position = self < 0 ? self + size : self
    guard position >= 0, position < size else { return nil }
    return TensorSelection(start: position, count: 1, step: 1, dropsAxis: true)
  }
}

extension Range: TensorIndex where Bound == Int {
  /// The positions of the range, which must lie within the axis.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    TensorSelection(from: lowerBound, to: upperBound, ofAxisOfSize: size)
  }
}

extension ClosedRange: TensorIndex where Bound == Int {
  /// The positions of the range, which must lie within the axis.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    upperBound < size ? TensorSelection(from: lowerBound, to: upperBound + 1, ofAxisOfSize: size) : nil
  }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
  /// The positions from the bound to the axis's end; none where the bound is the axis's size.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    TensorSelection(from: lowerBound, to: size, ofAxisOfSize: size)
  }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
  /// The positions below the bound, which must be at most the axis's size.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    TensorSelection(from: 0, to: upperBound, ofAxisOfSize: size)
  }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
  /// The positions up to the bound, which must be one of the axis.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    (0..<size).contains(upperBound)
      ? TensorSelection(from: 0, to: upperBound + 1, ofAxisOfSize: size) : nil
  }
}

extension StrideTo: TensorIndex where Element == Int {
  /// The positions of the stride, all of which must lie within the axis; it may run backwards.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    TensorSelection(stride: self, ofAxisOfSize: size)
  }
}

extension StrideThrough: TensorIndex where Element == Int {
  /// The positions of the stride, all of which must lie within the axis; it may run backwards.
  public func selection(ofAxisOfSize size: Int) -> TensorSelection? {
    TensorSelection(stride: self, ofAxisOfSize: size)
  }
}

extension TensorShape {
  /// What an index selects along an axis; stops where it lies outside.
  @inline(__always)
  fileprivate func selection(_ index: some TensorIndex, axis: Int) -> TensorSelection {
    guard let selection = index.selection(ofAxisOfSize: self[axis]) else { stopOutside(index, axis: axis) }
    return selection
  }

  @inline(never)
  private func stopOutside(_ index: any TensorIndex, axis: Int) -> Never {
    let size = self[axis]
    let rule =
      index is Int
      ? (size == 0
        ? "which has no positions" : "whose positions are 0 ... \(size - 1), or -\(size) ... -1 from the end")
      : "within whose \(size) positions, counted from 0, it must lie"
    stop("\(Self.text(of: index)) is outside axis \(axis) of a tensor of shape \(self), \(rule)")
  }

  /// An index as it is written in Swift.
  private static func text(of index: any TensorIndex) -> String {
    switch index {
    case let position as Int: "index \(position)"
    case let range as Range<Int>: "the range \(range.lowerBound)..<\(range.upperBound)"
    case let range as ClosedRange<Int>: "the range \(range.lowerBound)...\(range.upperBound)"
    case let range as PartialRangeFrom<Int>: "the range \(range.lowerBound)..."
    case let range as PartialRangeUpTo<Int>: "the range ..<\(range.upperBound)"
    case let range as PartialRangeThrough<Int>: "the range ...\(range.upperBound)"
    case let stride as StrideTo<Int>: "the stride \(text(ofStride: stride))"
    case let stride as StrideThrough<Int>: "the stride \(text(ofStride: stride))"
    default: "\(index)"
    }
  }

  /// The beginning of a stride, which may be longer than anyone reads.
  private static func text(ofStride stride: some Sequence<Int>) -> String {
    let shown = stride.prefix(5).map(String.init)
    return shown.prefix(4).joined(separator: ", ") + (shown.count > 4 ? ", …" : "")
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
          let start = shape.selection(position, axis: 0).start * run
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
      offset + shape.selection(position[axis], axis: axis).start * strides[axis]
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
      let selection = shape.selection(index, axis: axis)
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
