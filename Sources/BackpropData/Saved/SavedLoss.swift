import Backprop
import BackpropFiles

/// A loss as files of models keep it.
enum SavedLoss {
  case softmax(epsilon: Double, smoothing: Double, weights: [Double]?)
  case crossEntropy(epsilon: Double)
  case meanSquaredError
  case huber(delta: Double)
  case sigmoid

  /// What is kept of a loss; nil for one that isn't the package's.
  init?<Scalar: TensorScalar>(_ loss: any Loss<Scalar>) {
    switch loss {
    case let loss as SoftmaxWithLoss<Scalar>:
      self = .softmax(
        epsilon: Double(loss.epsilon), smoothing: Double(loss.labelSmoothing),
        weights: loss.classWeights?.map { Double($0) })
    case let loss as CrossEntropy<Scalar>: self = .crossEntropy(epsilon: Double(loss.epsilon))
    case is MeanSquaredError<Scalar>: self = .meanSquaredError
    case let loss as HuberLoss<Scalar>: self = .huber(delta: Double(loss.delta))
    case is SigmoidWithLoss<Scalar>: self = .sigmoid
    default: return nil
    }
  }

  /// What a file says; nil where it says something that no loss can be.
  init?(json: JSONValue) {
    func number(_ name: String, _ allowed: ClosedRange<Double>, or usual: Double) -> Double? {
      guard let value = json[name] else { return usual }
      return value.asDouble.flatMap { allowed.contains($0) ? $0 : nil }
    }
    switch json["name"]?.asString {
    case "softmax_with_loss":
      guard let epsilon = number("epsilon", 0...1, or: 0), let smoothing = number("smoothing", 0...1, or: 0)
      else { return nil }
      let elements = json["weights"]?.asArray
      let weights = elements?.compactMap(\.asDouble)
      guard weights?.count == elements?.count, weights?.allSatisfy({ $0 >= 0 && $0 < 1e30 }) ?? true
      else { return nil }
      self = .softmax(epsilon: epsilon, smoothing: smoothing, weights: weights)
    case "cross_entropy":
      guard let epsilon = number("epsilon", 0...1, or: 0) else { return nil }
      self = .crossEntropy(epsilon: epsilon)
    case "mean_squared_error": self = .meanSquaredError
    case "huber_loss":
      guard let delta = number("delta", 1e-30...1e30, or: 1) else { return nil }
      self = .huber(delta: delta)
    case "sigmoid_with_loss": self = .sigmoid
    default: return nil
    }
  }

  /// As files of models keep it.
  var json: JSONValue {
    var members: [(String, JSONValue)] = []
    switch self {
    case .softmax(let epsilon, let smoothing, let weights):
      members.append(("name", .string("softmax_with_loss")))
      if epsilon != 0 { members.append(("epsilon", .number(epsilon))) }
      if smoothing != 0 { members.append(("smoothing", .number(smoothing))) }
      if let weights { members.append(("weights", .array(weights.map { .number($0) }))) }
    case .crossEntropy(let epsilon):
      members = [("name", .string("cross_entropy")), ("epsilon", .number(epsilon))]
    case .meanSquaredError: members = [("name", .string("mean_squared_error"))]
    case .huber(let delta): members = [("name", .string("huber_loss")), ("delta", .number(delta))]
    case .sigmoid: members = [("name", .string("sigmoid_with_loss"))]
    }
    return .object(members)
  }

  /// The loss itself.
  func loss<Scalar: TensorScalar>() -> any Loss<Scalar> {
    switch self {
    case .softmax(let epsilon, let smoothing, let weights):
      SoftmaxWithLoss<Scalar>(
        epsilon: Scalar(epsilon), labelSmoothing: Scalar(smoothing), classWeights: weights?.map { Scalar($0) }
      )
    case .crossEntropy(let epsilon): CrossEntropy<Scalar>(epsilon: Scalar(epsilon))
    case .meanSquaredError: MeanSquaredError<Scalar>()
    case .huber(let delta): HuberLoss<Scalar>(delta: Scalar(delta))
    case .sigmoid: SigmoidWithLoss<Scalar>()
    }
  }
}
