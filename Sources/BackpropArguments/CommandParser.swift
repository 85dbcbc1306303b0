/// A mistake on the command line that its parser found.
public struct ParsingError: Error {
  /// What is wrong.
  public let message: String
  /// The option that is concerned, and what it is for, in one line; `nil` where it is none.
  public let help: String?
  /// The argument that is no option of the command; `nil` where something else is wrong.
  public let unknownOption: String?
  /// The arguments that belong to no option, of a command that takes none; empty where something else is wrong.
  public let surplus: [String]

  init(_ message: String, of slot: Slot? = nil, unknownOption: String? = nil, surplus: [String] = []) {
    self.message = message
    help = slot.map { "\($0.label)  \($0.help.abstract)" }
    self.unknownOption = unknownOption
    self.surplus = surplus
  }
}

extension ParsableCommand {
  /// The command that arguments name, this one or one below it, with all that they say; it has validated them.
  ///
  /// Throws a ``HelpRequest`` or ``VersionRequest`` where they ask for that, a ``ParsingError`` where they are wrong, and
  /// whatever ``ParsableArguments/validate()`` throws. Takes a time that grows with their number.
  public static func parseAsRoot(_ arguments: [String]) throws -> any ParsableCommand {
    let commands = configuration.subcommands
    func command(named name: String) -> (any ParsableCommand.Type)? {
      commands.first { $0.configuration.commandName == name }
    }
    if let first = arguments.first {
      if first == "help", !commands.isEmpty {
        let name = arguments.dropFirst().first { !$0.hasPrefix("-") }
        throw HelpRequest(command: name.flatMap(command(named:)) ?? Self.self)
      }
      if let command = command(named: first) { return try command.parsed(arguments.dropFirst()) }
    }
    return try parsed(arguments[...])
  }

  private static func parsed(_ arguments: ArraySlice<String>) throws -> any ParsableCommand {
    let command = Self()
    try ArgumentReader(Self.self, Slot.all(of: command)).read(arguments)
    try Slot.validateGroups(of: command)
    try command.validate()
    return command
  }
}

/// Hands the arguments of a command to their places.
private struct ArgumentReader {
  private let command: any ParsableCommand.Type
  private let slots: [String: Slot]
  private let positional: Slot?

  init(_ command: any ParsableCommand.Type, _ slots: [Slot]) {
    self.command = command
    positional = slots.first { $0.names.isEmpty }
    var named: [String: Slot] = [:]
    for slot in slots {
      for name in slot.names { named[name] = slot }
    }
    self.slots = named
  }

  func read(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    var others: [String] = []
    var marked: ArraySlice<String> = []
    while let argument = rest.popFirst() {
      if argument == "--" {
        marked = rest
        break
      }
      if CommandHelp.names.contains(argument) { throw HelpRequest(command: command) }
      if argument == CommandHelp.versionName { throw VersionRequest() }
      let (name, value) = ArgumentReader.parts(of: argument)
      if let value, CommandHelp.names.contains(name) || name == CommandHelp.versionName {
        throw needless(value, of: name)
      } else if let slot = slots[name] {
        try give(slot, name, value, &rest)
      } else if positional == nil, argument.hasPrefix("-"), argument.count > 1 {
        throw ParsingError("Unknown option \(name.quoted)", unknownOption: name)
      } else {
        others.append(argument)
      }
    }
    guard let positional else {
      others += marked
      guard let first = others.first else { return }
      let some = others.prefix(5).map(\.quoted).joined(separator: ", ") + (others.count > 5 ? " …" : "")
      throw ParsingError(
        others.count == 1
          ? "Unexpected argument \(first.quoted)" : "\(others.count) unexpected arguments: \(some)",
        surplus: others)
    }
    for argument in others + (marked.isEmpty ? [] : ["--"] + marked) { _ = positional.take(argument) }
  }

  /// Gives an option its value, the one behind its = or the next argument.
  private func give(_ slot: Slot, _ name: String, _ value: String?, _ rest: inout ArraySlice<String>) throws {
    guard case .option(let takesAny) = slot.shape else {
      if let value { throw needless(value, of: name) }
      _ = slot.take(name)
      return
    }
    // Nothing behind an = is what a shell leaves of a variable without a value.
    if value?.isEmpty == true { throw missing(slot) }
    var value = value
    if value == nil, let next = rest.first, takesAny || !next.hasPrefix("-") || next == "-" {
      value = next
      rest.removeFirst()
    }
    guard let value else { throw missing(slot) }
    guard slot.take(value) else {
      throw ParsingError(
        "The value \(value.quoted) is invalid for '\(slot.label)'"
          + ArgumentReader.choice(among: slot.values),
        of: slot)
    }
  }

  private func missing(_ slot: Slot) -> ParsingError {
    ParsingError("Missing value for '\(slot.label)'", of: slot)
  }

  private func needless(_ value: String, of name: String) -> ParsingError {
    ParsingError("The option '\(name)' does not take any value, but \(value.quoted) was specified.")
  }

  private static func choice(among values: [String]) -> String {
    values.isEmpty
      ? "" : ". Please provide one of \(values.map { "'\($0)'" }.joined(separator: ", "))."
  }

  /// The name of an option and the value behind its =.
  private static func parts(of argument: String) -> (name: String, value: String?) {
    guard argument.hasPrefix("--"), let sign = argument.firstIndex(of: "=") else { return (argument, nil) }
    return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
  }
}

extension String {
  /// An argument within a sentence: not longer than anyone reads, and in one line.
  fileprivate var quoted: String {
    let shown = count > 40 ? prefix(40) + "…" : self[...]
    let line = shown.map { letter in
      letter.isNewline
        ? letter.unicodeScalars.map { "\\u{\(String($0.value, radix: 16, uppercase: true))}" }.joined()
        : String(letter)
    }
    return "'\(line.joined())'"
  }
}
