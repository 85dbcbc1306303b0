// The wrappers that say what a property is on the command line. Each keeps its value in a box, which the parser fills.

/// An option with a value: `--seed 3` or `--seed=3`, named as the property is.
@propertyWrapper
public struct Option<Value>: Declaration {
  private let box: Box<Value>
  private let shape: Slot.Shape
  private let name: String?
  private let help: ArgumentHelp
  private let valueNames: [String]
  private let defaultText: String?
  /// Reads an argument into the value; `false` where it says none.
  private let read: (inout Value, String) -> Bool

  /// The value.
  public var wrappedValue: Value { box.value }

  /// An option with a default.
  ///
  /// - Parameter takesAny: takes the next argument for the value even if it begins with a minus.
  public init(wrappedValue: Value, takesAny: Bool = false, help: ArgumentHelp)
  where Value: ExpressibleByArgument {
    self.init(
      wrappedValue, nil, takesAny, help, Value.allValueStrings, wrappedValue.defaultValueDescription
    ) { value, argument in
      guard let read = Value(argument: argument) else { return false }
      value = read
      return true
    }
  }

  /// An option without a default.
  public init<Wrapped: ExpressibleByArgument>(takesAny: Bool = false, help: ArgumentHelp)
  where Value == Wrapped? {
    self.init(nil, nil, takesAny, help, Wrapped.allValueStrings, nil) { value, argument in
      value = Wrapped(argument: argument)
      return value != nil
    }
  }

  /// An option that may be given several times.
  public init<Element: ExpressibleByArgument>(
    wrappedValue: [Element], name: String, takesAny: Bool = false, help: ArgumentHelp
  ) where Value == [Element] {
    self.init(wrappedValue, name, takesAny, help, Element.allValueStrings, nil) { values, argument in
      guard let element = Element(argument: argument) else { return false }
      values.append(element)
      return true
    }
  }

  private init(
    _ value: Value, _ name: String?, _ takesAny: Bool, _ help: ArgumentHelp, _ valueNames: [String],
    _ defaultText: String?, _ read: @escaping (inout Value, String) -> Bool
  ) {
    box = Box(value)
    shape = .option(takesAny: takesAny)
    self.name = name
    self.help = help
    self.valueNames = valueNames
    self.defaultText = defaultText
    self.read = read
  }

  func slots(named property: String) -> [Slot] {
    let name = name ?? property
    return [
      Slot(
        shape: shape, names: ["--" + name], valueName: help.valueName ?? name, help: help, values: valueNames,
        defaultText: defaultText
      ) { [box, read] argument in read(&box.value, argument) }
    ]
  }
}

/// An option without a value: `--quiet`.
@propertyWrapper
public struct Flag<Value>: Declaration {
  private let box: Box<Value>
  private let help: ArgumentHelp
  private let isNegatable: Bool
  private let set: (Bool) -> Value

  /// Whether it was given.
  public var wrappedValue: Value { box.value }

  /// One that is false unless it is given.
  public init(wrappedValue: Bool, help: ArgumentHelp) where Value == Bool {
    (box, self.help, isNegatable, set) = (Box(wrappedValue), help, false, { $0 })
  }

  /// One that can be given as `--plot` or as `--no-plot`, or not at all.
  public init(help: ArgumentHelp) where Value == Bool? {
    (box, self.help, isNegatable, set) = (Box(nil), help, true, { $0 })
  }

  func slots(named property: String) -> [Slot] {
    let names = ["--" + property] + (isNegatable ? ["--no-" + property] : [])
    return [
      Slot(shape: .flag, names: names, valueName: "", help: help, values: [], defaultText: nil) {
        [box, set] name in
        box.value = set(name == names[0])
        return true
      }
    ]
  }
}

/// The arguments that belong to no option. All that isn't one of the command's options is among them, whatever it begins
/// with; what stands behind a `--` follows behind a `--` here, too.
@propertyWrapper
public struct Argument: Declaration {
  private let box: Box<[String]>
  private let help: ArgumentHelp

  /// The arguments, in order.
  public var wrappedValue: [String] { box.value }

  /// The arguments that belong to no option.
  public init(wrappedValue: [String], help: ArgumentHelp) {
    (box, self.help) = (Box(wrappedValue), help)
  }

  func slots(named property: String) -> [Slot] {
    [
      Slot(
        shape: .positional, names: [], valueName: help.valueName ?? property, help: help, values: [],
        defaultText: nil
      ) { [box] argument in
        box.value.append(argument)
        return true
      }
    ]
  }
}

/// Options that several commands share, or that have a part of the help to themselves.
@propertyWrapper
public struct OptionGroup<Value: ParsableArguments>: Declaration {
  /// The options.
  public let wrappedValue: Value
  private let title: String

  /// Options as an empty command line leaves them.
  ///
  /// - Parameter title: the heading of a part of the help; among the command's own options if not given.
  public init(title: String = "") {
    wrappedValue = Value()
    self.title = title
  }

  func slots(named property: String) -> [Slot] {
    Slot.all(of: wrappedValue).map { slot in
      var slot = slot
      if slot.title.isEmpty { slot.title = title }
      return slot
    }
  }

  func validate() throws {
    try Slot.validateGroups(of: wrappedValue)
    try wrappedValue.validate()
  }
}

/// A value that a parser fills in.
private final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
