/// A value that can be read from an argument.
public protocol ExpressibleByArgument {
  /// The value of an argument; `nil` where it says none.
  init?(argument: String)

  /// How the value is written on a command line, for the help's defaults.
  var defaultValueDescription: String { get }
  /// All values, where they are few and have names; else none.
  static var allValueStrings: [String] { get }
}

extension ExpressibleByArgument {
  /// The value's own description.
  public var defaultValueDescription: String { "\(self)" }
  /// None.
  public static var allValueStrings: [String] { [] }
}

extension ExpressibleByArgument where Self: RawRepresentable, RawValue == String {
  /// The value of a name.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// The name.
  public var defaultValueDescription: String { rawValue }
}

extension ExpressibleByArgument where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// The names.
  public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}

extension String: ExpressibleByArgument {
  /// The argument itself.
  public init?(argument: String) { self = argument }
}

extension Int: ExpressibleByArgument {
  /// A whole number in decimal digits.
  public init?(argument: String) { self.init(argument) }
}

extension UInt64: ExpressibleByArgument {
  /// A whole number in decimal digits.
  public init?(argument: String) { self.init(argument) }
}

/// What the help says of an option.
public struct ArgumentHelp: ExpressibleByStringInterpolation, Sendable {
  /// One sentence.
  public let abstract: String
  /// What stands below it.
  public let discussion: String
  /// What stands for the value, as in `--svg <file>`; the option's own name where it isn't stated.
  public let valueName: String?
  /// Whether the help leaves the option out.
  public let isHidden: Bool

  /// What the help says of an option; see the properties.
  public init(_ abstract: String, discussion: String = "", valueName: String? = nil, isHidden: Bool = false) {
    self.abstract = abstract
    self.discussion = discussion
    self.valueName = valueName
    self.isHidden = isHidden
  }

  /// One sentence, and nothing below it.
  public init(stringLiteral abstract: String) { self.init(abstract) }
}
