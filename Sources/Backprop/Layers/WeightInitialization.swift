/// How far random weights are spread around 0.
public enum WeightInitialization: Sendable, Equatable {
  /// A fixed standard deviation, finite and 0 or more; that of the notes is 0.01.
  case normal(standardDeviation: Double)
  /// √(2 / D) for D inputs, which keeps the signal's size through ReLU layers (K. He et al., "Delving deep into
  /// rectifiers", ICCV 2015).
  case he
  /// √(1 / D) for D inputs, which keeps it through sigmoid and tanh layers near 0 (X. Glorot and Y. Bengio,
  /// "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, in the simplified
  /// form that looks at the inputs only).
  case xavier

  /// The standard deviation for a layer of the given size.
  public func standardDeviation(inputs: Int, outputs: Int) -> Double {
    switch self {
    case .normal(let standardDeviation): standardDeviation
    case .he: inputs > 0 ? (2 / Double(inputs)).squareRoot() : 0
    case .xavier: inputs > 0 ? (1 / Double(inputs)).squareRoot() : 0
    }
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
