/// The sum of all elements or along one axis, which is dropped: every element receives the upstream derivative.
public struct SumOperation<Scalar: TensorScalar>: GraphOperation {
  /// The axis, counted from the end when negative, or `nil` for all.
  public let axis: Int?

  public var name: String { "sum" }
  public var settings: [String: Setting] { axis.map { ["axis": .number(Double($0))] } ?? [:] }

  /// Sums along an axis, or over all elements.
  @inlinable
  public init(axis: Int? = nil) { self.axis = axis }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    guard let axis else { return step[0].sum() }
    return try step[0].sum(alongAxis: axis)
  }

  public func backward(_ step: BackwardStep<Scalar>) {
    step.pass(step.upstream.spread(along: axis, to: step[0].shape), to: 0)
  }
}

extension Tensor {
  /// A reduced tensor repeated along the axis that the reduction dropped.
  func spread(along axis: Int?, to target: TensorShape) -> Tensor {
    guard let axis, let position = target.position(ofAxis: axis) else { return broadcast(to: target) }
    return reshaped(target.replacing(axis: position, with: 1)).broadcast(to: target)
  }
}

extension Variable {
  /// The sum of all elements or, with an axis, along it; the axis is dropped, −1 is the last one.
  @inlinable
  public func sum(axis: Int? = nil) -> Variable { graph.apply(SumOperation(axis: axis), self) }
}
