/// y[n, o, i, j] = b[o] + Σ w[o, c, u, v] · x[n, c, i·s + u·d − p, j·s + v·d − p], summed over the channels c of the
/// filter's group and the kernel's rows u and columns v, with stride s, dilation d and padding p: the convolution of
/// networks, which flips no kernel (Y. LeCun et al., "Gradient-based learning applied to document recognition",
/// Proceedings of the IEEE 86, 1998; stride and padding as in V. Dumoulin and F. Visin, "A guide to convolution arithmetic
/// for deep learning", arXiv:1603.07285).
///
/// Every element of x that y[n, o, i, j] is a sum over sends its derivative back on the same way:
///
/// - ∂L/∂x[n, c, r, q] = Σ w[o, c, u, v] · ∂L/∂y[n, o, i, j], over all o, u, v and the i, j with i·s + u·d − p = r and
///   j·s + v·d − p = q;
/// - ∂L/∂w[o, c, u, v] = Σ ∂L/∂y[n, o, i, j] · x[n, c, i·s + u·d − p, j·s + v·d − p], over all n, i and j;
/// - ∂L/∂b[o] = Σ ∂L/∂y[n, o, i, j], over all n, i and j.
///
/// x is `(N, C, H, W)`, w `(F, C / groups, KH, KW)`, the bias, which may be missing, `(F,)`, and y `(N, F, OH, OW)` with
/// OH = (H + padding − d · (KH − 1) − 1) / s + 1, rounded down. In several groups, each group's filters see only the
/// channels of that group. What lies outside of x counts as zeros.
///
/// Kernels of 3 × 3 without strides or dilation, with eight channels and filters or more of a group and images of 5 × 5 or
/// more, are computed by Winograd's minimal filtering, with a quarter of the products (A. Lavin and S. Gray, "Fast
/// Algorithms for Convolutional Neural Networks", arXiv:1509.09308), whatever the number of images, of threads and the
/// processor. Rounding errors are then two to three times those of the sum written above, and in proportion to all 6 × 6
/// elements that a square of 4 × 4 results sees, not only to the 3 × 3 of one result. An infinity may become a NaN, and a NaN
/// in x or ∂L/∂y may reach every result of a square of which one sees it; in w, all results of its filter.
///
/// With kernels of 5 × 5 without strides or dilation, one to four channels and eight filters or more of a group, and results
/// of 12 × 12 or more, y is computed by the same filtering along columns, with four products in ten: four rows of y at a
/// time from eight of x. Errors are then up to four times those of the sum, in proportion to the eight rows, and a NaN
/// reaches all four results of a column of which one sees it.
public struct Convolution2DOperation<Scalar: TensorScalar>: GraphOperation {
  /// How far apart the kernel's places are.
  public let stride: Extent2D
  /// The zeros around the images.
  public let padding: Padding2D
  /// How far apart the elements of the kernel are.
  public let dilation: Extent2D
  /// The parts that channels and filters are divided into.
  public let groups: Int

  public var name: String { "convolution" }
  public var symbol: String { "Conv" }

  public var settings: [String: Setting] {
    var settings = windowSettings(stride: stride, padding: padding)
    settings["dilation_height"] = .number(Double(dilation.height))
    settings["dilation_width"] = .number(Double(dilation.width))
    settings["groups"] = .number(Double(groups))
    return settings
  }

  /// A convolution with the given steps, zeros around the images, and groups.
  @inlinable
  public init(stride: Extent2D = 1, padding: Padding2D = 0, dilation: Extent2D = 1, groups: Int = 1) {
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }

  func shapes(
    _ x: TensorShape, _ w: TensorShape, bias: TensorShape?
  ) throws(ShapeError) -> ConvolutionShapes {
    try ConvolutionShapes(
      x, w, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
  }
}

// Compiled for each type of number: what a small convolution computes takes less time than to look up generic types.
extension TensorScalar {
  public static func _forward(
    _ convolution: Convolution2DOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let bias = step.operandCount > 2 ? step[2] : nil
    let shapes = try convolution.shapes(step.shape(of: 0), step.shape(of: 1), bias: bias?.shape)
    return _kernels.convolution(shapes, step[0], step[1], bias: bias)
  }

  public static func _backward(_ convolution: Convolution2DOperation<Self>, _ step: BackwardStep<Self>) {
    let shapes = orStop { () throws(ShapeError) in
      try convolution.shapes(step.shape(of: 0), step.shape(of: 1), bias: nil)
    }
    let kernels = _kernels
    step.pass(kernels.convolutionByInput(shapes, step[1], step.upstream, step.shape(of: 0)), to: 0)
    step.pass(kernels.convolutionByWeight(shapes, step[0], step.upstream, step.shape(of: 1)), to: 1)
    if step.operandCount > 2 { step.pass(kernels.convolutionByBias(shapes, step.upstream), to: 2) }
  }
}

extension Variable {
  /// The convolution of images `(N, C, H, W)` with filters `(F, C / groups, KH, KW)` and a bias `(F,)` or none:
  /// `(N, F, OH, OW)`.
  ///
  /// Stride and dilation are `1` or more, for height and width together (`2`) or each (`.init(height: 2, width: 1)`); so
  /// is the padding, whose sides may also differ. What doesn't fit stops the program with a sentence.
  ///
  /// With filters of 3 × 3 and 5 × 5, rounding errors and infinities may reach a little farther than the sum's terms do: see
  /// ``Convolution2DOperation``.
  @inlinable
  public func convolved(
    with filters: Variable, bias: Variable? = nil, stride: Extent2D = 1, padding: Padding2D = 0,
    dilation: Extent2D = 1, groups: Int = 1
  ) -> Variable {
    let operation = Convolution2DOperation<Scalar>(
      stride: stride, padding: padding, dilation: dilation, groups: groups)
    guard let bias else { return graph.apply(operation, self, filters) }
    return graph.apply(operation, self, filters, bias)
  }
}
