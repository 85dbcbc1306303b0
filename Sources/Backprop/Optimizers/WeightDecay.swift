/// How much weights are made smaller in each update, and which parameters count as weights.
///
/// A number stands for a decay of weights alone: `SGD(weightDecay: 1e-4)`. That is what ``Parameter/isWeight`` says, by
/// its rule what has two axes or more: matrices, filters and embeddings, not biases and the scales of norms, which
/// decay would only keep from their work. ``all(_:)`` is PyTorch's, which makes no difference.
public struct WeightDecay: Sendable, Equatable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// λ, 0 or more.
  public let rate: Double
  /// Whether biases and scales decay, too.
  public let isForAll: Bool

  private init(_ rate: Double, isForAll: Bool) {
    require(rate.isFinite && rate >= 0, "the weight decay must be a finite number, 0 or more, not \(rate)")
    self.rate = rate
    self.isForAll = isForAll
  }

  /// None.
  public static let none = WeightDecay(0, isForAll: false)

  /// That of weights alone.
  public static func weights(_ rate: Double) -> WeightDecay { WeightDecay(rate, isForAll: false) }

  /// That of all parameters.
  public static func all(_ rate: Double) -> WeightDecay { WeightDecay(rate, isForAll: true) }

  /// That of weights alone.
  public init(floatLiteral rate: Double) { self.init(rate, isForAll: false) }

  /// That of weights alone.
  public init(integerLiteral rate: Int) { self.init(Double(rate), isForAll: false) }

  /// λ for a parameter.
  func rate<Scalar: TensorScalar>(for slots: OptimizerSlots<Scalar>) -> Double {
    isForAll || slots.isWeight ? rate : 0
  }
}
