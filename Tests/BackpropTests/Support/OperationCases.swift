import Backprop

extension OperationCase {
  /// Every operation of the package, a line each, or more where settings or operands change what it does.
  ///
  /// The examples' results were worked out by hand, those that aren't fractions with mpmath 1.3 to 40 digits.
  static let all: [OperationCase] =
    arithmetic + functions + reductions + products + windows + normalization + classifiers + elementLosses

  private static let arithmetic: [OperationCase] = [
    .init(
      AddOperation<Double>(), AddOperation<Float>(), [[1, 2], [10, 20]], gives: [11, 22], shapes: .pairs),
    .init(
      SubtractOperation<Double>(), SubtractOperation<Float>(), [[1, 2], [[10], [20]]],
      gives: [[-9, -8], [-19, -18]],
      shapes: .pairs),
    .init(
      MultiplyOperation<Double>(), MultiplyOperation<Float>(), [[[1, 2], [3, 4]], [10, -1]],
      gives: [[10, -2], [30, -4]], shapes: .pairs),
    .init(
      DivideOperation<Double>(), DivideOperation<Float>(), [[1, 9], [4, -2]], gives: [0.25, -4.5],
      shapes: .pairs),
    .init(
      PowerOperation<Double>(), PowerOperation<Float>(), [[2, 3, 4], [3, -1, 0.5]],
      gives: [8, 0.3333333333333333, 2],
      shapes: .pairs, numbers: .positive),
    .init(NegateOperation<Double>(), NegateOperation<Float>(), [[1, -2]], gives: [-1, 2], shapes: .any),
    .init(
      ReciprocalOperation<Double>(), ReciprocalOperation<Float>(), [[4, -0.5]], gives: [0.25, -2],
      shapes: .any),
  ]

  private static let functions: [OperationCase] = [
    .init(
      ConstantPowerOperation<Double>(exponent: 2), ConstantPowerOperation<Float>(exponent: 2), [[3, -1.5]],
      gives: [9, 2.25], shapes: .any),
    .init(
      ConstantPowerOperation<Double>(exponent: -3), ConstantPowerOperation<Float>(exponent: -3), [[2, -0.5]],
      gives: [0.125, -8], shapes: .any, numbers: .positive),
    .init(
      ConstantPowerOperation<Double>(exponent: 1.5), ConstantPowerOperation<Float>(exponent: 1.5), [2.5],
      gives: 3.952847075210474, shapes: .any, numbers: .positive),
    .init(
      ExpOperation<Double>(), ExpOperation<Float>(), [[0, 1, -2]],
      gives: [1, 2.718281828459045, 0.1353352832366127],
      shapes: .any),
    .init(
      LogOperation<Double>(), LogOperation<Float>(), [[1, 2, 0.5]],
      gives: [0, 0.6931471805599453, -0.6931471805599453], shapes: .any, numbers: .positive),
    .init(
      SquareRootOperation<Double>(), SquareRootOperation<Float>(), [[4, 2]], gives: [2, 1.4142135623730951],
      shapes: .any, numbers: .positive),
    .init(
      TanhOperation<Double>(), TanhOperation<Float>(), [[0, 0.5, -2]],
      gives: [0, 0.46211715726000974, -0.9640275800758169], shapes: .any),
    .init(
      SigmoidOperation<Double>(), SigmoidOperation<Float>(), [[0, 2, -3]],
      gives: [0.5, 0.8807970779778824, 0.04742587317756678], shapes: .any),
    .init(
      ReLUOperation<Double>(), ReLUOperation<Float>(), [[[1.0, -0.5], [-2.0, 3.0]]],
      gives: [[1, 0], [0, 3]],
      shapes: .any),
    .init(
      LeakyReLUOperation<Double>(), LeakyReLUOperation<Float>(), [[[1.0, -0.5], [-2.0, 3.0]]],
      gives: [[1, -0.005], [-0.02, 3]], shapes: .any),
    .init(
      LeakyReLUOperation<Double>(slope: 0.25), LeakyReLUOperation<Float>(slope: 0.25), [[0, -2, 3]],
      gives: [0, -0.5, 3], shapes: .any),
    .init(
      GELUOperation<Double>(), GELUOperation<Float>(), [[0, 1, -2]],
      gives: [0, 0.8413447460685429, -0.04550026389635842], shapes: .any),
    .init(
      SiLUOperation<Double>(), SiLUOperation<Float>(), [[0, 2, -3]],
      gives: [0, 1.7615941559557649, -0.14227761953270035], shapes: .any),
    .init(
      SoftplusOperation<Double>(), SoftplusOperation<Float>(), [[0, 2, -3]],
      gives: [0.6931471805599453, 2.1269280110429727, 0.04858735157374206], shapes: .any),
  ]

