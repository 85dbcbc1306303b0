/// y[n, c, i, j] is the largest x[n, c, r, q] of the window that starts at row i·s − p and column j·s − p, with stride s and
/// padding p: ∂L/∂y[n, c, i, j] goes to that element alone, and an element that is the largest of several windows receives
/// the sum of theirs (max pooling; D. Scherer, A. Müller and S. Behnke, "Evaluation of pooling operations in
/// convolutional architectures for object recognition", ICANN 2010).
///
/// x is `(N, C, H, W)` and y `(N, C, OH, OW)` with OH = (H + padding − window) / s + 1, rounded down: rows and columns that
/// are left over at the end are not looked at. Padding is never the largest, so each window must cover something of the
/// image. Of several equal elements the first one, along the window's rows, receives the derivative. An element that
/// is NaN makes the maximum NaN and receives the derivative.
public struct MaxPool2DOperation<Scalar: TensorScalar>: GraphOperation {
  /// The window's size.
  public let window: Extent2D
  /// How far apart windows are.
  public let stride: Extent2D
  /// How far windows reach over the images' edges.
  public let padding: Padding2D

  public var name: String { "max_pool" }
  public var symbol: String { "MaxPool" }
  public var settings: [String: Setting] {
    var settings = windowSettings(stride: stride, padding: padding)
    settings["window_height"] = .number(Double(window.height))
    settings["window_width"] = .number(Double(window.width))
    return settings
  }

  /// A pooling with windows side by side, or as far apart as the stride says.
  @inlinable
  public init(window: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0) {
    self.window = window
    self.stride = stride ?? window
    self.padding = padding
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }

  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    let shapes = orStop { () throws(ShapeError) in try self.shapes(step.shape(of: 0)) }
    let (_, places) = Scalar._kernels.maxPool(shapes, step[0])
    for place in places.scalars { hasher.combine(place) }
  }

  func shapes(_ x: TensorShape) throws(ShapeError) -> PoolingShapes {
    try PoolingShapes(x, for: name, window: window, stride: stride, padding: padding)
  }
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  public static func _forward(
    _ pooling: MaxPool2DOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let shapes = try pooling.shapes(step.shape(of: 0))
    guard step.keeps else { return _kernels.maxima(shapes, step[0]) }
    let (y, places) = _kernels.maxPool(shapes, step[0])
    step.save(places)
    return y
  }

  public static func _backward(_ pooling: MaxPool2DOperation<Self>, _ step: BackwardStep<Self>) {
    let x = step.shape(of: 0)
    let shapes = orStop { () throws(ShapeError) in try pooling.shapes(x) }
    step.pass(_kernels.maxPoolGradient(shapes, step.saved[0], step.upstream, x), to: 0)
  }
}

extension Variable {
  /// The largest elements of windows that move over images `(N, C, H, W)`: `(N, C, OH, OW)`.
  ///
  /// Windows lie side by side unless a stride says otherwise. Each must cover something of the image.
  @inlinable
  public func maxPooled(window: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0) -> Variable {
    graph.apply(MaxPool2DOperation(window: window, stride: stride, padding: padding), self)
  }
}
