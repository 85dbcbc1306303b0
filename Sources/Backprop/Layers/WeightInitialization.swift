/// How the first, random weights of a layer are spread around 0.
///
/// The rules look at how many numbers each output is a sum over, the inputs, and some at how many outputs each input goes
/// into, the outputs. An affine layer from D to M numbers has D and M of them; a convolution with F filters
/// `(F, C / groups, KH, KW)` has C / groups · KH · KW and F · KH · KW.
public enum WeightInitialization: Sendable, Equatable {
  /// A fixed standard deviation, finite and 0 or more; that of the notes is 0.01.
  case normal(standardDeviation: Double)
  /// Normal with √(2 / D) for D inputs, which keeps the signal's size through ReLU layers (K. He et al., "Delving deep
  /// into rectifiers", ICCV 2015).
  case he
  /// Uniform between ±√(6 / D), which has the standard deviation of ``he``.
  case heUniform
  /// Normal with √(1 / D) for D inputs, which keeps it through sigmoid and tanh layers near 0 (X. Glorot and Y. Bengio,
  /// "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, in the simplified
  /// form that looks at the inputs only).
  case xavier
  /// Normal with √(2 / (D + M)) for D inputs and M outputs, which weighs the gradient's size on its way back, too.
  case xavierNormal
  /// Uniform between ±√(6 / (D + M)), which has the standard deviation of ``xavierNormal``: Glorot's and Bengio's own.
  case xavierUniform
  /// Uniform between ±1/√D, and so is the bias, which all others leave at 0: what PyTorch does unless told otherwise.
  case pytorch
  /// What suits the activation that follows: ``he`` before ReLU, leaky ReLU, GELU, SiLU and softplus, ``xavier`` before
  /// tanh, sigmoid and softmax, and where no activation follows, as behind the last layer. See ``resolved(before:)``.
  ///
  /// A layer that is made by itself doesn't know what follows, and takes ``xavier``.
  case automatic

  /// The standard deviation for a layer of the given size.
  public func standardDeviation(inputs: Int, outputs: Int) -> Double {
    switch self {
    case .normal(let standardDeviation): standardDeviation
    case .he, .heUniform: root(of: 2, over: inputs)
    case .xavier, .automatic: root(of: 1, over: inputs)
    case .xavierNormal, .xavierUniform: root(of: 2, over: inputs + outputs)
    case .pytorch: root(of: 1.0 / 3, over: inputs)
    }
  }

  /// The bound b of numbers that are uniform between −b and b; `nil` where they are normally distributed.
  public func bound(inputs: Int, outputs: Int) -> Double? {
    switch self {
    case .normal, .he, .xavier, .xavierNormal, .automatic: nil
    case .heUniform: root(of: 6, over: inputs)
    case .xavierUniform: root(of: 6, over: inputs + outputs)
    case .pytorch: root(of: 1, over: inputs)
    }
  }

  /// √(number / count), 0 where there is nothing to share it.
  private func root(of number: Double, over count: Int) -> Double {
    count > 0 ? (number / Double(count)).squareRoot() : 0
  }

  // MARK: - What follows

  /// This one or, in the place of ``automatic``, what suits the layers that follow: the first that says what suits it
  /// decides, see ``Layer/preferredWeights``; where none does, it is ``xavier``.
  public func resolved<Scalar: TensorScalar>(before following: [any Layer<Scalar>]) -> WeightInitialization {
    guard self == .automatic else { return self }
    for layer in following {
      if let preferred = layer.preferredWeights { return preferred }
    }
    return .xavier
  }

  // MARK: - Tensors

  /// Random weights of a shape for a layer of the given size.
  public func weights<Scalar: TensorScalar>(
    _ shape: TensorShape, inputs: Int, outputs: Int, using generator: inout Philox4x32
  ) -> Tensor<Scalar> {
    guard let bound = bound(inputs: inputs, outputs: outputs) else {
      let deviation = deviation(inputs: inputs, outputs: outputs, as: Scalar.self)
      // Models whose weights are still to be read begin so.
      guard deviation > 0 else { return .zeros(shape) }
      return .normal(shape, standardDeviation: deviation, using: &generator)
    }
    return uniform(shape, within: bound, using: &generator)
  }

  /// The bias that goes with them: zeros or, of ``pytorch``, random numbers, to be drawn after the weights.
  public func bias<Scalar: TensorScalar>(
    _ count: Int, inputs: Int, using generator: inout Philox4x32
  ) -> Tensor<Scalar> {
    let shape = TensorShape(vector: count)
    guard self == .pytorch else { return .zeros(shape) }
    return uniform(shape, within: root(of: 1, over: inputs), using: &generator)
  }

  private func uniform<Scalar: TensorScalar>(
    _ shape: TensorShape, within bound: Double, using generator: inout Philox4x32
  ) -> Tensor<Scalar> {
    let bound = Scalar(bound)
    return bound > 0 ? .uniform(shape, in: -bound..<bound, using: &generator) : .zeros(shape)
  }

  /// The standard deviation in a type of number; stops where it isn't one there.
  func deviation<Scalar: TensorScalar>(inputs: Int, outputs: Int, as type: Scalar.Type) -> Scalar {
    let wanted = standardDeviation(inputs: inputs, outputs: outputs)
    let deviation = Scalar(wanted)
    require(
      deviation.isFinite && deviation >= 0 && (deviation > 0 || wanted == 0),
      "the standard deviation of first weights must be finite and 0 or more, as a \(type) too, not \(wanted)")
    return deviation
  }
}
