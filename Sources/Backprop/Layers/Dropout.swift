/// In training each number left out with a probability p, and else multiplied by 1 / (1 − p); in an evaluation all of them as
/// they are.
///
/// Which are left out depends on the seed, the iteration and the layer's place in the model alone. See ``DropoutOperation``.
public final class Dropout<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// The probability p.
  public let probability: Double

  /// Leaves each number out with a probability 0 ≤ p < 1; 0.5 is that of the first networks with it.
  public init(_ probability: Double = 0.5) {
    require(
      probability >= 0 && probability < 1,
      "dropout leaves units out with a probability from 0 to below 1, not \(probability)")
    self.probability = probability
  }

  public func copied(by copier: LayerCopier<Scalar>) -> Dropout { Dropout(probability) }

  public func outputShape(for sample: TensorShape) -> TensorShape { sample }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    guard pass.isTraining, probability > 0 else { return x }
    let before = pass.firstSample * (x.shape.elementCount / Swift.max(x.shape.first ?? 1, 1))
    return x.graph.apply(
      DropoutOperation(probability, random: pass.random(for: .dropout, of: self), from: before), x)
  }

  /// For example `dropout 0.2`.
  public var summary: String { "dropout \(probability)" }
}
