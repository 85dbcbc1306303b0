/// A loss that can be called by hand, `forward` and then `backward`.
public protocol TracedLoss<Scalar>: Loss {
  /// What a call by hand leaves behind for `backward`.
  var trace: LayerTrace<Scalar> { get }
}

extension TracedLoss {
  /// The loss of predictions `(N, C)`, or `(C,)` for one sample, against targets.
  public func forward(_ predictions: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Tensor<Scalar> {
    trace.forward([predictions]) { self($0[0], targets) }
  }

  /// The loss against targets of the predictions' own shape, such as one-hot labels.
  public func forward(_ predictions: Tensor<Scalar>, _ targets: Tensor<Scalar>) -> Tensor<Scalar> {
    forward(predictions, .rows(targets))
  }

  /// The loss against class indices, one for each row.
  public func forward(_ predictions: Tensor<Scalar>, _ classes: [Int]) -> Tensor<Scalar> {
    forward(predictions, .classes(classes))
  }

  /// The derivative of the last loss by its predictions, times an upstream value.
  public func backward(_ upstream: Tensor<Scalar> = 1) -> Tensor<Scalar> {
    trace.backward(upstream, parameters: [])[0]
  }

  /// The loss that the last `forward` found, or `nil` before the first.
  public var loss: Tensor<Scalar>? { trace.output }
}
