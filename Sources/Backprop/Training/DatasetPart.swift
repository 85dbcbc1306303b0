/// Some samples of a data set, in an order of their own.
public struct DatasetPart<Scalar: TensorScalar>: Dataset {
  /// The data set that they are taken from.
  public let whole: any Dataset<Scalar>
  /// Their positions there.
  public let positions: [Int64]

  /// The samples at some positions in `0 ..< whole.count`; stops with a sentence where one is outside.
  public init(of whole: any Dataset<Scalar>, at positions: [Int64]) {
    for position in positions {
      require(
        position >= 0 && position < whole.count, "sample \(position) is outside 0 ..< \(whole.count)")
    }
    self.whole = whole
    self.positions = positions
  }

  public var count: Int { positions.count }
  public var sampleShape: TensorShape { whole.sampleShape }
  public var targetKind: TargetKind { whole.targetKind }

  public func batch(at positions: [Int64]) throws -> Batch<Scalar> {
    let count = self.positions.count
    let there = positions.map { position in
      require(position >= 0 && position < count, "sample \(position) is outside 0 ..< \(count)")
      return self.positions[Int(position)]
    }
    return try whole.batch(at: there)
  }
}

extension Dataset {
  /// Divides the samples into a part to train on and one to validate with, both in the order that they have here.
  ///
  /// Which samples are taken depends on the seed alone. Of n samples the validation part has `share` · n, rounded to the
  /// nearest whole number, but at least one, and at least one is left. Where targets are classes each class gives its
  /// share: that number rounded down, and one more where the part that was cut off is largest, of equal ones in the
  /// lower class, until the part has its size. No class gives its last sample.
  ///
  /// Throws a ``TrainingError`` for a share that isn't above 0 and below 1 or for less than two samples, and what keeps
  /// the samples from being read.
  public func split(
    validation share: Double, seed: UInt64 = 0
  ) throws -> (training: DatasetPart<Scalar>, validation: DatasetPart<Scalar>) {
    guard share > 0, share < 1 else {
      throw TrainingError("the validation part must be a share above 0 and below 1, not \(share)")
    }
    guard count > 1 else {
      throw TrainingError(
        "a validation part can only be taken from 2 samples or more, and there is \(count == 1 ? "1" : "none")"
      )
    }
    let isTaken = ValidationSizes.draw(from: try groupsByClass(), share: share, seed: seed, .validation)
    func part(_ wanted: Bool) -> DatasetPart<Scalar> {
      DatasetPart(of: self, at: isTaken.indices.filter { isTaken[$0] == wanted }.map(Int64.init))
    }
    return (part(false), part(true))
  }

  /// The positions of each class's samples; all together where targets aren't classes.
  private func groupsByClass() throws -> [[Int]] {
    guard case .classes(let classCount) = targetKind else { return [Array(0..<count)] }
    var groups = [[Int]](repeating: [], count: Swift.max(classCount, 1))
    var start = 0
    while start < count {
      let end = Swift.min(start + 4096, count)
      for label in try batch(at: (start..<end).map(Int64.init)).targets.labels {
        guard groups.indices.contains(label) else {
          throw TrainingError("label \(label) of sample \(start) is outside 0 ..< \(classCount), the classes")
        }
        groups[label].append(start)
        start += 1
      }
      guard start == end else {
        throw TrainingError("a data set gave \(start) targets where \(end) were asked for")
      }
    }
    return groups
  }
}

/// How many samples each group gives to a validation part; see ``Dataset/split(validation:seed:)``.
package struct ValidationSizes {
  /// The number for each group.
  package private(set) var sizes: [Int]

  /// The numbers that groups of some sizes give.
  package init(_ counts: [Int], share: Double) {
    let total = counts.reduce(0, +)
    let wanted = Swift.min(Swift.max(Int((share * Double(total)).rounded()), 1), total - 1)
    // One sample of each group stays, unless there is only one group, whose limit is that of all.
    let limits = counts.count == 1 ? [wanted] : counts.map { Swift.max($0 - 1, 0) }
    let exact = counts.map { share * Double($0) }
    sizes = zip(exact, limits).map { Swift.min(Int($0), $1) }
    let byRest = exact.indices.sorted { left, right in
      let (leftRest, rightRest) = (exact[left] - Double(sizes[left]), exact[right] - Double(sizes[right]))
      return leftRest != rightRest ? leftRest > rightRest : left < right
    }
    for group in byRest where sizes.reduce(0, +) < wanted && sizes[group] < limits[group] {
      sizes[group] += 1
    }
  }

  /// Which samples are taken, by their positions: of each group as many as its size, drawn without replacement.
  ///
  /// - Parameter groups: the positions of each group's samples, each of `0 ..< n` in one of them.
  package static func draw(
    from groups: [[Int]], share: Double, seed: UInt64, _ purpose: RandomStream.Purpose
  ) -> [Bool] {
    let sizes = ValidationSizes(groups.map(\.count), share: share).sizes
    var generator = Philox4x32(seed: seed, stream: RandomStream.packed(purpose, iteration: 0))
    var isTaken = [Bool](repeating: false, count: groups.reduce(0) { $0 + $1.count })
    for (var group, size) in zip(groups, sizes) {
      for place in 0..<size {
        group.swapAt(place, place + generator.nextIndex(below: group.count - place))
        isTaken[group[place]] = true
      }
    }
    return isTaken
  }
}