  private static let reductions: [OperationCase] = [
    .init(
      SumOperation<Double>(), SumOperation<Float>(), [[[1, 2, 3], [4, 5, 6]]], gives: 21, shapes: .any),
    .init(
      SumOperation<Double>(axis: 0), SumOperation<Float>(axis: 0), [[[1, 2, 3], [4, 5, 6]]],
      gives: [5, 7, 9],
      shapes: .axes),
    .init(
      SumOperation<Double>(axis: -1), SumOperation<Float>(axis: -1), [[[1, 2, 3], [4, 5, 6]]],
      gives: [6, 15],
      shapes: .axes),
    .init(
      MeanOperation<Double>(), MeanOperation<Float>(), [[[1, 2, 3], [4, 5, 6]]], gives: 3.5,
      shapes: .these([[[]], [[3]], [[2, 3]], [[1, 2, 1]], [[2, 1, 3, 2]], [[2, 1, 2, 1, 2]]])),
    .init(
      MeanOperation<Double>(axis: 0), MeanOperation<Float>(axis: 0), [[[1, 2, 3], [4, 5, 6]]],
      gives: [2.5, 3.5, 4.5],
      shapes: .these([[[3]], [[2, 3]], [[2, 0, 2]], [[2, 3, 2]], [[2, 1, 3, 2]], [[2, 1, 2, 1, 2]]])),
    .init(
      MeanOperation<Double>(axis: 1), MeanOperation<Float>(axis: 1), [[[1, 2, 3], [4, 5, 6]]], gives: [2, 5],
      shapes: .these([[[2, 3]], [[3, 2, 2]], [[0, 2]], [[1, 3, 1, 2]], [[2, 1, 2, 1, 2]]])),
    .init(
      MaxOperation<Double>(), MaxOperation<Float>(), [[[1, 9, 3], [4, 5, 6]]], gives: 9,
      shapes: .these([[[]], [[3]], [[2, 3]], [[2, 1, 3]], [[2, 1, 3, 2]], [[2, 1, 2, 1, 2]]])),
    .init(
      MaxOperation<Double>(axis: 0), MaxOperation<Float>(axis: 0), [[[1, 9, 3], [4, 5, 6]]],
      gives: [4, 9, 6],
      shapes: .these([[[3]], [[2, 3]], [[2, 0]], [[3, 2, 2]], [[2, 1, 3, 2]], [[2, 1, 2, 1, 2]]])),
    .init(
      MaxOperation<Double>(axis: -1), MaxOperation<Float>(axis: -1), [[[1, 9, 3], [4, 5, 6]]], gives: [9, 6],
      shapes: .these([[[3]], [[2, 3]], [[0, 2]], [[3, 2, 2]], [[2, 1, 3, 2]], [[2, 1, 2, 1, 2]]])),
    .init(
      ReshapeOperation<Double>(sizes: [3, -1]), ReshapeOperation<Float>(sizes: [3, -1]),
      [[[1, 2, 3], [4, 5, 6]]],
      gives: [[1, 2], [3, 4], [5, 6]],
      shapes: .these([[[3]], [[2, 3]], [[0, 2]], [[1, 3, 2]], [[3, 1, 2, 1, 2]]])),
    .init(
      TransposeOperation<Double>(), TransposeOperation<Float>(), [[[1, 2, 3], [4, 5, 6]]],
      gives: [[1, 4], [2, 5], [3, 6]], shapes: .any),
  ]

