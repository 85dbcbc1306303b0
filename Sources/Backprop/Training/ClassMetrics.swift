/// The share of samples whose class is among the k with the largest scores; of targets that are rows of numbers the
/// largest counts.
///
/// A class is among them where fewer than k others have a larger score, or an equal one and a lower number; a score that
/// isn't a number is never among them.
public struct TopAccuracy<Scalar: TensorScalar>: Metric {
  /// How many guesses each sample has.
  public let guesses: Int
  private var correct = 0
  private var count = 0

  /// The accuracy of the first so many guesses, at least 1.
  public init(_ guesses: Int) {
    require(guesses > 0, "an accuracy needs 1 guess or more, not \(guesses)")
    self.guesses = guesses
  }

  public var name: String { "top_\(guesses)_accuracy" }

  public func check(targets: TargetKind) throws(TrainingError) { try checkClasses(targets) }

  public mutating func add(_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) {
    let labels = targets.labels
    guard !labels.isEmpty else { return }
    let columns = scoreCount(of: outputs, labels, in: name)
    outputs.withUnsafeElements { scores in
      for (row, label) in labels.enumerated() where label >= 0 && label < columns {
        let score = scores[row * columns + label]
        guard !score.isNaN else { continue }
        var better = 0
        for other in 0..<columns {
          let rival = scores[row * columns + other]
          if rival > score || (rival == score && other < label) { better += 1 }
        }
        if better < guesses { correct += 1 }
      }
    }
    count += labels.count
  }

  public var value: Double? { count == 0 ? nil : Double(correct) / Double(count) }
}

/// The share of a class's samples that get the largest score for it: the class's accuracy, or recall.
public struct ClassRecall<Scalar: TensorScalar>: Metric {
  /// The class.
  public let label: Int
  private var correct = 0
  private var count = 0

  /// The recall of a class, from 0 on.
  public init(of label: Int) {
    require(label >= 0, "classes are counted from 0 on, and \(label) isn't one")
    self.label = label
  }

  /// The recalls of all classes, in their order.
  public static func all(_ classCount: Int) -> [ClassRecall] {
    (0..<Swift.max(classCount, 0)).map(ClassRecall.init)
  }

  public var name: String { "recall_\(label)" }

  public func check(targets: TargetKind) throws(TrainingError) {
    try checkClasses(targets)
    let count =
      switch targets {
      case .classes(let count): count
      case .rows(let shape): shape[0]
      }
    guard label < count else {
      throw TrainingError(
        "the metric \(name) is about class \(label), but the \(count) classes are 0 ... \(count - 1)")
    }
  }

  public mutating func add(_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) {
    let labels = targets.labels
    guard !labels.isEmpty else { return }
    _ = scoreCount(of: outputs, labels, in: name)
    let guesses = outputs.argmax(axis: -1)
    for index in labels.indices where labels[index] == label {
      count += 1
      if guesses[index] == label { correct += 1 }
    }
  }

  /// The recall, or `nil` as long as the class has no samples.
  public var value: Double? { count == 0 ? nil : Double(correct) / Double(count) }
}

/// How many scores each sample has; stops where there isn't a row of them for each label.
private func scoreCount<Scalar: TensorScalar>(
  of outputs: Tensor<Scalar>, _ labels: [Int], in name: String
) -> Int {
  require(
    outputs.rank == 2 && outputs.shape[0] == labels.count,
    "\(name) needs a row of scores for each of \(labels.count) samples, not outputs \(outputs.shape)")
  return outputs.shape[1]
}
