import ArgumentParser
import Foundation

/// The command `backprop`.
@main
struct BackpropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backprop",
    abstract: "Build, see, check and train neural networks by backpropagation.",
    discussion: """
      Exit status: 0 when all went well, 1 when a check failed, 64 for wrong usage, 74 when a file or the network \
      failed, 130 when interrupted.
      """,
    version: "0.1.0",
    subcommands: [TrainCommand.self, CheckCommand.self, GraphCommand.self, BenchCommand.self])

  static func main() {
    do {
      var command = try parseAsRoot(GraphCommand.shielded(Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch {
      end(with: error)
    }
  }

  /// Prints help on standard output or what went wrong on standard error, and exits.
  private static func end(with error: any Error) -> Never {
    let code = exitCode(for: error)
    guard code.isSuccess else {
      let message = fullMessage(for: error)
      if !message.isEmpty { Console.printError(message) }
      Foundation.exit(code.rawValue)
    }
    do {
      try Console.print(
        HelpTranslation.help(for: error, columns: Console.statedColumns ?? Console.outputColumns ?? 80))
    } catch {
      Foundation.exit(exitCode(for: error).rawValue)
    }
    Foundation.exit(code.rawValue)
  }
}
