import Backprop
import BackpropArguments
import BackpropFiles
import Foundation

/// How the program runs a command and ends.
enum CommandEnd {
  /// Parses arguments, runs the command they name, and ends the program.
  static func exit(running arguments: [String]) -> Never {
    var status = EXIT_SUCCESS
    do {
      try ProcessGroup.join(arguments)
      try checkBefore(arguments)
      let resumption = try Self.resumption(arguments)
      let whole = resumption?.arguments ?? arguments
      let command = try BackpropCommand.parseAsRoot(whole)
      try checkAfter(whole, command)
      try checkEnvironment()
      if let train = command as? TrainCommand {
        try train.run(arguments: whole, goingOnWith: resumption)
      } else {
        try command.run()
      }
    } catch {
      status = tell(error, arguments)
    }
    if let group = ProcessGroup.current { status = group.end(status) }
    if status == ExitStatus.brokenPipe {
      // The usual end of a program whose reader has gone.
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    Foundation.exit(status)
  }

  /// The training that goes on, where arguments ask for one.
  private static func resumption(_ arguments: [String]) throws -> Resumption? {
    do {
      return try Resumption(arguments)
    } catch let error as FileError {
      throw ExitCode(error.tell())
    }
  }

  /// Throws an error where a command or an option is misspelt, before anything else that may be wrong is told.
  private static func checkBefore(_ arguments: [String]) throws {
    try CommandName.check(arguments)
    let command = CommandName.command(of: arguments)
    let isForHelp = arguments.contains { CommandHelp.names.contains($0) }
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
  private static func checkAfter(_ arguments: [String], _ command: any ParsableCommand) throws {
    let named = CommandName.command(of: arguments)
    guard type(of: command) == named else { return }
    try CommandOptions(of: named).checkRepetition(in: arguments.dropFirst(), except: [Settings.option])
  }

  /// Says what is wrong with the environment, and ends the program.
  private static func checkEnvironment() throws {
    guard let name = InstructionSet.pickedInVain else { return }
    Console.printError("Error: " + InstructionSet.complaint(about: "'\(name.shownAsArgument)'"))
    throw ExitCode(ExitStatus.usage)
  }

  /// Prints what an error says; returns the status that it stands for.
  private static func tell(_ error: any Error, _ arguments: [String]) -> Int32 {
    do {
      switch error {
      case let request as HelpRequest:
        try Console.print(
          HelpTranslation.help(
            for: request.command, columns: Console.statedColumns ?? Console.outputColumns ?? 80))
      case is VersionRequest:
        try Console.print(BackpropCommand.configuration.version)
      case let end as ExitCode:
        return end.rawValue
      case is ValidationError, is ParsingError:
        Console.printError(wrongUsage(error, arguments))
        return ExitStatus.usage
      default:
        Console.printError("Error: \(error)")
        return EXIT_FAILURE
      }
      return EXIT_SUCCESS
    } catch {
      return (error as? ExitCode)?.rawValue ?? EXIT_FAILURE
    }
  }

  /// What is wrong with the command line, and how it is used.
  private static func wrongUsage(_ error: any Error, _ arguments: [String]) -> String {
    let command = CommandName.command(of: arguments)
    let usage = CommandHelp(of: command, root: BackpropCommand.self).usage.split(
      separator: "\n", omittingEmptySubsequences: false)
    let name = command == BackpropCommand.self ? "" : " " + command.configuration.commandName
    let help = (error as? ParsingError)?.help.map { "\nHelp:  \($0)" } ?? ""
    return "Error: \(message(of: error, arguments, command))\(help)\nUsage: "
      + usage.joined(separator: "\n       ") + "\n  See 'backprop\(name) --help' for more information."
  }

  private static func message(
    of error: any Error, _ arguments: [String], _ command: any ParsableCommand.Type
  ) -> String {
    guard let error = error as? ParsingError else { return "\(error)" }
    if error.surplus.count == 1, let option = dataOption(for: error.surplus[0], command) {
      return
        "\(error.message); data are named by an option: \(option) \(error.surplus[0].quotedForShell.escapingControlCharacters())."
    }
    guard error.unknownOption != nil else { return error.message }
    let own = command == BackpropCommand.self ? arguments[...] : arguments.dropFirst()
    return UnknownOption(command: command).message(for: own) ?? error.message
  }

  /// The option of a command that takes a file, a folder or a data set that was given without one.
  private static func dataOption(for argument: String, _ command: any ParsableCommand.Type) -> String? {
    guard DataName(rawValue: argument) != nil || (try? SystemCalls.status(ofPath: argument)) != nil else {
      return nil
    }
    let names = CommandOptions(of: command).names
    return ["--data", "--data-dir"].first { names.contains($0) }
  }
}

extension String {
  /// Whether it is a single minus with letters behind it.
  fileprivate var isRowOfLetters: Bool { hasPrefix("-") && dropFirst().first?.isLetter == true && count > 2 }
}
