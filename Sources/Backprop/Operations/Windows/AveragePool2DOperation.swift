/// y[n, c, i, j] is the mean of the x[n, c, r, q] of the window that starts at row i·s − p and column j·s − p, with stride s
/// and padding p: each of the k elements of a mean receives 1/k of ∂L/∂y[n, c, i, j], and an element of several windows
/// the sum of what they send (average pooling; Y. LeCun et al., "Gradient-based learning applied to document
/// recognition", Proceedings of the IEEE 86, 1998, there with a factor and a bias).
///
/// x is `(N, C, H, W)` and y `(N, C, OH, OW)` with OH = (H + padding − window) / s + 1, rounded down: rows and columns that
/// are left over at the end are not looked at. Padding counts as zeros, so that every mean is taken over the whole window,
/// as PyTorch has it; or, without `countsPadding`, a mean is taken over the elements of the image alone. Each window must
/// cover some.
public struct AveragePool2DOperation<Scalar: TensorScalar>: GraphOperation {
  /// The window's size.
  public let window: Extent2D
  /// How far apart windows are.
  public let stride: Extent2D
  /// How far windows reach over the images' edges.
  public let padding: Padding2D
  /// Whether the zeros outside of an image are counted as elements of a mean.
  public let countsPadding: Bool

  public var name: String { "average_pool" }
  public var symbol: String { "AvgPool" }
  public var settings: [String: Setting] {
    var settings = windowSettings(stride: stride, padding: padding)
    settings["window_height"] = .number(Double(window.height))
    settings["window_width"] = .number(Double(window.width))
    settings["counts_padding"] = .number(countsPadding ? 1 : 0)
    return settings
  }

  /// A pooling with windows side by side, or as far apart as the stride says.
  @inlinable
  public init(window: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0, countsPadding: Bool = true) {
    self.window = window
    self.stride = stride ?? window
    self.padding = padding
    self.countsPadding = countsPadding
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }

  fileprivate func shapes(_ x: TensorShape) throws(ShapeError) -> PoolingShapes {
    try PoolingShapes(
      x, for: name, window: window, stride: stride, padding: padding, countsPadding: countsPadding)
  }
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  public static func _forward(
    _ pooling: AveragePool2DOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    _kernels.averagePool(try pooling.shapes(step.shape(of: 0)), step[0])
  }

  public static func _backward(_ pooling: AveragePool2DOperation<Self>, _ step: BackwardStep<Self>) {
    let x = step.shape(of: 0)
    let shapes = orStop { () throws(ShapeError) in try pooling.shapes(x) }
    step.pass(_kernels.averagePoolGradient(shapes, step.upstream, x), to: 0)
  }
}

extension Variable {
  /// The means of windows that move over images `(N, C, H, W)`: `(N, C, OH, OW)`.
  ///
  /// Windows lie side by side unless a stride says otherwise. Each must cover something of the image; with
  /// `countsPadding` a mean is taken over the whole window, what lies outside of the image being zeros, and else over what
  /// it covers of the image.
  @inlinable
  public func averagePooled(
    window: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0, countsPadding: Bool = true
  ) -> Variable {
    let operation = AveragePool2DOperation<Scalar>(
      window: window, stride: stride, padding: padding, countsPadding: countsPadding)
    return graph.apply(operation, self)
  }
}
