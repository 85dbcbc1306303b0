/// The mean of each channel of images `(C, H, W)`: `(C,)`, whatever their size.
public final class GlobalAveragePool2D<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// A pooling of whole channels.
  public init() {}

  public func copied(by copier: LayerCopier<Scalar>) -> GlobalAveragePool2D { GlobalAveragePool2D() }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    try imageShape(of: sample, summary) { (images) throws(ShapeError) in
      guard images[2] > 0, images[3] > 0 else {
        throw ShapeError(
          operation: summary, shapes: [images], rule: "an image without elements has no mean")
      }
      return TensorShape([1, images[1]])
    }
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    let shape = x.shape
    require(
      shape.rank == 4, "globalavgpool needs images (N, C, H, W), not a value of shape \(shape)")
    return x.averagePooled(window: Extent2D(height: shape[2], width: shape[3]))
      .reshaped(shape[0], shape[1])
  }

  /// `globalavgpool`.
  public var summary: String { "globalavgpool" }
}
