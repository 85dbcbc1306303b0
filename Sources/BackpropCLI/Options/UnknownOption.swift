import ArgumentParser

/// Finds misspelt options among arguments that a command takes for its text, since expressions may begin with minuses.
struct UnknownOption {
  let command: any ParsableCommand.Type

  /// What to say of the first argument that is meant for an option, `nil` where none is.
  ///
  /// Beside an expression, whatever begins with `--` and a letter is one; by itself it may be a double negation, unless
  /// it resembles an option and isn't the negation of a name that is set.
  ///
  /// - Parameter names: the names that have values.
  func message(for arguments: [String], names: [String]) -> String? {
    for argument in arguments {
      let word = String(argument.prefix { $0 != "=" })
      guard word.hasPrefix("--"), word.dropFirst(2).first?.isLetter == true else { continue }
      let similar = Suggestion.near(word, among: known)
      let isSurelyMeant = arguments.count > 1 || argument.contains("=")
      guard isSurelyMeant || (similar != nil && !names.contains(String(word.dropFirst(2)))) else { continue }
      let shown = word.count > 40 ? word.prefix(40) + "…" : word[...]
      return "Unknown option '\(shown)'." + (similar.map { " Did you mean '\($0)'?" } ?? "")
    }
    return nil
  }

  /// The options that the command's help names.
  private var known: [String] {
    BackpropCommand.helpMessage(for: command, includeHidden: true)
      .split { !($0 == "-" || $0.isLetter) }.map(String.init).filter { $0.hasPrefix("--") && $0.count > 2 }
  }
}
