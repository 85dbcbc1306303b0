extension WeightInitialization {
  /// The rules that have a name.
  private static let named: [(name: String, rule: WeightInitialization)] = [
    ("he", .he), ("heuniform", .heUniform), ("xavier", .xavier), ("xaviernormal", .xavierNormal),
    ("xavieruniform", .xavierUniform), ("pytorch", .pytorch), ("automatic", .automatic),
  ]

  /// How it is written in descriptions and on command lines: `he`, `xavier`, or the standard deviation.
  package var name: String {
    if case .normal(let deviation) = self { return "\(deviation)" }
    return Self.named.first { $0.rule == self }?.name ?? ""
  }

  /// What a name or a standard deviation says; `nil` where it says nothing that `Float` can hold.
  package init?(named name: String) {
    let word = name.lowercased().filter { $0 != "-" && $0 != "_" }
    if let rule = Self.named.first(where: { $0.name == word })?.rule {
      self = rule
      return
    }
    // What the network's numbers would make infinite or 0 isn't what was asked for.
    guard let number = Double(name), number >= 0, Float(number).isFinite, number == 0 || Float(number) > 0
    else { return nil }
    self = .normal(standardDeviation: number)
  }

  /// What can be written, in words.
  package static var rule: String {
    "he, heuniform, xavier, xaviernormal, xavieruniform, pytorch, automatic, or a standard deviation that single "
      + "precision can hold"
  }
}
