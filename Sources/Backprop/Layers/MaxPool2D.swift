/// The largest element of each window that moves over images `(C, H, W)`: `(C, OH, OW)`, where OH = (H + padding − window) /
/// stride + 1, rounded down.
///
/// Windows lie side by side unless a stride says otherwise; rows and columns that are left over at the end are not looked
/// at. Each window must cover something of the image. More of it stands in ``MaxPool2DOperation``.
public final class MaxPool2D<Scalar: TensorScalar>: TracedLayer {
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

  public func copied(by copier: LayerCopier<Scalar>) -> MaxPool2D {
    MaxPool2D(window, stride: stride, padding: padding)
  }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    try imageShape(of: sample, "maxpool") { (images) throws(ShapeError) in
      try PoolingShapes(images, for: "maxpool", window: window, stride: stride, padding: padding).result
    }
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    x.graph.apply(operation, x)
  }

  /// What the layer does, without its operand.
  var operation: MaxPool2DOperation<Scalar> {
    MaxPool2DOperation(window: window, stride: stride, padding: padding)
  }

  /// For example `maxpool 2`, or `maxpool 3 stride 2 pad 1`.
  public var summary: String {
    "maxpool \(window.word)" + (stride == window ? "" : " stride \(stride.word)") + padding.words
  }
}
