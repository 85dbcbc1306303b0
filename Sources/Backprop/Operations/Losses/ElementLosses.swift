/// The loops of losses that compare each number with its own target, compiled for each type of number.
public protocol _ElementLossLoops: RealScalar {
  static func _sigmoidLoss(_ x: Tensor<Self>, _ t: Tensor<Self>) -> Tensor<Self>
  static func _sigmoidLossDerivative(_ x: Tensor<Self>, _ t: Tensor<Self>, share: Self) -> Tensor<Self>
  static func _squaredError(_ y: Tensor<Self>, _ t: Tensor<Self>) -> Tensor<Self>
  static func _squaredErrorDerivative(_ y: Tensor<Self>, _ t: Tensor<Self>, share: Self) -> Tensor<Self>
  static func _huberLoss(_ y: Tensor<Self>, _ t: Tensor<Self>, delta: Self) -> Tensor<Self>
  static func _huberLossDerivative(
    _ y: Tensor<Self>, _ t: Tensor<Self>, delta: Self, share: Self
  ) -> Tensor<Self>
}

extension TensorScalar {
  /// −t log σ(x) − (1 − t) log(1 − σ(x)) of each element, as log(1 + e^−|x|) and |x| times the target's part on the other
  /// side of x. Where there is none, an infinite x adds nothing.
  public static func _sigmoidLoss(_ x: Tensor<Self>, _ t: Tensor<Self>) -> Tensor<Self> {
    let logs = _kernels.log1p(_kernels.exp(-x.magnitude()))
    return .zip(x, t, logs) { x, t, log in
      let other = x < 0 ? t : 1 - t
      return other == 0 ? log : x.magnitude * other + log
    }
  }

  /// s (σ(x) − t) of each element, without the cancellation where both are close to 0 or to 1.
  public static func _sigmoidLossDerivative(
    _ x: Tensor<Self>, _ t: Tensor<Self>, share: Self
  ) -> Tensor<Self> {
    let exponentials = _kernels.exp(-x.magnitude())
    return .zip(x, t, exponentials) { x, t, e in
      let tail = e / (1 + e)
      return share * (x < 0 ? tail - t : (1 - t) - tail)
    }
  }

  /// (y − t)² of each element.
  public static func _squaredError(_ y: Tensor<Self>, _ t: Tensor<Self>) -> Tensor<Self> {
    .combined(y, t, to: y.shape) { _, y, t in (y - t) * (y - t) }
  }

  /// s · 2 (y − t) of each element.
  public static func _squaredErrorDerivative(
    _ y: Tensor<Self>, _ t: Tensor<Self>, share: Self
  ) -> Tensor<Self> {
    .combined(y, t, to: y.shape) { _, y, t in share * (2 * (y - t)) }
  }

  /// Half the square of y − t, or beyond δ the line that goes on with its slope.
  public static func _huberLoss(_ y: Tensor<Self>, _ t: Tensor<Self>, delta: Self) -> Tensor<Self> {
    .combined(y, t, to: y.shape) { _, y, t in
      let distance = (y - t).magnitude
      return distance < delta ? distance * distance / 2 : delta * (distance - delta / 2)
    }
  }

  /// s times y − t, or beyond δ that bound with the sign of y − t.
  public static func _huberLossDerivative(
    _ y: Tensor<Self>, _ t: Tensor<Self>, delta: Self, share: Self
  ) -> Tensor<Self> {
    .combined(y, t, to: y.shape) { _, y, t in
      let difference = y - t
      return share * (difference > delta ? delta : difference < -delta ? -delta : difference)
    }
  }
}

extension ForwardStep {
  /// The mean of a loss's terms, made of predictions and targets of the same shape; throws where there is none.
  func meanLoss(
    for operation: String, _ terms: (Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>
  ) throws(ShapeError) -> Tensor<Scalar> {
    let shapes = [shape(of: 0), shape(of: 1)]
    guard shapes[0] == shapes[1] else {
      throw ShapeError(
        operation: operation, shapes: shapes,
        rule: "the targets need one number for each number of the predictions, so both shapes must be equal")
    }
    let count = shapes[0].elementCount
    guard count > 0 else {
      throw ShapeError(operation: operation, shapes: shapes, rule: "the mean over zero numbers is undefined")
    }
    return Tensor(terms(self[0], self[1]).sum().item / Scalar(count))
  }
}

extension BackwardStep {
  /// The upstream derivative, divided by the number of terms that a loss is the mean of.
  var shareOfMean: Scalar { upstream.item / Scalar(shape(of: 0).elementCount) }
}
