extension WeightInitialization {
  /// How it is written in descriptions and on command lines: `he`, `xavier`, or the standard deviation.
  package var name: String {
    switch self {
    case .normal(let standardDeviation): "\(standardDeviation)"
    case .he: "he"
    case .xavier: "xavier"
    }
  }

  /// What a name or a standard deviation says; `nil` where it says nothing that `Float` can hold.
  package init?(named name: String) {
    switch name.lowercased() {
    case "he": self = .he
    case "xavier": self = .xavier
    default:
      // What the network's numbers would make infinite or 0 isn't what was asked for.
      guard let number = Double(name), number >= 0, Float(number).isFinite, number == 0 || Float(number) > 0
      else { return nil }
      self = .normal(standardDeviation: number)
    }
  }

  /// What can be written, in words.
  package static var rule: String { "he, xavier, or a standard deviation that single precision can hold" }
}
