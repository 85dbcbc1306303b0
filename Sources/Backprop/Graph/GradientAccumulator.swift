/// A sink that adds up the derivatives of several backward passes and hands on their sum, so that a batch that doesn't
/// fit into memory can be taken in pieces.
///
/// With each piece's ``weight`` set to its share of the samples, the sum is the derivative of the mean loss over all of
/// them, whatever their sizes.
///
/// ```swift
/// let accumulator = GradientAccumulator(to: optimizer)
/// for (index, piece) in pieces.enumerated() {
///   accumulator.weight = Float(piece.count) / Float(count)
///   accumulator.isLast = index == pieces.count - 1
///   model.loss(of: piece, in: graph, pass).backward(for: model.parameters, into: accumulator)
/// }
/// ```
public final class GradientAccumulator<Scalar: TensorScalar>: GradientSink {
  /// What the derivatives of the next pass are multiplied by before they are added.
  public var weight: Scalar = 1
  /// Whether the next pass is the last one, after which the sum is handed on.
  public var isLast = false
  /// Where the sum goes.
  public var next: any GradientSink<Scalar>

  private var sums: [(parameter: Parameter<Scalar>, sum: Tensor<Scalar>)] = []
  private var places: [ObjectIdentifier: Int] = [:]

  /// An accumulator in front of another sink.
  public init(to next: any GradientSink<Scalar>) { self.next = next }

  public func take(_ gradient: FinishedGradient<Scalar>, of parameter: Parameter<Scalar>) {
    gradient.checkShape(parameter.value.shape, of: parameter.name)
    let place = places[ObjectIdentifier(parameter)] ?? sums.count
    if place == sums.count {
      places[ObjectIdentifier(parameter)] = place
      sums.append((parameter, .zeros(gradient.shape)))
    }
    gradient.add(to: &sums[place].sum, scaledBy: weight)
  }

  public func finish() {
    guard isLast else { return }
    // In the order in which they came first, which the graphs alone decide.
    for (parameter, sum) in sums { next.take(FinishedGradient(sum), of: parameter) }
    sums.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    next.finish()
  }
}
