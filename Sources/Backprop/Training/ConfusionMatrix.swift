/// How often samples of each class were taken for each class.
public struct ConfusionMatrix: Sendable, Equatable {
  /// The number of classes.
  public let classCount: Int
  /// The counts, row by row: the row is the class that a sample has, the column the one it was taken for.
  public private(set) var counts: [Int]

  /// A matrix of zeros.
  public init(classCount: Int) {
    self.classCount = Swift.max(classCount, 0)
    counts = Array(repeating: 0, count: self.classCount * self.classCount)
  }

  /// The matrix of labels and the guesses made for them, in the same order; see ``add(label:guess:)``.
  public init(labels: some Sequence<Int>, guesses: some Sequence<Int>, classCount: Int) {
    self.init(classCount: classCount)
    for (label, guess) in zip(labels, guesses) { add(label: label, guess: guess) }
  }

  /// Counts one sample. Classes outside `0 ..< classCount` aren't counted.
  public mutating func add(label: Int, guess: Int) {
    guard (0..<classCount).contains(label), (0..<classCount).contains(guess) else { return }
    counts[label * classCount + guess] += 1
  }

  /// How many samples of one class were taken for another; 0 for classes that there aren't.
  public subscript(label: Int, guess: Int) -> Int {
    guard (0..<classCount).contains(label), (0..<classCount).contains(guess) else { return 0 }
    return counts[label * classCount + guess]
  }

  /// The number of samples.
  public var total: Int { counts.reduce(0, +) }

  /// The number of samples that were taken for what they are.
  public var correct: Int { (0..<classCount).reduce(0) { $0 + self[$1, $1] } }

  /// The share of samples that were taken for what they are, or `nil` without samples.
  public var accuracy: Double? { total == 0 ? nil : Double(correct) / Double(total) }

  /// The number of samples of a class.
  public func count(of label: Int) -> Int { (0..<classCount).reduce(0) { $0 + self[label, $1] } }

  /// The share of a class's samples that were taken for it, or `nil` when the class has none.
  public func recall(of label: Int) -> Double? {
    let count = count(of: label)
    return count == 0 ? nil : Double(self[label, label]) / Double(count)
  }

  /// The share of the samples taken for a class that belong to it, or `nil` when none was.
  public func precision(of label: Int) -> Double? {
    let taken = (0..<classCount).reduce(0) { $0 + self[$1, label] }
    return taken == 0 ? nil : Double(self[label, label]) / Double(taken)
  }
}
