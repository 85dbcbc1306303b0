import Backprop
import BackpropFiles
import BackpropFormats

/// The size of an axis while shapes are computed: a number, or the number of samples, which differs from call to call.
enum ONNXSize: Hashable {
  case number(Int)
  case batch
}

/// What a name in a graph stands for while it is read.
enum ONNXReadValue {
  /// An array that is known.
  case constant(ONNXConstant)
  /// Sizes, some of which may be the number of samples: a single one, or several in a row.
  case sizes([ONNXSize], isSingle: Bool)
  /// What flows through the network.
  case flow(ONNXFlow)
}

/// An array of numbers that is known.
struct ONNXConstant {
  var shape: [Int]
  var numbers: [Float]
  /// The numbers where they are whole ones.
  var integers: [Int]?
}

/// What flows through the network: samples behind a stage, of which each channel may be multiplied and added to.
struct ONNXFlow {
  /// The stage by its number.
  var stage: Int
  /// What each channel is multiplied by and what is added to it then: one number for all, or one each.
  var factors: [Double] = [1]
  var terms: [Double] = [0]
  /// What is done to it besides, of a form that is written as several operators.
  var form: Form = .plain
  /// Whether they are whole numbers, which are computed with in other ways: they may be indices alone.
  var isInteger = false

  enum Form: Equatable {
    case plain
    /// erf(x / √2)
    case error
    /// 1 + erf(x / √2), multiplied by the factor.
    case errorPlusOne
    /// x (1 + erf(x / √2)), multiplied by the factor.
    case gated
    /// Whether x is greater than a number, above which softplus is x itself.
    case isLarge
    /// The mean of each sample.
    case mean
    /// x − mean
    case centred
    /// (x − mean)²
    case squares
    /// The mean of the squares, to which the term is added.
    case variance
    /// √(variance + ε)
    case deviation(epsilon: Double)
  }

  var isPlain: Bool { form == .plain && factors == [1] && terms == [0] }
}

/// A place in the network: what comes in, or what a layer or a sum makes.
struct ONNXStage {
  enum Kind {
    case input
    case layer(ONNXPart, of: Int)
    case sum(Int, Int)
  }

  var kind: Kind
  /// The shape of one sample in ONNX.
  var sample: [Int]
  /// The name of the value that it was made for.
  var name: String
  /// The stage that everything that leads here goes through, the nearest one.
  var dominator: Int
  /// Whether a bias may still be put in: a product that was written without its sum.
  var lacksBias = false
  /// Whether a factor may still be put in: a norm of samples that was written as several operators.
  var lacksScale = false
  /// Whether it is the mean of whole channels, `(C, 1, 1)`.
  var isChannelMean = false
  /// Whether it still holds the samples' own numbers.
  var areSamples = false
}
