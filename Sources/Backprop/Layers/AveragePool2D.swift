/// The mean of each window that moves over images `(C, H, W)`: `(C, OH, OW)`, where OH = (H + padding − window) / stride + 1,
/// rounded down. Padding counts as zeros.
///
/// Windows lie side by side unless a stride says otherwise; rows and columns that are left over at the end are not looked
/// at. Each window must cover something of the image. More of it stands in ``AveragePool2DOperation``.
public final class AveragePool2D<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// The window's size.
  public let window: Extent2D
  /// How far apart windows are.
  public let stride: Extent2D
  /// How far windows reach over the images' edges.
  public let padding: Padding2D

  /// A pooling with windows of a size, side by side or as far apart as the stride says.
  public init(_ size: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0) {
    window = size
    self.stride = stride ?? size
    self.padding = padding
  }

  public func copied(by copier: LayerCopier<Scalar>) -> AveragePool2D {
    AveragePool2D(window, stride: stride, padding: padding)
  }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    try imageShape(of: sample, "avgpool") { (images) throws(ShapeError) in
      try PoolingShapes(images, for: "avgpool", window: window, stride: stride, padding: padding).result
    }
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    x.averagePooled(window: window, stride: stride, padding: padding)
  }

  /// For example `avgpool 2`, or `avgpool 3 stride 2 pad 1`.
  public var summary: String {
    "avgpool \(window.word)" + (stride == window ? "" : " stride \(stride.word)") + padding.words
  }
}
