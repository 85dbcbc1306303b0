import ArgumentParser
import BackpropFiles
import Foundation

/// How the program runs a command and ends.
///
/// What ArgumentParser would do by itself falls short in three ways: it prints arguments as they are, escape characters
/// included; of an error that a command throws it shows the usage of the whole program; and it takes no notice of a help
/// that can't be written.
enum CommandEnd {
  /// Parses arguments, runs the command they name, and ends the program.
  static func exit(running arguments: [String]) -> Never {
    var command: (any ParsableCommand)?
    var status = EXIT_SUCCESS
    do {
      command = try BackpropCommand.parseAsRoot(arguments)
      try command?.run()
    } catch {
      status = tell(error, of: command.map { type(of: $0) }, arguments)
    }
    if status == ExitStatus.brokenPipe {
      // The usual end of a program whose reader has gone.
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    Foundation.exit(status)
  }

  /// Prints what an error says; returns the status that it stands for.
  private static func tell(
    _ error: any Error, of command: (any ParsableCommand.Type)?, _ arguments: [String]
  ) -> Int32 {
    let status = BackpropCommand.exitCode(for: error).rawValue
    guard status == EXIT_SUCCESS else {
      let text = text(of: error, command)
      if !text.isEmpty { Console.printError(arguments.reduce(text) { hidingLines(of: $1, in: $0) }) }
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

  private static func text(of error: any Error, _ command: (any ParsableCommand.Type)?) -> String {
    guard let error = error as? ValidationError, let command else {
      return BackpropCommand.fullMessage(for: error)
    }
    let usage = BackpropCommand.usageString(for: command).split(
      separator: "\n", omittingEmptySubsequences: false)
    let name = "backprop " + (command.configuration.commandName ?? "")
    return "Error: \(error.message)\nUsage: " + usage.joined(separator: "\n       ")
      + "\n  See '\(name) --help' for more information."
  }

  /// A text in which an argument's own line feeds can't be taken for the program's.
  private static func hidingLines(of argument: String, in text: String) -> String {
    guard argument.contains(where: \.isNewline) else { return text }
    let parts = [argument] + argument.split(separator: "=", maxSplits: 1).map(String.init)
    return parts.filter { !$0.isEmpty && $0.contains(where: \.isNewline) }
      .reduce(text) { $0.replacing($1, with: $1.escapingControlCharacters()) }
  }
}
