/// The mean of all elements or along one axis, which is dropped: each of n elements receives 1/n of the upstream
/// derivative. Nothing has no mean, as it has no largest element: the operation refuses it.
public struct MeanOperation<Scalar: TensorScalar>: GraphOperation {
  /// The axis, counted from the end when negative, or `nil` for all.
  public let axis: Int?

  public var name: String { "mean" }
  public var settings: [String: Setting] { axis.map { ["axis": .number(Double($0))] } ?? [:] }

  /// Takes the mean along an axis, or over all elements.
  @inlinable
  public init(axis: Int? = nil) { self.axis = axis }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    guard let axis else { return try step[0].meanOfAll() }
    return try step[0].mean(alongAxis: axis)
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    let shape = step[0].shape
    let size = axis.flatMap { shape.position(ofAxis: $0) }.map { shape[$0] } ?? shape.elementCount
    step.pass((step.upstream / Tensor(Scalar(size))).spread(along: axis, to: shape), to: 0)
  }
}

extension Variable {
  /// The mean of all elements or, with an axis, along it; the axis is dropped, −1 is the last one. There must be
  /// something to take the mean of.
  @inlinable
  public func mean(axis: Int? = nil) -> Variable { graph.apply(MeanOperation(axis: axis), self) }
}
