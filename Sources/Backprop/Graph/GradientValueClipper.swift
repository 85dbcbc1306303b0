/// A sink that bounds each number of each derivative by itself: g ← min(max(g, −limit), limit).
///
/// Unlike ``GradientClipper`` it changes the direction, and needs no other derivative to do so: each is handed on as
/// soon as it comes. NaN stays NaN, to be seen; an infinite number becomes the limit.
public final class GradientValueClipper<Scalar: TensorScalar>: GradientSink {
  private let limit: Scalar
  private let next: any GradientSink<Scalar>

  /// A clipper to a largest magnitude, which must be above 0, in front of another sink.
  public init(value limit: Scalar, to next: any GradientSink<Scalar>) {
    require(limit > 0, "the largest number of a gradient must be above 0, not \(limit)")
    self.limit = limit
    self.next = next
  }

  public func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>) {
    gradient.checkShape(parameter.value.shape, of: parameter.name)
    let bounded = Tensor.maximum(.minimum(gradient.tensor, Tensor(limit)), Tensor(-limit))
    next.take(FinishedGradient(bounded), of: parameter)
  }

  public func finish() { next.finish() }
}
