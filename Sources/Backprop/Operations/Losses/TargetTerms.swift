// What both cross entropies make of targets and logarithms of probabilities.
//
// A target of 0 says nothing of its class, whatever the probability: 0 · log 0 counts as 0, as in SciPy's `xlogy`, so
// that a perfect answer has a loss of 0 by one-hot targets as by class indices. NaN stays NaN.

extension Tensor where Scalar: TensorScalar {
  /// t · log p of each element, from targets t, p and log p.
  @inline(__always)
  static func targetTerms(_ t: Tensor, _ p: Tensor, logarithm: Tensor) -> Tensor {
    zip(t, p, logarithm) { t, p, logarithm in t == 0 && !p.isNaN ? 0 : t * logarithm }
  }

  /// The loss −Σ terms / N, which is 0 and not −0 where all is right.
  @inline(__always)
  static func meanLoss(ofTerms terms: Tensor, rows: Rows) -> Tensor {
    Tensor((0 - terms.sum().item) / Scalar(rows.count))
  }

  /// s · log p of each element, the derivative of the terms by their targets.
  ///
  /// Where the target and p are 0 it counts as 0, as in PyTorch's `xlogy`: there the loss is 0 by definition, and the
  /// limit, which is infinite, would be of no use to anyone who has given the right answer.
  @inline(__always)
  static func derivativesByTargets(_ t: Tensor, logarithm: Tensor, share: Scalar) -> Tensor {
    zip(t, logarithm, logarithm) { t, logarithm, _ in
      t == 0 && logarithm == -.infinity ? 0 : share * logarithm + 0
    }
  }
}

/// Stops where a number isn't one that can be added to a probability before its logarithm is taken.
@usableFromInline
func requireEpsilon<Scalar: TensorScalar>(_ epsilon: Scalar) {
  require(epsilon.isFinite && epsilon >= 0, "epsilon must be a finite number, 0 or more, not \(epsilon)")
}
