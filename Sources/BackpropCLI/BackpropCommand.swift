import BackpropArguments
import Foundation

/// The command `backprop`.
@main
struct BackpropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backprop",
    abstract: "Build, see, check and train neural networks by backpropagation.",
    discussion: "Exit status:\n" + ExitStatus.table,
    version: "0.1.0",
    subcommands: [
      TrainCommand.self, PredictCommand.self, EvaluateCommand.self, ExportCommand.self, InfoCommand.self,
      CheckCommand.self,
      SummaryCommand.self, GraphCommand.self, BenchCommand.self,
    ])

  static func main() {
    StandardStreams.reserve()
    Interruption.install()
    CommandEnd.exit(running: Array(CommandLine.arguments.dropFirst()))
  }
}
