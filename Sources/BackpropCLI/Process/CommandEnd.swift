import ArgumentParser
import BackpropFiles
import Foundation

/// How the program runs a command and ends.
///
/// What ArgumentParser would do by itself falls short in several ways: it prints arguments as they are, escape characters
/// included; of an error that a command throws it shows the usage of the whole program; it takes no notice of a help that
/// can't be written; it explains the whole program where a command is misspelt; it takes the last of several values that
/// contradict each other; and what it suggests for a misspelt option is often far from it.
enum CommandEnd {
  /// Parses arguments, runs the command they name, and ends the program.
  static func exit(running arguments: [String]) -> Never {
    var command: (any ParsableCommand)?
    var status = EXIT_SUCCESS
    do {
      try checkBefore(arguments)
      command = try BackpropCommand.parseAsRoot(GraphCommand.shielded(arguments))
      try checkAfter(arguments, command)
      try command?.run()
    } catch {
      status = tell(error, arguments)
    }
    if status == ExitStatus.brokenPipe {
      // The usual end of a program whose reader has gone.
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    Foundation.exit(status)
  }

  /// Throws an error for what the argument parser would take for a request for help.
  private static func checkBefore(_ arguments: [String]) throws {
    try CommandName.check(arguments)
    let command = CommandName.command(of: arguments)
    let isForHelp = arguments.contains { ["-h", "-help", "--help"].contains($0) }
    // An expression may begin with a minus.
    guard !isForHelp, command != GraphCommand.self, arguments.contains(where: \.isRowOfLetters) else {
      return
    }
    let isWhole = command == BackpropCommand.self
    let own = isWhole ? arguments.prefix { $0.hasPrefix("-") } : arguments.dropFirst()
    if let message = UnknownOption(command: command).messageForSingleMinus(in: own) {
      throw ValidationError(message)
    }
  }

  /// Throws an error where options contradict each other.
  private static func checkAfter(_ arguments: [String], _ command: (any ParsableCommand)?) throws {
    let named = CommandName.command(of: arguments)
    let repeatable: Set = [Settings.option]
    guard let command, type(of: command) == named,
      CommandOptions.mayRepeat(arguments, except: repeatable)
    else { return }
    try CommandOptions(of: named).checkRepetition(in: arguments.dropFirst(), except: repeatable)
  }

  /// Prints what an error says; returns the status that it stands for.
  private static func tell(_ error: any Error, _ arguments: [String]) -> Int32 {
    let status = BackpropCommand.exitCode(for: error).rawValue
    guard status == EXIT_SUCCESS else {
      let text = text(of: error, arguments)
      let given = arguments + GraphCommand.shielded(arguments)
      if !text.isEmpty { Console.printError(given.reduce(text) { hidingLines(of: $1, in: $0) }) }
      return status
    }
    do {
      try Console.print(
        HelpTranslation.help(for: error, columns: Console.statedColumns ?? Console.outputColumns ?? 80))
      return status
    } catch {
      return BackpropCommand.exitCode(for: error).rawValue
    }
  }

  private static func text(of error: any Error, _ arguments: [String]) -> String {
    let command = CommandName.command(of: arguments)
    guard let message = message(of: error, arguments, command) else {
      return BackpropCommand.fullMessage(for: error)
    }
    let usage = BackpropCommand.usageString(for: command).split(
      separator: "\n", omittingEmptySubsequences: false)
    let name = command == BackpropCommand.self ? "" : " " + (command.configuration.commandName ?? "")
    return "Error: \(message)\nUsage: " + usage.joined(separator: "\n       ")
      + "\n  See 'backprop\(name) --help' for more information."
  }

  /// What is to be said above the command's usage; `nil` where the argument parser has said it all.
  private static func message(
    of error: any Error, _ arguments: [String], _ command: any ParsableCommand.Type
  ) -> String? {
    if let error = error as? ValidationError { return error.message }
    guard BackpropCommand.message(for: error).hasPrefix("Unknown option '") else { return nil }
    let own = command == BackpropCommand.self ? arguments[...] : arguments.dropFirst()
    return command == GraphCommand.self ? nil : UnknownOption(command: command).message(for: own)
  }

  /// A text in which an argument's own line feeds can't be taken for the program's.
  private static func hidingLines(of argument: String, in text: String) -> String {
    guard argument.contains(where: \.isNewline) else { return text }
    let parts = [argument] + argument.split(separator: "=", maxSplits: 1).map(String.init)
    return parts.filter { !$0.isEmpty && $0.contains(where: \.isNewline) }
      .reduce(text) { $0.replacing($1, with: $1.escapingControlCharacters()) }
  }
}

extension String {
  /// Whether it is a single minus with letters behind it.
  fileprivate var isRowOfLetters: Bool { hasPrefix("-") && dropFirst().first?.isLetter == true && count > 2 }
}
