import Backprop
import BackpropArguments

/// The first argument, which names a command.
enum CommandName {
  /// What other programs and habits call the commands.
  private static let synonyms = [
    "fit": "train", "learn": "train", "run": "train", "test": "check", "verify": "check",
    "gradcheck": "check",
    "grad-check": "check", "gradient-check": "check", "benchmark": "bench", "speed": "bench", "time": "bench",
    "draw": "graph", "plot": "graph", "eval": "graph", "calc": "graph", "compute": "graph",
    "version": "--version",
  ]

  /// The command that arguments name, the whole program's where they name none.
  static func command(of arguments: [String]) -> any ParsableCommand.Type {
    let commands = BackpropCommand.configuration.subcommands
    return commands.first { $0.configuration.commandName == arguments.first } ?? BackpropCommand.self
  }

  /// Throws an error where arguments name a command that there isn't, to be run or to be explained.
  static func check(_ arguments: [String]) throws {
    guard let first = arguments.first else { return }
    if first == "help" {
      let names = arguments.dropFirst().filter { !$0.hasPrefix("-") }
      if let name = names.first, name != "help" { try checkName(name) }
      if names.count > 1 {
        throw ValidationError("'backprop help' explains one command; there are \(names.count) here.")
      }
    } else if !first.hasPrefix("-") {
      try checkName(first)
    }
  }

  private static func checkName(_ name: String) throws {
    let names = BackpropCommand.configuration.subcommands.map { $0.configuration.commandName }
    guard !names.contains(name) else { return }
    let meant = suggestion(for: name, among: names).map { " Did you mean '\($0)'?" } ?? ""
    throw ValidationError("There is no command '\(name.shownAsArgument)'." + meant)
  }

  private static func suggestion(for name: String, among names: [String]) -> String? {
    let word = name.lowercased()
    if let same = names.first(where: { $0 == word }) { return same }
    if let synonym = synonyms[word] { return synonym }
    if word.count >= 2, let begun = names.first(where: { $0.hasPrefix(word) || word.hasPrefix($0) }) {
      return begun
    }
    if let near = Suggestion.near(word, among: names) { return near }
    // An expression without its command.
    return word.contains { "*+@()[]".contains($0) } ? "graph" : nil
  }
}
