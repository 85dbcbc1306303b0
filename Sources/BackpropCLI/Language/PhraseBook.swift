/// English phrases with their translations. A `{}` in a phrase stands for any text, such as a name or a number, and
/// its translation has `{1}`, `{2}`, … in the places of these texts, or `{1*}` where the text is to be translated, too. A
/// phrase that begins with `~` is only a part of others, and found by such a text.
struct PhraseBook {
  /// The phrases in English.
  let phrases: [String]
  private let whole: [String: String]
  /// Phrases with gaps, those with the most fixed letters first, since these say most surely what is meant.
  private let withGaps: [(pieces: [String], translation: String)]

  /// Reads phrases from lines: each phrase is followed by its translation; empty lines and those that begin with `# `
  /// are for the reader. (One text, since the compiler takes a second for a literal of so many pairs.)
  init(_ text: String) {
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map(String.init)
    let pairs = stride(from: 0, to: lines.count - 1, by: 2).map {
      (phrase: lines[$0], translation: lines[$0 + 1])
    }
    phrases = pairs.map(\.phrase)
    whole = Dictionary(
      pairs.filter { !$0.phrase.contains("{}") }.map { ($0.phrase, $0.translation) },
      uniquingKeysWith: { first, _ in first })
    withGaps = pairs.filter { $0.phrase.contains("{}") }
      .map { (pieces: PhraseBook.pieces(of: $0.phrase), translation: $0.translation) }
      .sorted { $0.pieces.joined().count > $1.pieces.joined().count }
  }

  /// The translation of a text; `nil` where no phrase is like it.
  ///
  /// - Parameter part: translates a text within it, where its phrase asks for that.
  func translation(of text: String, part: (String) -> String = { $0 }) -> String? {
    if let translation = whole[text] { return translation }
    for phrase in withGaps {
      guard let gaps = PhraseBook.gaps(in: text, between: phrase.pieces) else { continue }
      return PhraseBook.filled(phrase.translation, with: gaps, part)
    }
    return nil
  }

  private static func pieces(of phrase: String) -> [String] {
    var pieces: [String] = []
    var rest = phrase[...]
    while let gap = rest.firstRange(of: "{}") {
      pieces.append(String(rest[..<gap.lowerBound]))
      rest = rest[gap.upperBound...]
    }
    return pieces + [String(rest)]
  }

  /// What stands in a text between pieces that it must consist of; each gap is as short as it can be.
  private static func gaps(in text: String, between pieces: [String]) -> [String]? {
    guard text.hasPrefix(pieces[0]) else { return nil }
    var gaps: [String] = []
    var rest = text.dropFirst(pieces[0].count)
    for (position, piece) in pieces.enumerated().dropFirst() {
      if position == pieces.count - 1 {
        guard rest.hasSuffix(piece) else { return nil }
        gaps.append(String(rest.dropLast(piece.count)))
      } else {
        guard let place = rest.firstRange(of: piece) else { return nil }
        gaps.append(String(rest[..<place.lowerBound]))
        rest = rest[place.upperBound...]
      }
    }
    return gaps
  }

  private static func filled(
    _ translation: String, with gaps: [String], _ part: (String) -> String
  ) -> String {
    var text = ""
    var rest = translation[...]
    while let opening = rest.firstIndex(of: "{"), let closing = rest[opening...].firstIndex(of: "}") {
      let mark = rest[rest.index(after: opening)..<closing]
      let number = Int(mark.prefix { $0 != "*" }) ?? 0
      let gap = gaps.indices.contains(number - 1) ? gaps[number - 1] : ""
      text += rest[..<opening] + (mark.hasSuffix("*") ? part(gap) : gap)
      rest = rest[rest.index(after: closing)...]
    }
    return text + rest
  }
}
