/// The mean of all elements or along one axis, which is dropped: each of n elements receives 1/n of the upstream
/// derivative. The mean of nothing is NaN.
public struct MeanOperation<Scalar: TensorScalar>: Operation {
  /// The axis, counted from the end when negative, or `nil` for all.
  public let axis: Int?

  public var name: String { "mean" }
  public var settings: [String: Double] { axis.map { ["axis": Double($0)] } ?? [:] }

  /// Takes the mean along an axis, or over all elements.
  public init(axis: Int? = nil) { self.axis = axis }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    guard let axis else { return step[0].mean() }
    let position = try step[0].shape.checkedPosition(ofAxis: axis, for: name)
    return try step[0].sum(alongAxis: position) / Tensor(Scalar(step[0].shape[position]))
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func backward(_ step: BackwardStep<Scalar>) {
    let shape = step[0].shape
    let size = axis.flatMap { shape.position(ofAxis: $0) }.map { shape[$0] } ?? shape.elementCount
    step.pass((step.upstream / Tensor(Scalar(size))).spread(along: axis, to: shape), to: 0)
  }
}

extension Variable {
  /// The mean of all elements or, with an axis, along it; the axis is dropped, −1 is the last one.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func mean(axis: Int? = nil) -> Variable { graph.apply(MeanOperation(axis: axis), self) }
}
