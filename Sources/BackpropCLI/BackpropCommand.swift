import ArgumentParser

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
    main(GraphCommand.shielded(Array(CommandLine.arguments.dropFirst())))
  }
}
