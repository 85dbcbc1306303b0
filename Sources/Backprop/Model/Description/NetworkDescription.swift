/// What a network consists of, before there is one: its layers in order, without a weight.
///
/// The same description can be written in code, as a line of text, and in a JSON file:
///
/// ```swift
/// let inCode = NetworkDescription([
///   .convolution(filters: 30, kernel: 5), .relu, .maxPool(2), .affine(100), .relu, .affine(),
/// ])
/// let asLine = try NetworkDescription("conv 30 5x5, relu, maxpool 2, affine 100, relu, affine")
/// inCode == asLine                                                     // true
/// let network: Sequential<Float> = try asLine.build(for: [1, 28, 28], targets: .classes(10), seed: 1)
/// ```
///
/// The last affine layer needs no size: the targets say it. A flatten that an affine layer needs is put in when a network
/// is built, and counts as a layer: the paths of parameters shift by it.
public struct NetworkDescription: Sendable, Equatable {
  /// The layers in the order in which they are applied.
  public var layers: [LayerDescription]
  /// What first weights are drawn from; by the activation that follows each layer where it isn't stated.
  public var weights: WeightInitialization?

  /// A network of layers.
  public init(_ layers: [LayerDescription], weights: WeightInitialization? = nil) {
    self.layers = layers
    self.weights = weights
  }
}

/// A layer of a ``NetworkDescription``.
public indirect enum LayerDescription: Sendable, Hashable {
  /// ``Affine``, called `affine`; the last one of a network has as many outputs as the targets ask for where it says
  /// none.
  case affine(_ outputs: Int? = nil)
  /// `Conv2D`, called `conv`.
  case convolution(
    filters: Int, kernel: Extent2D, stride: Extent2D = 1, padding: Padding2D = 0, dilation: Extent2D = 1,
    groups: Int = 1)
  /// `MaxPool2D`, called `maxpool`; its windows lie side by side where there is no stride.
  case maxPool(_ window: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0)
  /// `AveragePool2D`, called `avgpool`; its windows lie side by side where there is no stride.
  case averagePool(_ window: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0)
  /// `GlobalAveragePool2D`, called `globalavgpool`.
  case globalAveragePool
  /// ``ReLU``, called `relu`.
  case relu
  /// `Tanh`, called `tanh`.
  case tanh
  /// ``Sigmoid``, called `sigmoid`.
  case sigmoid
  /// `LeakyReLU`, called `leakyrelu`.
  case leakyReLU(slope: Double = 0.01)
  /// `GELU`, called `gelu`.
  case gelu
  /// `SiLU`, called `silu`.
  case silu
  /// `Softplus`, called `softplus`.
  case softplus
  /// ``Softmax``, called `softmax`.
  case softmax
  /// `BatchNorm` of as many features or channels as come, called `batchnorm`.
  case batchNorm(epsilon: Double = 1e-5, momentum: Double = 0.1)
  /// `LayerNorm` over a whole sample, called `layernorm`.
  case layerNorm(epsilon: Double = 1e-5)
  /// `Dropout` with the probability that an element is left out, called `dropout`.
  case dropout(Double)
  /// `Flatten`, called `flatten`.
  case flatten
  /// `Embedding`, called `embedding`.
  case embedding(count: Int, width: Int)
  /// `Residual`, called `residual`: the sum of what goes through layers and of what goes past them, through a shortcut's
  /// layers where there is one.
  case residual(_ layers: [LayerDescription], shortcut: [LayerDescription]? = nil)
}

extension NetworkDescription: CustomStringConvertible {
  /// The description as a line of text, which reads back as the same.
  public var description: String { line }
}

extension LayerDescription: CustomStringConvertible {
  /// The layer as it stands in a line, such as `conv 30 5x5`.
  public var description: String { line }
}
