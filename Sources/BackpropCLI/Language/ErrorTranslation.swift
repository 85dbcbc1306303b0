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
    ]
    where line.hasPrefix(english) {
      let rest = String(line.dropFirst(english.count))
      return chinese + (english == "Usage: " ? rest : sentences(rest) ?? rest)
    }
    return sentences(line) ?? line
  }

  /// Sentences that are a phrase together, or the last of which are.
  private func sentences(_ text: String) -> String? {
    if let translation = book.translation(of: text) { return translation }
    // What a person wrote is quoted below the sentence, and its column named at the end.
    if text.hasSuffix(")"), let place = text.firstRange(of: " (column "),
      let column = book.translation(of: String(text[place.lowerBound...].dropFirst()))
    {
      let sentence = String(text[..<place.lowerBound])
      return (sentences(sentence) ?? sentence) + column
    }
    if let place = text.firstRange(of: " Did you mean "),
      let question = book.translation(of: String(text[place.lowerBound...].dropFirst()))
    {
      let sentence = String(text[..<place.lowerBound])
      return (sentences(sentence) ?? sentence) + question
    }
    return advice(atTheEndOf: text)
  }

  /// An error about a file: its advice is translated, and what was expected and found where both are known.
  private func advice(atTheEndOf text: String) -> String? {
    var rest = text[...]
    while let end = rest.firstRange(of: ". ") {
      rest = rest[end.upperBound...]
      guard let advice = book.translation(of: String(rest)) else { continue }
      let finding = String(text[..<end.lowerBound])
      return (self.finding(finding) ?? finding + "。") + advice
    }
    return nil
  }

  private func finding(_ text: String) -> String? {
    guard let expected = text.firstRange(of: ": expected "),
      let found = text[expected.upperBound...].firstRange(of: ", but found "),
      let wanted = book.translation(of: String(text[expected.upperBound..<found.lowerBound])),
      let got = book.translation(of: String(text[found.upperBound...]))
    else { return nil }
    return "\(text[..<expected.lowerBound])：应为\(wanted)，实际为\(got)。"
  }
}
