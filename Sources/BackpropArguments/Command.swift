/// What a command line can say: properties that are wrapped by ``Option``, ``Flag``, ``Argument`` and ``OptionGroup``.
public protocol ParsableArguments {
  /// What an empty command line says.
  init()

  /// Throws an error, best a ``ValidationError``, where what the command line said can't be used.
  func validate() throws
}

extension ParsableArguments {
  /// Everything can be used.
  public func validate() throws {}
}

/// A command: its options, and what it does.
public protocol ParsableCommand: ParsableArguments, SendableMetatype {
  /// Its name, help, and the commands below it.
  static var configuration: CommandConfiguration { get }

  /// Does what the command line asks for.
  func run() throws
}

extension ParsableCommand {
  /// Explains the command, as one does that only has others below it.
  public func run() throws { throw HelpRequest(command: Self.self) }
}

/// What a command is called and how its help explains it.
public struct CommandConfiguration: Sendable {
  /// The name by which it is called.
  public let commandName: String
  /// One sentence.
  public let abstract: String
  /// How it is called, in lines; made from its options where it isn't stated.
  public let usage: String?
  /// What the help says below the abstract.
  public let discussion: String
  /// What `--version` prints.
  public let version: String
  /// The commands below this one.
  public let subcommands: [any ParsableCommand.Type]

  /// What a command is called and how its help explains it; see the properties.
  public init(
    commandName: String, abstract: String, usage: String? = nil, discussion: String = "",
    version: String = "",
    subcommands: [any ParsableCommand.Type] = []
  ) {
    self.commandName = commandName
    self.abstract = abstract
    self.usage = usage
    self.discussion = discussion
    self.version = version
    self.subcommands = subcommands
  }
}

/// The command line is wrong: a message for whoever typed it.
public struct ValidationError: Error, CustomStringConvertible {
  /// What is wrong and what would be right, as a sentence.
  public let message: String

  /// The command line is wrong in the way that a sentence says.
  public init(_ message: String) { self.message = message }

  /// The message.
  public var description: String { message }
}

/// An end with a status, about which everything has been said.
public struct ExitCode: Error {
  /// The status.
  public let rawValue: Int32

  /// An end with a status.
  public init(_ rawValue: Int32) { self.rawValue = rawValue }
}

/// A command is to be explained.
public struct HelpRequest: Error {
  /// Which one.
  public let command: any ParsableCommand.Type

  /// A command is to be explained.
  public init(command: any ParsableCommand.Type) { self.command = command }
}

/// The version is to be printed.
public struct VersionRequest: Error {
  /// The version is to be printed.
  public init() {}
}
