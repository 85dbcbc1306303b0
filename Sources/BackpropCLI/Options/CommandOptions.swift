import BackpropArguments

/// The options of a command.
struct CommandOptions {
  /// All names with their minuses: `--seed`, `-h`.
  let names: [String]
  private let options: [String: Option]

  /// What belongs to a name.
  private struct Option {
    /// The same for all names of one option, such as `--plot` and `--no-plot`.
    let number: Int
    let takesValue: Bool
  }

  /// An option on a command line.
  struct Use {
    let name: String
    /// What was given to it; `nil` where it takes no value.
    let value: String?
  }

  init(of command: any ParsableCommand.Type) {
    var names: [String] = []
    var options: [String: Option] = [:]
    for (number, option) in CommandHelp(of: command, root: BackpropCommand.self).options.enumerated() {
      names += option.names
      for name in option.names { options[name] = Option(number: number, takesValue: option.takesValue) }
    }
    self.names = names
    self.options = options
  }

  /// The options among arguments, in order, and the arguments that are none, up to a `--`.
  func uses(in arguments: some Collection<String>) -> (options: [Use], others: [String]) {
    var uses: [Use] = []
    var others: [String] = []
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst(), argument != "--" {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first.map(String.init), let option = options[name] else {
        others.append(argument)
        continue
      }
      let given = parts.count > 1 ? String(parts[1]) : option.takesValue ? rest.popFirst() : nil
      uses.append(Use(name: name, value: given))
    }
    return (uses, others)
  }

  /// Whether two names belong to one option, as `--plot` and `--no-plot` do.
  func areOne(_ first: String, _ second: String) -> Bool {
    options[first].map { $0.number == options[second]?.number } ?? false
  }

  /// Throws an error where an option is given twice and not the same: one of the two can't be what is meant.
  func checkRepetition(in arguments: some Collection<String>, except repeatable: Set<String>) throws {
    var seen: [Int: Use] = [:]
    for use in uses(in: arguments).options where !repeatable.contains(use.name) {
      guard let number = options[use.name]?.number else { continue }
      guard let first = seen[number] else {
        seen[number] = use
        continue
      }
      if first.name != use.name {
        throw ValidationError("\(first.name) and \(use.name) contradict each other; give one of the two.")
      }
      if first.value != use.value {
        throw ValidationError(
          "\(use.name) is given twice, as '\((first.value ?? "").shownAsArgument)' and as "
            + "'\((use.value ?? "").shownAsArgument)'; give it once.")
      }
    }
  }
}

extension String {
  /// The text of an argument within a sentence: not longer than anyone reads, in one line, and with nothing in it that
  /// can't be seen.
  var shownAsArgument: String { Names.shown(count > 40 ? prefix(40) + "…" : self) }
}
