/// Messages on standard error in another language.
struct ErrorTranslation {
  let book: PhraseBook

  /// A message in a language.
  static func message(_ english: String, in language: MessageLanguage = .current) -> String {
    switch language {
    case .english: english
    case .chinese: ErrorTranslation(book: .chineseMessages).translation(of: english)
    }
  }

  /// The translation of a message, line by line. What has none stays English.
  func translation(of message: String) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }
      .joined(separator: "\n")
  }

  private func line(_ line: String) -> String {
    for (english, chinese) in [
      ("Error: ", "错误："), ("Warning: ", "警告："), ("Usage: ", "用法："), ("Hint: ", "提示："), ("Help:  ", "帮助：  "),
      ("Note: ", "注意："),
    ]
    where line.hasPrefix(english) {
      let rest = String(line.dropFirst(english.count))
      switch english {
      case "Usage: ": return chinese + rest
      case "Help:  ": return chinese + optionHelp(rest)
      default: return chinese + (sentences(rest) ?? rest)
      }
    }
    return sentences(line) ?? line
  }

  /// An option with the first sentence of its help.
  private func optionHelp(_ text: String) -> String {
    guard let gap = text.firstRange(of: "  ") else { return text }
    var sentence = text[gap.upperBound...]
    // Values and defaults are left to the help itself.
    for start in [" (values: ", " (default: "] {
      if let notes = sentence.firstRange(of: start) { sentence = sentence[..<notes.lowerBound] }
    }
    return PhraseBook.chineseHelp.translation(of: String(sentence)).map { text[..<gap.upperBound] + $0 }
      ?? text
  }

  /// A text within a sentence.
  private func part(_ text: String) -> String {
    book.translation(of: "~" + text, part: part) ?? sentences(text) ?? text
  }

  /// Sentences that are a phrase together, or the last of which are.
  private func sentences(_ text: String) -> String? {
    // What a person wrote is quoted below the sentence, and its place named at the end.
    if text.hasSuffix(")") {
      for start in [" (column ", " (line "] {
        guard let place = text.ranges(of: start).last,
          let translation = book.translation(of: String(text[place.lowerBound...].dropFirst()))
        else { continue }
        let sentence = String(text[..<place.lowerBound])
        return (sentences(sentence) ?? sentence) + translation
      }
    }
    if let place = text.firstRange(of: " Did you mean "),
      let question = book.translation(of: String(text[place.lowerBound...].dropFirst()))
    {
      let sentence = String(text[..<place.lowerBound])
      let known =
        sentences(sentence) ?? finding(sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence)
      return (known ?? sentence) + question
    }
    if let translation = book.translation(of: text, part: part) { return translation }
    return advice(atTheEndOf: text)
  }

  /// An error about a file: its advice is translated, and what was expected and found where both are known.
  private func advice(atTheEndOf text: String) -> String? {
    var rest = text[...]
    while let end = rest.firstRange(of: ". ") {
      rest = rest[end.upperBound...]
      guard let advice = book.translation(of: String(rest), part: part) else { continue }
      let finding = String(text[..<end.lowerBound])
      return (self.finding(finding) ?? finding + "。") + advice
    }
    return nil
  }

  private func finding(_ text: String) -> String? {
    // Between a file and what was expected of it a place may be named.
    guard let expected = text.firstRange(of: " expected "),
      let found = text[expected.upperBound...].firstRange(of: ", but found "),
      let wanted = noun(text[expected.upperBound..<found.lowerBound]),
      let got = noun(text[found.upperBound...]) ?? quotation(text[found.upperBound...])
    else { return nil }
    let place = text[..<expected.lowerBound]
    let file = place.hasSuffix(":") ? String(place.dropLast()) : part(String(place))
    return "\(file)：应为\(wanted)，实际为\(got)。"
  }

  /// A value as it stands in a file, such as `“linear”`, `[5,0]` or `1.5`, which is in no language.
  private func quotation(_ text: Substring) -> String? {
    let isQuoted = text.hasPrefix("“") && text.hasSuffix("”")
    let isNumber = text.first.map { "[{-0123456789".contains($0) } ?? false
    let isValue = isNumber || ["true", "false", "null"].contains(text)
    return isQuoted || (isValue && !text.contains(" ")) ? String(text) : nil
  }

  private func noun(_ text: Substring) -> String? {
    book.translation(of: "~" + text, part: part) ?? book.translation(of: String(text), part: part)
  }
}
