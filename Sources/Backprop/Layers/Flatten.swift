/// All numbers of a sample in one row: `(C, H, W)` becomes `(C · H · W,)`, in the order in which they lie.
public final class Flatten<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A flattening; it has no settings.
  public init() {}

  public func copied(by copier: LayerCopier<Scalar>) -> Flatten { Flatten() }

  public func outputShape(for sample: TensorShape) -> TensorShape {
    TensorShape(vector: sample.elementCount)
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    let shape = x.shape
    require(shape.rank > 0, "flatten needs samples along the first axis, (N, …), not a single number")
    // Written out, since −1 stands for no size where there are no samples.
    return x.reshaped(shape[0], shape.elementCount(ofAxes: 1..<shape.rank))
  }
}
