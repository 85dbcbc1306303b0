import BackpropArguments

/// Finds misspelt options among arguments, and what was meant by them.
struct UnknownOption {
  let command: any ParsableCommand.Type
  private let options: CommandOptions

  init(command: any ParsableCommand.Type) {
    self.command = command
    options = CommandOptions(of: command)
  }

  /// What to say of the first argument of a command that begins with a minus and is no option of it; `nil` where none is.
  func message(for arguments: some Collection<String>) -> String? {
    let unknown = options.uses(in: arguments).others.first { $0.hasPrefix("-") && $0.count > 1 }
    return unknown.map { sentence(about: name($0)) }
  }

  /// What to say of the first argument that has a single minus before a word; `nil` where none has: it is what
  /// other programs take for a row of letters.
  func messageForSingleMinus(in arguments: some Collection<String>) -> String? {
    let words = options.uses(in: arguments).others.filter { word in
      word.hasPrefix("-") && word.count > 2 && word.dropFirst().first?.isLetter == true && word != "-help"
    }
    return words.first.map { sentence(about: name($0)) }
  }

  /// What to say of the first argument that is meant for an option, `nil` where none is, among arguments that a command
  /// takes for its text, since expressions may begin with minuses.
  ///
  /// Beside an expression, whatever begins with `--` and a letter is one; by itself it may be a double negation, unless
  /// it resembles an option and isn't the negation of a name that is set. A single minus negates unless an option's whole
  /// name follows.
  ///
  /// - Parameter names: the names that have values.
  func message(amongExpressions arguments: [String], names: [String]) -> String? {
    for argument in arguments {
      let word = name(argument)
      let isMeant =
        if word.hasPrefix("--") {
          isOption(word, besideOthers: arguments.count > 1 || argument.contains("="), names)
        } else {
          options.names.contains("-" + word) && !names.contains(String(word.dropFirst()))
        }
      if isMeant { return sentence(about: word) }
    }
    return nil
  }

  private func isOption(_ word: String, besideOthers isBesideOthers: Bool, _ names: [String]) -> Bool {
    guard word.dropFirst(2).first?.isLetter == true else { return false }
    if isBesideOthers { return true }
    return suggestion(for: word) != nil && !names.contains(String(word.dropFirst(2)))
  }

  private func name(_ argument: String) -> String { String(argument.prefix { $0 != "=" }) }

  private func suggestion(for word: String) -> String? {
    OptionSuggestion(known: options.names).option(for: word)
  }

  private func sentence(about word: String) -> String {
    let start = "Unknown option '\(word.shownAsArgument)'"
    if let meant = suggestion(for: word) { return "\(start). Did you mean '\(meant)'?" }
    let owners = BackpropCommand.configuration.subcommands.filter { other in
      other != command && CommandOptions(of: other).names.contains(word)
    }
    guard !owners.isEmpty else { return start + "." }
    let list = owners.map { "backprop \($0.configuration.commandName)" }.joined(separator: ", ")
    return "\(start); it belongs to \(list)."
  }
}