  private static let products: [OperationCase] = [
    .init(
      MatMulOperation<Double>(), MatMulOperation<Float>(), [[[1, 2], [3, 4]], [[5, 6], [7, 8]]],
      gives: [[19, 22], [43, 50]],
      shapes: .these([
        [[3], [3]], [[3], [3, 2]], [[2, 3], [3]], [[2, 3], [3, 2]], [[2, 2, 3], [3, 2]], [[2, 2, 3], [3]],
        [[3], [2, 3, 2]], [[2, 3], [2, 3, 2]], [[1, 2, 2], [2, 2, 1]], [[2, 2, 3], [1, 3, 2]],
        [[2, 1, 2, 2], [3, 2, 1]], [[0, 3], [3, 2]], [[2, 0], [0, 2]], [[0], [0]], [[0, 2, 1], [1, 2]],
        [[1, 2, 1, 2, 2], [2, 2]],
      ])),
    .init(
      AffineOperation<Double>(), AffineOperation<Float>(),
      [[[1, 2], [3, 4]], [[1, 0, -1], [2, 1, 0]], [10, 20, 30]],
      gives: [[15, 22, 29], [21, 24, 27]],
      shapes: .these([
        [[2], [2, 3], [3]], [[2, 2], [2, 3], [3]], [[2, 1, 3], [3, 2], [2]], [[2, 2, 1, 2], [4, 1], [1]],
        [[2, 1, 2, 1, 2], [4, 2], [2]], [[0, 2], [2, 3], [3]], [[2, 0], [0, 2], [2]],
        [[2, 2], [2, 0], [0]],
      ])),
    .init(
      EmbeddingOperation<Double>(indices: [2, 0, 2]), EmbeddingOperation<Float>(indices: [2, 0, 2]),
      [[[1, 2], [3, 4], [5, 6]]], gives: [[5, 6], [1, 2], [5, 6]],
      shapes: .these([[[3, 2]], [[4, 1]], [[3, 0]], [[3, 3]]])),
  ]

  /// 1, 2, 3 … in a shape.
  private static func counted(_ shape: TensorShape) -> Tensor<Double> {
    Tensor(shape: shape, (0..<shape.elementCount).map { Double($0 + 1) })
  }

  private static let skewed = Padding2D(top: 1, bottom: 0, left: 2, right: 1)
  private static let tall = Extent2D(height: 2, width: 1)
  private static let wide = Extent2D(height: 1, width: 2)

