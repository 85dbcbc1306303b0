extension Tensor {
  /// The nearest numbers of this type to those of a tensor of another: from `Float` to `Double` exactly, from `Double` to
  /// `Float` rounded.
  @inlinable
  public init<Other: TensorScalar>(_ other: Tensor<Other>) {
    self = other.withUnsafeElements { numbers in
      Tensor(shape: other.shape, numbers.lazy.map { Scalar(Double($0)) })
    }
  }
}
