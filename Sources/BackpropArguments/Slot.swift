/// A place on the command line, and what takes what stands there.
struct Slot {
  enum Shape {
    case option(takesAny: Bool)
    case flag
    case positional
  }

  let shape: Shape
  /// With their minuses, the usual one first.
  let names: [String]
  /// What stands for the value in help and errors.
  let valueName: String
  let help: ArgumentHelp
  /// All values, where they are few.
  let values: [String]
  let defaultText: String?
  /// The heading under which the help has it; empty for the usual one.
  var title = ""
  /// Takes an argument, of a flag the name it was given by; `false` where it says no value.
  let take: (String) -> Bool

  init(
    shape: Shape, names: [String], valueName: String, help: ArgumentHelp, values: [String],
    defaultText: String?,
    take: @escaping (String) -> Bool
  ) {
    (self.shape, self.names, self.valueName, self.help) = (shape, names, valueName, help)
    (self.values, self.defaultText, self.take) = (values, defaultText, take)
  }

  /// How it is written in help and errors: `--seed <seed>`, `--plot/--no-plot`, `<expression>`.
  var label: String {
    switch shape {
    case .option: "\(names[0]) <\(valueName)>"
    case .flag: names.joined(separator: "/")
    case .positional: "<\(valueName)>"
    }
  }

  /// The places that the properties of arguments declare, in their order.
  static func all(of arguments: some ParsableArguments) -> [Slot] {
    declarations(of: arguments).flatMap { property, declaration in
      declaration.slots(named: optionName(property))
    }
  }

  /// Throws the error of the first group of options that can't be used.
  static func validateGroups(of arguments: some ParsableArguments) throws {
    for (_, declaration) in declarations(of: arguments) { try declaration.validate() }
  }

  private static func declarations(
    of arguments: some ParsableArguments
  ) -> [(property: String, declaration: any Declaration)] {
    Mirror(reflecting: arguments).children.compactMap { child in
      guard let label = child.label, let declaration = child.value as? any Declaration else { return nil }
      // A wrapper is stored under the property's name with a line before it.
      return (String(label.drop { $0 == "_" }), declaration)
    }
  }

  /// A property's name as an option's: `learningRate` is `learning-rate`.
  private static func optionName(_ property: String) -> String {
    property.reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }
}

/// A wrapper that says what a property is on the command line.
protocol Declaration {
  /// The places that it declares for a property, whose name is given as an option's.
  func slots(named property: String) -> [Slot]
  /// Throws an error where what it got can't be used.
  func validate() throws
}

extension Declaration {
  func validate() throws {}
}
