/// The convolution of images `(C, H, W)` with F filters: `(F, OH, OW)`, where OH = (H + padding − dilation · (KH − 1) − 1) /
/// stride + 1, rounded down, and OW likewise.
///
/// The weight is `(F, C / groups, KH, KW)`, the bias `(F,)`; what each element of the output is, and how derivatives go back,
/// stands in ``Convolution2DOperation``, with how accurate it is and where a NaN reaches. In several groups, each group's
/// filters see only the channels of that group.
public final class Conv2D<Scalar: TensorScalar>: TracedLayer {
  public let trace = LayerTrace<Scalar>()

  /// The filters, of shape `(F, C / groups, KH, KW)`.
  public let weight: Parameter<Scalar>
  /// A number for each filter, of shape `(F,)`.
  public let bias: Parameter<Scalar>
  /// How far apart the kernel's places are.
  public let stride: Extent2D
  /// The zeros around the images.
  public let padding: Padding2D
  /// How far apart the elements of the kernel are.
  public let dilation: Extent2D
  /// The parts that channels and filters are divided into.
  public let groups: Int

  public var members: [Member<Scalar>] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// A layer with given filters `(F, C / groups, KH, KW)` and a bias `(F,)`.
  public convenience init(
    weight: Tensor<Scalar>, bias: Tensor<Scalar>, stride: Extent2D = 1, padding: Padding2D = 0,
    dilation: Extent2D = 1, groups: Int = 1
  ) {
    self.init(
      Parameter(weight, name: "W"), Parameter(bias, name: "b"), stride: stride, padding: padding,
      dilation: dilation, groups: groups)
    require(
      weight.rank == 4 && bias.shape == TensorShape(vector: weight.shape[0]),
      "conv needs filters (F, C / groups, KH, KW) and a bias (F,), not \(weight.shape) and \(bias.shape)")
    let filters = weight.shape[0]
    require(
      groups >= 1 && filters % groups == 0,
      "conv needs 1 group or more that share its \(filters) filters evenly, not \(groups)")
  }

  private init(
    _ weight: Parameter<Scalar>, _ bias: Parameter<Scalar>, stride: Extent2D, padding: Padding2D,
    dilation: Extent2D, groups: Int
  ) {
    (self.weight, self.bias) = (weight, bias)
    (self.stride, self.padding, self.dilation, self.groups) = (stride, padding, dilation, groups)
  }

  public func copied(by copier: LayerCopier<Scalar>) -> Conv2D {
    Conv2D(
      copier.copy(weight), copier.copy(bias), stride: stride, padding: padding, dilation: dilation,
      groups: groups)
  }

  /// A layer with random filters and a bias of zeros, or a random one with PyTorch's weights.
  ///
  /// - Parameters:
  ///   - channels: the channels C of its images, 1 for grey ones; a multiple of the groups.
  ///   - filters: the number F of filters, and so of channels behind the layer; a multiple of the groups.
  ///   - kernel: the filters' size, such as `5` or `.init(height: 3, width: 1)`.
  ///   - padding: the zeros around the images; half of a kernel of odd size keeps their size.
  ///   - weights: how far the first weights are spread; a filter has C / groups · KH · KW inputs.
  public convenience init(
    channels: Int, filters: Int, kernel: Extent2D, stride: Extent2D = 1, padding: Padding2D = 0,
    dilation: Extent2D = 1, groups: Int = 1, weights: WeightInitialization = .he,
    using generator: inout Philox4x32
  ) {
    require(
      channels >= 1 && filters >= 1,
      "a convolution needs 1 or more channels and filters, not \(channels) and \(filters)")
    require(
      groups >= 1 && channels % groups == 0 && filters % groups == 0,
      "\(groups) groups can't share \(channels) channels and \(filters) filters: both numbers must be multiples of it"
    )
    require(
      kernel.height >= 1 && kernel.width >= 1, "the kernel must be 1x1 or larger, not \(kernel)")
    let shape = TensorShape([filters, channels / groups, kernel.height, kernel.width])
    let inputs = shape.elementCount / filters
    let weight: Tensor<Scalar> = weights.weights(
      shape, inputs: inputs, outputs: shape.elementCount / (channels / groups), using: &generator)
    self.init(
      weight: weight, bias: weights.bias(filters, inputs: inputs, using: &generator), stride: stride,
      padding: padding, dilation: dilation, groups: groups)
  }

  public var preferredWeights: WeightInitialization? { .xavier }

  public func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
    try imageShape(of: sample, "conv") { (images) throws(ShapeError) in
      try ConvolutionShapes(
        images, weight.value.shape, bias: bias.value.shape, stride: stride, padding: padding,
        dilation: dilation, groups: groups
      ).result
    }
  }

  public func output(for x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    x.convolved(
      with: x.graph.variable(weight), bias: x.graph.variable(bias), stride: stride, padding: padding,
      dilation: dilation, groups: groups)
  }

  /// For example `conv 16 3x3 pad 1`: filters and kernel, and what isn't as usual.
  public var summary: String {
    let shape = weight.value.shape
    var words = "conv \(shape[0]) \(shape[2])x\(shape[3])"
    if stride != 1 { words += " stride \(stride.word)" }
    words += padding.words
    if dilation != 1 { words += " dilation \(dilation.word)" }
    if groups != 1 { words += " groups \(groups)" }
    return words
  }
}

/// What becomes of one sample `(C, H, W)`, or an error in the words of samples where a rule of batches `(N, C, H, W)` is
/// broken.
func imageShape(
  of sample: TensorShape, _ layer: String,
  _ result: (_ images: TensorShape) throws(ShapeError) -> TensorShape
) throws(ShapeError) -> TensorShape {
  func failure(_ rule: String) -> ShapeError {
    ShapeError(operation: layer, operands: [.init(name: "a sample", shape: sample)], rule: rule)
  }
  guard sample.rank == 3 else {
    throw failure("it must be an image of three axes, (C, H, W), such as (1, 28, 28)")
  }
  do {
    return TensorShape(try result(TensorShape([1] + Array(sample))).dropFirst())
  } catch {
    throw failure(error.rule)
  }
}

extension Extent2D {
  /// One number for a square, such as `2`, and else both, such as `2x3`.
  var word: String { height == width ? "\(height)" : description }
}

extension Padding2D {
  /// For example ` pad 1`, ` pad 1x2` for height and width, or ` pad 1-0x2-1` where sides differ; nothing without padding.
  var words: String {
    if self == 0 { return "" }
    if top == bottom, left == right { return " pad \(Extent2D(height: top, width: left).word)" }
    return " pad \(top)-\(bottom)x\(left)-\(right)"
  }
}
