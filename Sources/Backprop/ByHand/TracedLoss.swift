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

  /// The loss against a tensor: one-hot rows, or other numbers of the predictions' shape, or class indices `(N,)` where
  /// the loss compares scores with classes.
  public func forward(_ predictions: Tensor<Scalar>, _ t: Tensor<Scalar>) -> Tensor<Scalar> {
    forward(
      predictions, comparesClasses(predictions.shape) ? Targets(t, beside: predictions.shape) : .rows(t))
  }

  /// The loss against class indices, one for each row; or against the numbers of the one row there is.
  public func forward(_ predictions: Tensor<Scalar>, _ t: [Int]) -> Tensor<Scalar> {
    forward(predictions, Targets(t, beside: predictions.shape))
  }

  private func comparesClasses(_ predictions: TensorShape) -> Bool {
    guard let classes = predictions.last else { return false }
    let sample = predictions.rank == 1 ? predictions : TensorShape(predictions.dropFirst())
    do {
      try check(output: sample, against: .classes(classes))
      return true
    } catch {
      return false
    }
  }

  /// The derivative of the last loss by its predictions, times an upstream value.
  public func backward(_ upstream: Tensor<Scalar> = 1) -> Tensor<Scalar> {
    trace.backward(upstream, parameters: [])[0]
  }

  /// The loss that the last `forward` found, or `nil` before the first.
  public var loss: Tensor<Scalar>? { trace.output }
}
