/// What a classifier makes of samples, one by one.
public struct ClassEvaluation: Sendable {
  /// The class of each sample.
  public let labels: [Int]
  /// The class with the highest score for each sample.
  public let guesses: [Int]
  /// The probability that the softmax of the scores gives to each guess; NaN where scores aren't numbers.
  public let confidences: [Double]
  /// How often each class was taken for each.
  public let confusion: ConfusionMatrix

  /// The positions of the samples that were taken for another class, the most confident mistake first.
  public var mistakes: [Int] {
    func rank(_ position: Int) -> Double { confidences[position].isNaN ? 2 : confidences[position] }
    return labels.indices.filter { labels[$0] != guesses[$0] }
      .sorted { (rank($0), $1) > (rank($1), $0) }
  }
}

extension Model {
  /// What the network makes of each sample: the guesses, how sure it is of them, and the confusion matrix.
  ///
  /// Takes one forward pass, a part of the samples at a time; throws a `CancellationError` where `isStopped`, which is
  /// asked before each part, says so.
  public func classEvaluation(
    on data: some Dataset<Scalar>, isStopped: () -> Bool = { false }
  ) throws -> ClassEvaluation {
    var labels: [Int] = []
    var guesses: [Int] = []
    var confidences: [Double] = []
    var classCount = 0
    try forEachOutput(on: data, isStopped: isStopped) { scores, targets in
      labels += targets.labels
      let columns = scores.shape.last ?? 1
      classCount = columns
      let classes = scores.argmax(axis: -1)
      guesses += classes
      scores.withUnsafeElements { scores in
        for (row, guess) in classes.enumerated() {
          // The guess's score is the largest, so that no term exceeds 1.
          let largest = scores[row * columns + guess]
          let sum = (0..<columns).reduce(0.0) {
            $0 + Double(Scalar.exp(scores[row * columns + $1] - largest))
          }
          confidences.append(1 / sum)
        }
      }
    }
    if case .classes(let count) = data.targetKind { classCount = Swift.max(count, classCount) }
    return ClassEvaluation(
      labels: labels, guesses: guesses, confidences: confidences,
      confusion: ConfusionMatrix(labels: labels, guesses: guesses, classCount: classCount))
  }
}
