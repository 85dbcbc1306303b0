/// Each sample brought to mean 0 and variance 1 by itself, then multiplied by a weight γ and shifted by a bias β, which are
/// learnt; the same in training and in evaluation, see ``LayerNormOperation``.
///
/// γ, which begins as 1, and β, which begins as 0, have the shape that the layer is made with. A sample must end with that
/// shape: a layer of `(D,)` takes samples `(D,)`, and `(T, D)` whose T rows are normalised one by one.
public final class LayerNorm<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// γ.
  public let weight: Parameter<Scalar>
  /// β.
  public let bias: Parameter<Scalar>
  /// ε, which keeps a row whose numbers are all the same from being divided by 0.
  public let epsilon: Double

  public var members: [Member<Scalar>] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// A normalisation over the last axes, of a shape such as `[50]`.
  public convenience init(_ shape: TensorShape, epsilon: Double = 1e-5) {
    require(
      shape.rank > 0 && shape.elementCount > 0,
      "a layer normalisation needs a shape of 1 or more numbers, such as [50], not \(shape)")
    require(
      epsilon >= 0 && epsilon.isFinite,
      "the epsilon of a layer normalisation must be 0 or more, and finite, not \(epsilon)")
    self.init(
      Parameter(.ones(shape), name: "γ", isWeight: false),
      Parameter(.zeros(shape), name: "β", isWeight: false),
      epsilon)
  }

  private init(_ weight: Parameter<Scalar>, _ bias: Parameter<Scalar>, _ epsilon: Double) {
    (self.weight, self.bias, self.epsilon) = (weight, bias, epsilon)
  }

  public func copied(by copier: LayerCopier<Scalar>) -> LayerNorm {
    LayerNorm(copier.copy(weight), copier.copy(bias), epsilon)
  }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    let shape = weight.value.shape
    guard Array(sample.suffix(shape.rank)) == Array(shape) else {
      throw ShapeError(
        operation: "layernorm", operands: [.init(name: "a sample", shape: sample)],
        rule: "it must end with the shape that is normalised, \(shape)")
    }
    return sample
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    x.layerNormalized(scale: x.graph.variable(weight), shift: x.graph.variable(bias), epsilon: epsilon)
  }
}
