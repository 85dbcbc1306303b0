/// A figure about a network's outputs for many samples, which are fed to it batch by batch.
///
/// A metric is a value: a copy of one that has seen nothing starts a new evaluation.
public protocol Metric<Scalar> {
  /// The type of number that outputs are made of.
  associatedtype Scalar: TensorScalar

  /// What it is called in histories and files, such as `accuracy` or `top_5_accuracy`: lower-case letters,
  /// digits and underscores.
  var name: String { get }

  /// Throws a ``TrainingError`` where targets of a kind can't be measured; nothing by default.
  func check(targets: TargetKind) throws(TrainingError)

  /// Takes in the outputs `(N, …)` of a batch and its targets.
  mutating func add(_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>)

  /// The figure for all samples so far, or `nil` without any.
  var value: Double? { get }
}

extension Metric {
  /// Any targets.
  public func check(targets: TargetKind) throws(TrainingError) {}

  /// Throws unless targets are classes or rows of two or more scores, of which the largest counts.
  func checkClasses(_ targets: TargetKind) throws(TrainingError) {
    if case .rows(let shape) = targets, shape.rank != 1 || shape[0] < 2 {
      throw TrainingError(
        "the metric \(name) counts classes, but targets are numbers of shape \(shape): give classes, or rows with a "
          + "number for each of two or more classes; numbers are measured by RSquared and MeanAbsoluteError")
    }
  }

  /// Throws unless targets are numbers.
  func checkNumbers(_ targets: TargetKind) throws(TrainingError) {
    if case .classes(let count) = targets {
      throw TrainingError(
        "the metric \(name) measures numbers, but targets are \(count) classes; classes are measured by Accuracy, "
          + "TopAccuracy and ClassRecall")
    }
  }
}

/// The share of samples whose largest score is that of their class; of targets that are rows of numbers the largest
/// counts.
public struct Accuracy<Scalar: TensorScalar>: Metric {
  private let tellsBySign: Bool
  private var correct = 0
  private var count = 0

  /// An accuracy of no samples yet.
  ///
  /// - Parameter tellsBySign: whether one score tells two classes apart, class 1 where it is above 0, as those of
  ///   ``SigmoidWithLoss`` do; several are compared as ever.
  public init(tellsBySign: Bool = false) { self.tellsBySign = tellsBySign }

  public var name: String { "accuracy" }

  public func check(targets: TargetKind) throws(TrainingError) { try checkClasses(targets) }

  public mutating func add(_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) {
    guard targets.count > 0 else { return }
    let guesses =
      tellsBySign && outputs.shape.last == 1
      ? outputs.scalars.map { $0 > 0 ? 1 : 0 } : outputs.argmax(axis: -1)
    let labels = targets.labels
    require(
      guesses.count == labels.count, "\(guesses.count) samples need as many labels, not \(labels.count)")
    for index in guesses.indices where guesses[index] == labels[index] { correct += 1 }
    count += guesses.count
  }

  public var value: Double? { count == 0 ? nil : Double(correct) / Double(count) }
}

/// The mean of a loss over samples.
public struct MeanLoss<Scalar: TensorScalar>: Metric {
  private let loss: any Loss<Scalar>
  private var sum = 0.0
  private var count = 0

  /// The mean of a loss over no samples yet.
  public init(_ loss: any Loss<Scalar>) { self.loss = loss }

  public var name: String { "loss" }

  public mutating func add(_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) {
    guard targets.count > 0 else { return }
    // A batch's loss is the mean over its samples.
    sum += Double(loss(Graph().constant(outputs), targets).value.item) * Double(targets.count)
    count += targets.count
  }

  public var value: Double? { count == 0 ? nil : sum / Double(count) }
}
