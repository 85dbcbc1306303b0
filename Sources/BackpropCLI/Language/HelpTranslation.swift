import BackpropArguments

/// A help screen in another language: it is written in English, with each paragraph in one line, and this puts the translated paragraphs into lines of their own.
struct HelpTranslation {
  /// Help that is wrapped at so many columns isn't wrapped at all.
  static let unwrapped = 100_000
  private static let descriptionColumn = CommandHelp.descriptionColumn

  let book: PhraseBook
  let columns: Int
  /// The paragraphs without a translation, which stay English.
  private(set) var missing: [String] = []

  init(book: PhraseBook, columns: Int) {
    self.book = book
    self.columns = max(columns, 40)
  }

  /// A command's help screen in a language.
  static func help(
    for command: any ParsableCommand.Type, columns: Int, in language: MessageLanguage = .current
  ) -> String {
    let help = CommandHelp(of: command, root: BackpropCommand.self)
    guard language == .chinese else { return help.screen(columns: columns) }
    var translation = HelpTranslation(book: .chineseHelp, columns: columns)
    return translation.translation(of: help.screen(columns: unwrapped))
  }

  /// The translation of a help screen that isn't wrapped.
  mutating func translation(of help: String) -> String {
    var lines: [String] = []
    var part = Part.overview
    for line in help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let indent = line.prefix { $0 == " " }.count
      if line.isEmpty {
        lines.append("")
        if part == .usage { part = .overview }
      } else if line.hasPrefix("OVERVIEW: ") {
        lines += wrapped("概述：" + translated(String(line.dropFirst("OVERVIEW: ".count))), indent: 0)
      } else if line.hasPrefix("USAGE: ") {
        part = .usage
        // As wide as the English word, under which further lines are indented.
        lines.append("用法： " + line.dropFirst("USAGE: ".count))
      } else if part == .usage {
        lines.append(line)
      } else if indent == 0, line.hasSuffix(":"), !line.contains(where: \.isLowercase) {
        part = .section
        lines.append(translated(line))
      } else if part == .section, indent == 2, !line.hasPrefix("  See '") {
        lines += element(line)
      } else if part == .section, indent == Self.descriptionColumn {
        lines += wrapped(described(String(line.dropFirst(indent))), indent: indent)
      } else {
        lines += wrapped(translated(String(line.dropFirst(indent))), indent: indent)
      }
    }
    return lines.joined(separator: "\n")
  }

  private enum Part {
    case overview
    case usage
    case section
  }

  /// An option or a command, with its description where that stands in the same line.
  private mutating func element(_ line: String) -> [String] {
    guard line.count > Self.descriptionColumn else { return [line] }
    let column = line.index(line.startIndex, offsetBy: Self.descriptionColumn)
    // A long label has its description in the next line.
    guard line[line.index(before: column)] == " ", line[column] != " " else { return [line] }
    var lines = wrapped(described(String(line[column...])), indent: Self.descriptionColumn)
    lines[0] = String(line[..<column]) + lines[0].dropFirst(Self.descriptionColumn)
    return lines
  }

  /// A description, behind which possible values and the default may stand in parentheses.
  private mutating func described(_ description: String) -> String {
    for start in ["(values: ", "(default: "] {
      guard description.hasSuffix(")"), let place = description.firstRange(of: start) else { continue }
      let text = description[..<place.lowerBound]
      var values = description[place.upperBound...].dropLast()[...]
      var notes: [String] = []
      if start == "(values: " {
        let end = values.firstRange(of: "; default: ")
        notes.append("可选值：" + values[..<(end?.lowerBound ?? values.endIndex)])
        values = end.map { values[$0.upperBound...] } ?? ""
      }
      if !values.isEmpty { notes.append("默认：" + (book.translation(of: String(values)) ?? String(values))) }
      let translation = text.isEmpty ? "" : translated(String(text.dropLast(text.hasSuffix(" ") ? 1 : 0)))
      return translation + "（" + notes.joined(separator: "；") + "）"
    }
    return translated(description)
  }

  private mutating func translated(_ text: String) -> String {
    if let translation = book.translation(of: text) { return translation }
    // An example is what one types, in any language.
    if !text.hasPrefix("backprop ") { missing.append(text) }
    return text
  }

  private func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    // Columns of a table stay in their line.
    guard !text.contains("   ") else { return [margin + text] }
    return text.brokenIntoLines(of: max(columns - indent, 20)).map { margin + $0 }
  }
}
