/// What both cross entropies make of targets and logarithms of probabilities, compiled for each type of number.
///
/// A target of 0 says nothing of its class, whatever the probability: 0 · log 0 counts as 0, as in SciPy's `xlogy`, so
/// that a perfect answer has a loss of 0 by one-hot targets as by class indices. NaN stays NaN.
public protocol _TargetLoops: RealScalar {
  static func _targetTerms(_ t: Tensor<Self>, _ p: Tensor<Self>, logarithm: Tensor<Self>) -> Tensor<Self>
  static func _derivativesByProbabilities(_ t: Tensor<Self>, _ p: Tensor<Self>, share: Self) -> Tensor<Self>
  static func _derivativesByTargets(_ t: Tensor<Self>, logarithm: Tensor<Self>, share: Self) -> Tensor<Self>
}

extension TensorScalar {
  /// t · log p of each element, from targets t, p and log p.
  public static func _targetTerms(
    _ t: Tensor<Self>, _ p: Tensor<Self>, logarithm: Tensor<Self>
  ) -> Tensor<Self> {
    .zip(t, p, logarithm) { t, p, logarithm in t == 0 && !p.isNaN ? 0 : t * logarithm }
  }

  /// s · t / p of each element, the derivative of the terms by their probabilities.
  public static func _derivativesByProbabilities(
    _ t: Tensor<Self>, _ p: Tensor<Self>, share: Self
  ) -> Tensor<Self> {
    .zip(t, p, p) { t, p, _ in t == 0 && !p.isNaN ? 0 : share * (t / p) }
  }

  /// s · log p of each element, the derivative of the terms by their targets.
  ///
  /// Where the target and p are 0 it counts as 0, as in PyTorch's `xlogy`: there the loss is 0 by definition, and the
  /// limit, which is infinite, would be of no use to anyone who has given the right answer.
  public static func _derivativesByTargets(
    _ t: Tensor<Self>, logarithm: Tensor<Self>, share: Self
  ) -> Tensor<Self> {
    .zip(t, logarithm, logarithm) { t, logarithm, _ in
      t == 0 && logarithm == -.infinity ? 0 : share * logarithm + 0
    }
  }
}

extension Tensor where Scalar: TensorScalar {
  /// The loss −Σ terms / N, which is 0 and not −0 where all is right.
  static func meanLoss(ofTerms terms: Tensor, rows: Rows) -> Tensor {
    Tensor((0 - terms.sum().item) / Scalar(rows.count))
  }
}

/// Stops where a number isn't one that can be added to a probability before its logarithm is taken.
@usableFromInline
func requireEpsilon<Scalar: TensorScalar>(_ epsilon: Scalar) {
  require(epsilon.isFinite && epsilon >= 0, "epsilon must be a finite number, 0 or more, not \(epsilon)")
}
