/// What a command can be told, as its help screen and its usage say it.
public struct CommandHelp {
  /// An option of a command.
  public struct Option: Sendable {
    /// Its names with their minuses: `--plot`, `--no-plot`.
    public let names: [String]
    /// Whether a value belongs to it.
    public let takesValue: Bool
  }

  /// What asks for help.
  public static let names = ["-h", "--help", "-help"]
  /// What asks for the version.
  static let versionName = "--version"
  /// Where descriptions begin.
  public static let descriptionColumn = 26
  /// Where what stands below a description begins.
  private static let discussionColumn = 8
  /// With more options than that, the usage doesn't list them.
  private static let mostOptionsInUsage = 12

  private let command: any ParsableCommand.Type
  private let root: any ParsableCommand.Type
  private let slots: [Slot]

  /// What a command can be told.
  ///
  /// - Parameters:
  ///   - command: the command to explain.
  ///   - root: the one that the program is.
  public init(of command: any ParsableCommand.Type, root: any ParsableCommand.Type) {
    self.command = command
    self.root = root
    slots = CommandHelp.slots(of: command)
  }

  private static func slots(of command: (some ParsableCommand).Type) -> [Slot] {
    Slot.all(of: command.init())
  }

  private var isRoot: Bool { command == root }
  private var configuration: CommandConfiguration { command.configuration }
  /// How the command is called: `backprop train`.
  private var call: String {
    root.configuration.commandName + (isRoot ? "" : " " + configuration.commandName)
  }

  /// The options that the command knows, those that ask for help and for the version among them.
  public var options: [Option] {
    slots.filter { !$0.names.isEmpty }.map { slot in
      guard case .flag = slot.shape else { return Option(names: slot.names, takesValue: true) }
      return Option(names: slot.names, takesValue: false)
    } + [
      Option(names: [CommandHelp.versionName], takesValue: false),
      Option(names: ["-h", "--help"], takesValue: false),
    ]
  }

  /// How the command is called, in one line or in those that its configuration states.
  public var usage: String {
    if let usage = configuration.usage { return usage }
    if !configuration.subcommands.isEmpty { return call + " <subcommand>" }
    let shown = slots.filter { !$0.help.isHidden }
    if shown.count > CommandHelp.mostOptionsInUsage { return call + " <options>" }
    return ([call] + shown.map { "[\($0.label)]" }).joined(separator: " ")
  }

  /// The help screen.
  ///
  /// - Parameter columns: how wide its lines may be; 40 if fewer, since there would be no room for descriptions.
  public func screen(columns: Int) -> String {
    let columns = max(columns, 40)
    var parts = ["OVERVIEW: \(configuration.abstract)".wrapped(to: columns)]
    if !configuration.discussion.isEmpty { parts.append(configuration.discussion.wrapped(to: columns)) }
    parts.append("USAGE: " + usage.split(separator: "\n").joined(separator: "\n       "))
    parts += sections(columns)
    if !configuration.subcommands.isEmpty {
      parts.append("  See '\(call) help <subcommand>' for detailed help.")
    }
    return parts.joined(separator: "\n\n")
  }

  private func sections(_ columns: Int) -> [String] {
    let shown = slots.filter { !$0.help.isHidden }
    let positional = shown.filter(\.names.isEmpty)
    let named = shown.filter { !$0.names.isEmpty }
    var titles: [String] = []
    for slot in named where !slot.title.isEmpty && !titles.contains(slot.title) { titles.append(slot.title) }
    var sections: [String] = []
    if !positional.isEmpty { sections.append(section("ARGUMENTS", positional.map { element($0, columns) })) }
    for title in titles {
      let elements = named.filter { $0.title == title }.map { element($0, columns) }
      sections.append(section(title.uppercased(), elements))
    }
    var options = named.filter(\.title.isEmpty).map { element($0, columns) }
    options.append(line("--version", "Show the version.", columns))
    options.append(line("-h, --help", "Show help information.", columns))
    sections.append(section("OPTIONS", options))
    let commands = configuration.subcommands.map { $0.configuration }
    if !commands.isEmpty {
      let lines = commands.map { line($0.commandName, $0.abstract, columns) }
      sections.append(section("SUBCOMMANDS", lines))
    }
    return sections
  }

  private func section(_ title: String, _ lines: [String]) -> String {
    "\(title):\n" + lines.joined(separator: "\n")
  }

  private func element(_ slot: Slot, _ columns: Int) -> String {
    var notes: [String] = []
    if !slot.values.isEmpty { notes.append("values: " + slot.values.joined(separator: ", ")) }
    if let value = slot.defaultText { notes.append("default: " + value) }
    let note = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
    let text = line(slot.label, slot.help.abstract + note, columns)
    if slot.help.discussion.isEmpty { return text }
    return text + "\n" + slot.help.discussion.wrapped(to: columns, indent: CommandHelp.discussionColumn)
  }

  /// A label with what it means, in its line where there is room.
  private func line(_ label: String, _ description: String, _ columns: Int) -> String {
    let indented = "  " + label
    let text = description.wrapped(to: columns, indent: CommandHelp.descriptionColumn)
    if indented.count >= CommandHelp.descriptionColumn { return indented + "\n" + text }
    return indented + text.dropFirst(indented.count)
  }
}

extension String {
  /// The text in lines of fewer columns, since a full line makes some terminals go to the next by themselves; broken at spaces; a line that is indented is so in its parts, too.
  fileprivate func wrapped(to columns: Int, indent: Int = 0) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(repeating: " ", count: $0.isEmpty ? 0 : indent) + $0 }
      .map { String.broken($0, columns, indent: indent) }.joined(separator: "\n")
  }

  private static func broken(_ line: String, _ columns: Int, indent: Int) -> String {
    var lines: [String] = []
    var rest = Substring(line)
    let most = columns - 1
    while rest.count > most {
      // The last space before which the words fit, or else the first one behind a word that is too long.
      let start = rest.prefix(indent).endIndex
      let room = rest.index(rest.startIndex, offsetBy: most)
      let place =
        rest[start..<rest.index(after: room)].lastIndex(of: " ").flatMap { $0 > start ? $0 : nil }
        ?? rest[start...].firstIndex(of: " ")
      guard let place else { break }
      lines.append(String(rest[..<place]))
      rest = Substring(String(repeating: " ", count: indent) + rest[rest.index(after: place)...])
    }
    return (lines + [String(rest)]).joined(separator: "\n")
  }
}
