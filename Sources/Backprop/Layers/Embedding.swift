/// A row of a table for each index, such as a word's number: indices `(N,)` become `(N, W)`, and `(N, L)` become
/// `(N, L, W)`.
///
/// Indices are whole numbers from 0 to V − 1, held by the tensor's own type of number: a `Float` holds all of them up to 2²⁴
/// and a `Double` up to 2⁵³. Any other number stops the program with its place. The table is `(V, W)`; only the rows that
/// a batch names have a derivative other than 0.
public final class Embedding<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// The table, of shape `(V, W)`.
  public let weight: Parameter<Scalar>

  public var members: [Member<Scalar>] { [.parameter("weight", weight)] }

  /// A layer with a given table `(V, W)`.
  public init(weight: Tensor<Scalar>) {
    require(weight.rank == 2, "an embedding needs a table (V, W), not \(weight.shape)")
    self.weight = Parameter(weight, name: "W")
  }

  private init(_ weight: Parameter<Scalar>) { self.weight = weight }

  public func copied(by copier: LayerCopier<Scalar>) -> Embedding { Embedding(copier.copy(weight)) }

  /// A layer for `count` indices with rows of `width` numbers each, normally distributed around 0.
  ///
  /// - Parameter deviation: their standard deviation, 1 if none is given.
  public convenience init(
    count: Int, width: Int, standardDeviation deviation: Double = 1, using generator: inout Philox4x32
  ) {
    require(
      count >= 0 && width >= 0,
      "an embedding needs 0 or more rows of 0 or more numbers, not \(count) rows of \(width)")
    let spread = WeightInitialization.normal(standardDeviation: deviation)
    self.init(
      weight: .normal(
        TensorShape(rows: count, columns: width),
        standardDeviation: spread.deviation(inputs: width, outputs: width, as: Scalar.self), using: &generator
      ))
  }

  public func outputShape(for sample: TensorShape) -> TensorShape {
    TensorShape(Array(sample) + [weight.value.shape[1]])
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    x.embedding(in: x.graph.variable(weight))
  }

  public var summary: String { "embedding \(weight.value.shape[0]) \(weight.value.shape[1])" }

  /// ∂L/∂W from the last `backward`, of shape `(V, W)`, or `nil` before the first.
  public var dW: Tensor<Scalar>? { gradient(of: weight) }
}
