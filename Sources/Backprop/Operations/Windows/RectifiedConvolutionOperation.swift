/// y = P(max(c, 0)): what ``Convolution2DOperation``, which gives c, ``Rectifier`` and ``MaxPool2DOperation``, or the first two
/// of them, make of x, w and b one after the other, to the bit.
///
/// c is several times as large as y and goes from the convolution to the pooling in a core's cache, a few images at a time.
/// Layers run so where nobody looks at what lies between them; see `LayerGroup`.
///
/// The larger of 0 and the largest is the largest of what is larger than 0, so y = max(P(c), 0), and the derivative goes the
/// way that the three operations state: it passes where y > 0, then to the place of the largest, which gives ∂L/∂c, and by
/// that to x, w and b.
public struct RectifiedConvolutionOperation<Scalar: TensorScalar>: GraphOperation {
  /// The convolution.
  public let convolution: Convolution2DOperation<Scalar>
  /// What pools the rectified images, if anything.
  public let pooling: MaxPool2DOperation<Scalar>?
  /// Whether a backward pass will follow, which needs the places of the largest.
  public let isDifferentiated: Bool

  public var name: String { pooling == nil ? "convolution, relu" : "convolution, relu, max_pool" }
  public var symbol: String { "Conv" }
  public var settings: [String: Setting] { convolution.settings }

  /// A convolution with ReLU behind it and, perhaps, a max pooling behind that.
  @inlinable
  public init(
    _ convolution: Convolution2DOperation<Scalar>, pooling: MaxPool2DOperation<Scalar>? = nil,
    isDifferentiated: Bool = true
  ) {
    self.convolution = convolution
    self.pooling = pooling
    self.isDifferentiated = isDifferentiated
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }

  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    var step = step
    let c = orStop { () throws(ShapeError) in try convolution.forward(&step) }
    if let pooling {
      pooling.hashPlaces(in: c, tellsTies: step.tellsTies, isRectified: true, into: &hasher)
    } else {
      for c in c.scalars { hasher.combine(c <= 0) }
    }
  }

  fileprivate func shapes(
    _ x: TensorShape, _ w: TensorShape, bias: TensorShape?
  ) throws(ShapeError) -> JoinedShapes {
    let inner = try convolution.shapes(x, w, bias: bias)
    guard let pooling else { return JoinedShapes(convolution: inner, pooling: nil) }
    return JoinedShapes(convolution: inner, pooling: try pooling.shapes(inner.result))
  }
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  public static func _forward(
    _ joined: RectifiedConvolutionOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let (y, places) = try _values(joined, &step)
    if let places { step.save(places) }
    return y
  }

  fileprivate static func _values(
    _ joined: RectifiedConvolutionOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> (y: Tensor<Self>, places: Tensor<Self>?) {
    let bias = step.operandCount > 2 ? step[2] : nil
    let shapes = try joined.shapes(step.shape(of: 0), step.shape(of: 1), bias: bias?.shape)
    return _kernels.rectifiedConvolution(
      shapes, step[0], step[1], bias: bias, keepsPlaces: joined.isDifferentiated)
  }

  public static func _backward(_ joined: RectifiedConvolutionOperation<Self>, _ step: BackwardStep<Self>) {
    let shapes = orStop { () throws(ShapeError) in
      try joined.shapes(step.shape(of: 0), step.shape(of: 1), bias: nil)
    }
    let places = step.saved.first
    require(
      joined.pooling == nil || places != nil, "\(joined.name) was told that no backward pass would follow")
    let (kernels, hasBias) = (_kernels, step.operandCount > 2)
    let upstream = JoinedUpstream(y: step.output, places: places, dy: step.upstream)
    if step.isNeeded(1), hasBias, step.isNeeded(2), shapes.goesByRanges {
      let gradients = kernels.rectifiedConvolutionGradients(
        shapes, step[0], step[1], upstream, byInput: step.isNeeded(0))
      if let byInput = gradients.x { step.pass(byInput, to: 0) }
      step.pass(gradients.filters, to: 1)
      return step.pass(gradients.bias, to: 2)
    }
    let inner = kernels.derivativeByInner(shapes, upstream)
    let convolution = shapes.convolution
    step.pass(kernels.convolutionByInput(convolution, step[1], inner, step.shape(of: 0)), to: 0)
    step.pass(kernels.convolutionByWeight(convolution, step[0], inner, step.shape(of: 1)), to: 1)
    if hasBias { step.pass(kernels.convolutionByBias(convolution, inner), to: 2) }
  }
}
