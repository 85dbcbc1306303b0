/// How many images of each class there are to learn from and to test with.
public struct ClassCoverage: Sendable, Hashable {
  /// The number of images to train with, by label.
  public let trainCounts: [Int]

  /// The number of images to test with, by label; as many as `trainCounts`.
  public let testCounts: [Int]

  /// The number of classes: the largest label of both sets and one more.
  public var classCount: Int { trainCounts.count }

  /// What classes are called, by label; those without a name are called by their labels.
  private let names: [String]

  /// Counts the images of two sets.
  ///
  /// - Parameter names: what classes are called, where that isn't their label.
  public init(train: ImageSet, test: ImageSet, names: [String] = []) {
    self.names = names
    let classCount = max(train.classCount, test.classCount)
    func counts(_ set: ImageSet) -> [Int] {
      set.labels.reduce(into: [Int](repeating: 0, count: classCount)) { $0[Int($1)] += 1 }
    }
    trainCounts = counts(train)
    testCounts = counts(test)
  }

  /// The labels below the largest that no image has; a network has an output for each all the same.
  public var unused: [Int] {
    (0..<classCount).filter { trainCounts[$0] == 0 && testCounts[$0] == 0 }
  }

  /// The labels that images to test with have and no image to train with.
  public var untrained: [Int] {
    (0..<classCount).filter { trainCounts[$0] == 0 && testCounts[$0] > 0 }
  }

  /// What should be known of the classes before training, in sentences; none where every class can be learned.
  public var remarks: [String] {
    var remarks: [String] = []
    if classCount == 1 {
      remarks.append("All images have the \(list([0])): there is nothing to tell apart.")
    }
    if !unused.isEmpty {
      remarks.append(
        "No image has the \(list(unused)); "
          + "\(unused.count == 1 ? "its output stays" : "their outputs stay") unused.")
    }
    if !untrained.isEmpty {
      let count = untrained.reduce(0) { $0 + testCounts[$1] }
      remarks.append(
        "No image to train with has the \(list(untrained)), which \(count) "
          + "\(count == 1 ? "image to test with has" : "images to test with have"): the network can't learn "
          + "\(untrained.count == 1 ? "it" : "them").")
    }
    return remarks
  }

  /// Labels as words, with neighbours taken together: "label 0", "labels 1 to 254, 260".
  private func list(_ labels: [Int]) -> String {
    let most = 10
    if labels.allSatisfy(names.indices.contains) {
      let rest = labels.count > most ? " and others" : ""
      return (labels.count == 1 ? "class " : "classes ")
        + labels.prefix(most).map { "“\(names[$0])”" }.joined(separator: ", ") + rest
    }
    var ranges: [ClosedRange<Int>] = []
    for label in labels {
      if let last = ranges.last, last.upperBound == label - 1 {
        ranges[ranges.count - 1] = last.lowerBound...label
      } else {
        ranges.append(label...label)
      }
    }
    let words = ranges.map {
      $0.count > 2 ? "\($0.lowerBound) to \($0.upperBound)" : $0.map { "\($0)" }.joined(separator: ", ")
    }
    let rest = words.count > most ? " and others" : ""
    return (labels.count == 1 ? "label " : "labels ") + words.prefix(most).joined(separator: ", ") + rest
  }
}
