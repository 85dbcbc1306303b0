/// What a network should have answered.
public enum Targets<Scalar: TensorScalar>: Sendable {
  /// The class of each row.
  case indices([Int])
  /// A row of numbers for each row, such as one-hot labels, in the shape of the predictions.
  case rows(Tensor<Scalar>)
}

/// The last part of a network, which compares its output with targets and gives one number to be made small.
public protocol LossLayer<Scalar>: AnyObject {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// What a call by hand leaves behind for `backward`.
  var trace: LayerTrace<Scalar> { get }

  /// The loss of predictions, as nodes appended to their graph.
  func callAsFunction(_ predictions: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar>
}

extension LossLayer {
  /// The loss of predictions `(N, C)`, or `(C,)` for one sample, against targets.
  public func forward(_ predictions: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    trace.forward([predictions]) { self($0[0], targets) }
  }

  /// The loss against targets of the predictions' own shape, such as one-hot labels.
  public func forward(_ predictions: Tensor<Scalar>, _ targets: Tensor<Scalar>) -> Tensor<Scalar> {
    forward(predictions, .rows(targets))
  }

  /// The loss against class indices, one for each row.
  public func forward(_ predictions: Tensor<Scalar>, _ indices: [Int]) -> Tensor<Scalar> {
    forward(predictions, .indices(indices))
  }

  /// The derivative of the last loss by its predictions, times an upstream value.
  public func backward(_ upstream: Tensor<Scalar> = 1) -> Tensor<Scalar> {
    trace.backward(upstream, parameters: [])[0]
  }

  /// The loss that the last `forward` found, or `nil` before the first.
  public var loss: Tensor<Scalar>? { trace.output }
}

/// The cross entropy −(1/N) Σ t log(y + ε) of probabilities.
public final class CrossEntropy<Scalar: TensorScalar>: LossLayer {
  public let trace = LayerTrace<Scalar>()
  /// What is added to each probability before the logarithm; the page uses 10⁻⁷.
  public let epsilon: Scalar

  /// A cross entropy with a given ε.
  public init(epsilon: Scalar = 0) { self.epsilon = epsilon }

  public func callAsFunction(_ y: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar> {
    let rows: Tensor<Scalar> =
      switch targets {
      case .rows(let rows): rows
      case .indices(let indices):
        Tensor.oneHot(indices, classes: y.shape.last ?? 0).reshaped(y.shape)
      }
    return y.crossEntropy(y.graph.constant(rows, name: "t"), epsilon: epsilon)
  }
}

/// Softmax and cross entropy in one layer, whose derivative is (y − t) / N.
public final class SoftmaxWithLoss<Scalar: TensorScalar>: LossLayer {
  public let trace = LayerTrace<Scalar>()
  /// 0 for the stable form, which needs none; the page's form adds 10⁻⁷ to each probability before the logarithm.
  public let epsilon: Scalar

  /// The stable form or, with ε, the page's.
  public init(epsilon: Scalar = 0) { self.epsilon = epsilon }

  public func callAsFunction(_ a: Variable<Scalar>, _ targets: Targets<Scalar>) -> Variable<Scalar> {
    switch targets {
    case .rows(let rows): a.softmaxWithLoss(a.graph.constant(rows, name: "t"), epsilon: epsilon)
    case .indices(let indices): a.softmaxWithLoss(indices, epsilon: epsilon)
    }
  }

  /// The probabilities of the last `forward`, or `nil` before the first.
  public var probabilities: Tensor<Scalar>? {
    trace.inputValues.first.map { Softmax<Scalar>().forward($0) }
  }
}
