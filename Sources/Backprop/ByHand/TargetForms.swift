// What the notes call t may be one-hot rows or class indices, in a tensor or in a list. Beside scores it is clear
// which of them is meant.

extension Targets {
  /// What a tensor means beside scores `(N, C)`, or `(C,)` for one sample: rows where it has the scores' shape or is the
  /// one row of a single sample, class indices where it is a vector of N.
  init(_ t: Tensor<Scalar>, beside scores: TensorShape) {
    guard t.shape != scores, let classes = scores.last else {
      self = .rows(t)
      return
    }
    let samples = scores.elementCount(ofAxes: 0..<scores.rank - 1)
    if t.rank <= 1, t.count == samples {
      self = .classes(t.scalars.enumerated().map { Self.label($1, row: $0, classes: classes) })
    } else {
      require(
        samples == 1 && t.count == classes,
        "targets of shape \(t.shape) don't fit scores of shape \(scores): give rows of shape \(scores), such as one-hot"
          + " ones, or class indices, \(samples) of them")
      self = .rows(t.reshaped(scores))
    }
  }

  /// What a list means beside scores `(N, C)`, or `(C,)` for one sample: N class indices or, where that is not their
  /// number, the one row of a single sample.
  init(_ t: [Int], beside scores: TensorShape) {
    let samples = scores.rank == 0 ? 1 : scores.elementCount(ofAxes: 0..<scores.rank - 1)
    if t.count != samples, samples == 1, t.count == scores.last {
      self = .rows(Tensor(t).reshaped(scores))
    } else {
      self = .classes(t)
    }
  }

  private static func label(_ number: Scalar, row: Int, classes: Int) -> Int {
    guard let label = Int(exactly: number) else {
      stop("label \(number) of row \(row) is no class: it must be a whole number in 0 ..< \(classes)")
    }
    return label
  }
}