  private static let windows: [OperationCase] = [
    .init(
      Convolution2DOperation<Double>(), Convolution2DOperation<Float>(),
      [counted([1, 1, 3, 3]), Tensor(shape: [1, 1, 2, 2], [1, 0, 0, -1]), [10]],
      gives: Tensor(shape: [1, 1, 2, 2], [6, 6, 6, 6]),
      shapes: .these([
        [[1, 1, 3, 3], [1, 1, 2, 2], [1]], [[2, 2, 3, 2], [3, 2, 2, 1], [3]],
        [[0, 1, 2, 2], [2, 1, 1, 1], [2]], [[1, 2, 2, 3], [2, 2, 2, 3], [2]],
      ])),
    .init(
      Convolution2DOperation<Double>(stride: 2, padding: 1, groups: 2),
      Convolution2DOperation<Float>(stride: 2, padding: 1, groups: 2),
      [counted([1, 2, 3, 3]), Tensor(shape: [2, 1, 2, 2], [1, 2, 3, 4, -1, 0, 0, 1])],
      gives: Tensor(shape: [1, 2, 2, 2], [4, 18, 36, 77, 10, 12, 16, 4]),
      shapes: .these([[[1, 2, 3, 3], [2, 1, 2, 2]], [[2, 4, 2, 3], [2, 2, 3, 2]]])),
    .init(
      Convolution2DOperation<Double>(stride: wide, padding: skewed, dilation: tall),
      Convolution2DOperation<Float>(stride: wide, padding: skewed, dilation: tall),
      [counted([1, 1, 3, 4]), Tensor(shape: [1, 1, 2, 2], [1, 2, 3, 4])],
      gives: Tensor(shape: [1, 1, 2, 3], [0, 39, 53, 0, 72, 92]),
      shapes: .these([[[1, 1, 3, 4], [1, 1, 2, 2]], [[2, 2, 2, 3], [2, 2, 2, 3]]])),
    .init(
      RectifiedConvolutionOperation<Double>(Convolution2DOperation()),
      RectifiedConvolutionOperation<Float>(Convolution2DOperation()),
      [counted([1, 1, 3, 3]), Tensor(shape: [1, 1, 2, 2], [1, 0, 0, -2]), [11]],
      gives: Tensor(shape: [1, 1, 2, 2], [2, 1, 0, 0]),
      shapes: .these([
        [[1, 1, 3, 3], [1, 1, 2, 2], [1]], [[2, 2, 3, 2], [3, 2, 2, 1], [3]], [[2, 1, 3, 3], [2, 1, 2, 2]],
      ])),
    .init(
      RectifiedConvolutionOperation<Double>(
        Convolution2DOperation(), pooling: MaxPool2DOperation(window: 2, stride: 1)),
      RectifiedConvolutionOperation<Float>(
        Convolution2DOperation(), pooling: MaxPool2DOperation(window: 2, stride: 1)),
      [counted([1, 1, 3, 4]), Tensor(shape: [1, 1, 2, 2], [1, 0, 0, -2]), [13]],
      gives: Tensor(shape: [1, 1, 1, 2], [2, 1]),
      shapes: .these([
        [[1, 1, 3, 4], [1, 1, 2, 2], [1]], [[2, 2, 4, 3], [3, 2, 2, 1], [3]], [[2, 1, 3, 4], [2, 1, 2, 2]],
      ])),
    .init(
      MaxPool2DOperation<Double>(window: 2), MaxPool2DOperation<Float>(window: 2),
      [Tensor(shape: [1, 1, 4, 4], [1, 2, 5, 3, 4, 0, 1, 1, 7, 8, 2, 2, 6, 9, 3, 4])],
      gives: Tensor(shape: [1, 1, 2, 2], [4, 5, 9, 4]),
      shapes: .these([[[1, 1, 4, 4]], [[2, 2, 2, 4]], [[1, 1, 5, 3]], [[0, 1, 2, 2]]])),
    .init(
      MaxPool2DOperation<Double>(window: .init(height: 3, width: 2), stride: 2, padding: 1),
      MaxPool2DOperation<Float>(window: .init(height: 3, width: 2), stride: 2, padding: 1),
      [counted([1, 1, 3, 3])], gives: Tensor(shape: [1, 1, 2, 2], [4, 6, 7, 9]),
      shapes: .these([[[1, 1, 3, 3]], [[2, 1, 4, 5]]])),
    .init(
      AveragePool2DOperation<Double>(window: 2, stride: 1),
      AveragePool2DOperation<Float>(window: 2, stride: 1),
      [counted([1, 1, 3, 3])], gives: Tensor(shape: [1, 1, 2, 2], [3, 4, 6, 7]),
      shapes: .these([[[1, 1, 3, 3]], [[2, 2, 2, 4]], [[0, 1, 2, 2]]])),
    .init(
      AveragePool2DOperation<Double>(window: 2, padding: 1, countsPadding: false),
      AveragePool2DOperation<Float>(window: 2, padding: 1, countsPadding: false),
      [counted([1, 1, 3, 3])], gives: Tensor(shape: [1, 1, 2, 2], [1, 2.5, 5.5, 7]),
      shapes: .these([[[1, 1, 3, 3]], [[2, 1, 4, 2]]])),
  ]

