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
