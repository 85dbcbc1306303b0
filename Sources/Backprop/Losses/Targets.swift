/// What a network should have answered.
public enum Targets<Scalar: TensorScalar>: Sendable {
  /// The class of each sample.
  case classes([Int])
  /// Numbers for each sample, such as one-hot labels or measurements, in the shape of the predictions.
  case rows(Tensor<Scalar>)

  /// The number of samples.
  public var count: Int {
    switch self {
    case .classes(let classes): classes.count
    case .rows(let rows): rows.rank == 0 ? 1 : rows.shape[0]
    }
  }

  /// The class of each sample; of rows of numbers the position of the largest.
  public var labels: [Int] {
    switch self {
    case .classes(let classes): classes
    case .rows(let rows): rows.argmax(axis: -1)
    }
  }
}

/// What kind of targets samples have.
public enum TargetKind: Sendable, Equatable {
  /// One of so many classes.
  case classes(Int)
  /// Numbers, of this shape for each sample.
  case rows(TensorShape)
}