  /// Of twelve words of this stream, those below 2³² / 4 are the third, the seventh, the eighth and the tenth; found with a
  /// generator of a few lines of Python.
  private static let dice = Philox4x32(seed: 9, stream: 5)

  private static let normalization: [OperationCase] = [
    .init(
      BatchNormOperation<Double>(), BatchNormOperation<Float>(),
      [[[1, 2], [3, 6], [8, 1]], [1, 2], [0.5, -1]],
      gives: [
        [-0.5190487428175695, -1.9258191078240388], [0.16031708572747683, 1.7774573234721163],
        [1.8587316570900927, -2.8516382156480775],
      ],
      shapes: .these([
        [[3, 2], [2], [2]], [[5, 1], [1], [1]], [[2, 2, 2, 2], [2], [2]], [[1, 2, 3, 1], [2], [2]],
        [[4, 2, 1], [2], [2]], [[2, 0], [0], [0]], [[2, 1, 1, 1, 2], [1], [1]],
      ])),
    .init(
      BatchNormOperation<Double>(epsilon: 0.5), BatchNormOperation<Float>(epsilon: 0.5),
      [Tensor(shape: [2, 2, 1, 2], [1, 2, 10, 20, 3, 6, 30, 70]), [3, -1], [1, 2]],
      gives: Tensor(
        shape: [2, 2, 1, 2],
        [
          -2, -0.5, 2.987402597842586, 2.5485569988014367, 1, 5.5, 2.1097113997602874,
          0.35432900359568975,
        ]), shapes: .these([[[3, 2], [2], [2]], [[2, 2, 1, 2], [2], [2]]])),
    .init(
      RunningNormOperation<Double>(), RunningNormOperation<Float>(),
      [[[1.5, 2], [3, -6]], [3, -1], [1, 2], [1, 2], [4, 0.5]],
      gives: [[1.7499990625017579, 2], [3.9999962500070314, 13.313595363596798]],
      shapes: .these([
        [[2, 2], [2], [2], [2], [2]], [[0, 2], [2], [2], [2], [2]],
        [[2, 2, 1, 3], [2], [2], [2], [2]], [[1, 1, 2, 1, 2], [1], [1], [1], [1]],
      ]), numbers: .positive),
    .init(
      LayerNormOperation<Double>(), LayerNormOperation<Float>(), [[[1, 2, 6], [4, 4, -2]]],
      gives: [
        [-0.9258191078240388, -0.4629095539120194, 1.3887286617360581],
        [0.7071063392452236, 0.7071063392452236, -1.4142126784904472],
      ], shapes: .these([[[3]], [[2, 3]], [[0, 3]], [[2, 1, 3]], [[2, 1, 1, 1, 3]]])),
    .init(
      LayerNormOperation<Double>(), LayerNormOperation<Float>(),
      [[[1, 2, 6], [4, 4, -2]], [2, -1, 0.5], [1, 2, -3]],
      gives: [
        [-0.8516382156480775, 2.4629095539120196, -2.305635669131971],
        [2.4142126784904474, 1.2928936607547763, -3.7071063392452235],
      ],
      shapes: .these([[[3], [3], [3]], [[2, 3], [3], [3]], [[0, 3], [3], [3]], [[2, 2, 4], [4], [4]]])),
    .init(
      LayerNormOperation<Double>(axes: 2, epsilon: 0.25), LayerNormOperation<Float>(axes: 2, epsilon: 0.25),
      [[[[1, 2], [6, 0]], [[4, 4], [-2, 1]]], [[2, -1], [0.5, 1]], [[1, 2], [-3, 0]]],
      gives: [
        [[-0.07211253483779484, 2.1072112534837797], [-2.195915598871654, -0.9649012813540153]],
        [[2.7735927006957275, 1.1132036496521363], [-3.7389969586232197, -0.29559878344928797]],
      ], shapes: .these([[[2, 2], [2, 2], [2, 2]], [[2, 1, 2, 2], [2, 2], [2, 2]]])),
    .init(
      DropoutOperation<Double>(0.25, random: dice), DropoutOperation<Float>(0.25, random: dice),
      [[[3, 6, -9, 12, 1.5, 3], [6, 9, 3, 6, 9, -3]]],
      gives: [[4, 8, 0, 16, 2, 4], [0, 0, 4, 0, 12, -4]], shapes: .any),
  ]

