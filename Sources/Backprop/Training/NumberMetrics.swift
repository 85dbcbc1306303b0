/// The mean of |y − t| over all numbers of all samples.
public struct MeanAbsoluteError<Scalar: TensorScalar>: Metric {
  private var sum = 0.0
  private var count = 0

  /// An error over no samples yet.
  public init() {}

  public var name: String { "mean_absolute_error" }

  public func check(targets: TargetKind) throws(TrainingError) { try checkNumbers(targets) }

  public mutating func add(_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) {
    let rows = numbers(of: targets, for: outputs, in: name)
    outputs.withUnsafeElements { outputs in
      rows.withUnsafeElements { targets in
        for index in outputs.indices { sum += (Double(outputs[index]) - Double(targets[index])).magnitude }
      }
    }
    count += outputs.count
  }

  public var value: Double? { count == 0 ? nil : sum / Double(count) }
}

/// R² = 1 − Σ (t − y)² / Σ (t − t̄)², the share of the targets' variance that the outputs explain: 1 where all are right,
/// 0 for outputs that are always the mean, and below it for worse ones.
///
/// Where a sample has several numbers each place has its R², and the mean of these is taken. A place whose targets are
/// all equal has no variance to explain and is left out; without any other there is no value.
public struct RSquared<Scalar: TensorScalar>: Metric {
  private var count = 0
  /// For each place the mean of the targets so far.
  private var means: [Double] = []
  /// For each place Σ (t − t̄)² of the targets so far.
  private var deviations: [Double] = []
  /// For each place Σ (t − y)².
  private var residuals: [Double] = []

  /// R² over no samples yet.
  public init() {}

  public var name: String { "r_squared" }

  public func check(targets: TargetKind) throws(TrainingError) { try checkNumbers(targets) }

  public mutating func add(_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) {
    let rows = numbers(of: targets, for: outputs, in: name)
    guard targets.count > 0 else { return }
    let places = rows.count / targets.count
    if count == 0 {
      means = Array(repeating: 0, count: places)
      deviations = means
      residuals = means
    }
    require(places == means.count, "\(name) had \(means.count) numbers a sample, and now \(places)")
    let (y, t) = (outputs.scalars, rows.scalars)
    // B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962:
    // a sum of squares whose mean is far from 0 would lose its digits.
    for row in 0..<targets.count {
      count += 1
      for place in 0..<places {
        let index = row * places + place
        let target = Double(t[index])
        let difference = target - means[place]
        means[place] += difference / Double(count)
        deviations[place] += difference * (target - means[place])
        let residual = target - Double(y[index])
        residuals[place] += residual * residual
      }
    }
  }

  public var value: Double? {
    let shares = zip(residuals, deviations).filter { $0.1 != 0 }.map { 1 - $0.0 / $0.1 }
    return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
  }
}

/// The targets as numbers in the outputs' shape; stops where they aren't.
private func numbers<Scalar: TensorScalar>(
  of targets: Targets<Scalar>, for outputs: Tensor<Scalar>, in name: String
) -> Tensor<Scalar> {
  guard case .rows(let rows) = targets else {
    stop("\(name) measures numbers, but the targets are classes")
  }
  require(
    rows.shape == outputs.shape,
    "\(name) needs targets of the outputs' shape \(outputs.shape), not \(rows.shape)")
  return rows
}