  private static let classifiers: [OperationCase] = [
    .init(
      SoftmaxOperation<Double>(), SoftmaxOperation<Float>(), [[[1, 2, 3], [7, 7, 7]]],
      gives: [
        [0.09003057317038046, 0.24472847105479764, 0.6652409557748219],
        [0.3333333333333333, 0.3333333333333333, 0.3333333333333333],
      ], shapes: .rows),
    .init(
      LogSoftmaxOperation<Double>(), LogSoftmaxOperation<Float>(), [[1, 2, 3]],
      gives: [-2.40760596444438, -1.4076059644443804, -0.4076059644443803], shapes: .rows),
    .init(
      CrossEntropyOperation<Double>(), CrossEntropyOperation<Float>(), [[0.3, 0.2, 0.5], [0, 1, 0]],
      gives: 1.6094379124341003,
      shapes: .these([[[3], [3]], [[2, 3], [2, 3]], [[2, 1, 2, 1, 2], [2, 1, 2, 1, 2]]]),
      numbers: .positive),
    .init(
      CrossEntropyOperation<Double>(epsilon: 1e-7), CrossEntropyOperation<Float>(epsilon: 1e-7),
      [[0.3, 0.2, 0.5], [0, 1, 0]], gives: 1.6094374124342254, shapes: .these([[[2, 2, 2], [2, 2, 2]]]),
      numbers: .positive),
    .init(
      SoftmaxWithLossOperation<Double>(), SoftmaxWithLossOperation<Float>(),
      [[[1, 2, 3], [1, 2, 3]], [[0, 0, 1], [1, 0, 0]]], gives: 1.4076059644443804,
      shapes: .these([
        [[3], [3]], [[2, 3], [2, 3]], [[1, 2, 2], [1, 2, 2]], [[2, 1, 2, 1, 2], [2, 1, 2, 1, 2]],
      ])),
    .init(
      SoftmaxWithLossOperation<Double>(epsilon: 1e-7), SoftmaxWithLossOperation<Float>(epsilon: 1e-7),
      [[1, 2, 3], [0, 0, 1]], gives: 0.4076058141229192, shapes: .these([[[3], [3]], [[2, 3], [2, 3]]])),
    .init(
      SoftmaxWithLossOperation<Double>(indices: [2, 0]), SoftmaxWithLossOperation<Float>(indices: [2, 0]),
      [[[1, 2, 3], [1, 2, 3]]], gives: 1.4076059644443804,
      shapes: .these([[[2, 3]], [[1, 2, 4]], [[2, 1, 1, 1, 3]]])),
  ]

  private static let pairsOfNumbers: Shapes = .these([
    [[], []], [[3], [3]], [[2, 3], [2, 3]], [[1, 2, 2], [1, 2, 2]], [[2, 1, 2, 1, 2], [2, 1, 2, 1, 2]],
  ])

  private static let elementLosses: [OperationCase] = [
    .init(
      SigmoidWithLossOperation<Double>(), SigmoidWithLossOperation<Float>(),
      [[[0, 2], [-3, 1]], [[1, 0], [0.25, 0.5]]], gives: 1.1079810576737207, shapes: pairsOfNumbers),
    .init(
      MeanSquaredErrorOperation<Double>(), MeanSquaredErrorOperation<Float>(),
      [[[1, 2], [-3, 0.5]], [[1, 0], [0.5, 0.25]]], gives: 4.078125, shapes: pairsOfNumbers),
    .init(
      HuberLossOperation<Double>(delta: 0.7), HuberLossOperation<Float>(delta: 0.7),
      [[1, 2, -3, 0.5], [1, 0, 0.5, 0.25]], gives: 0.8478125, shapes: pairsOfNumbers),
  ]
}
