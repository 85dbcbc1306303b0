import BackpropDrawing
import BackpropFiles

/// A mistake in a text that a person wrote: a sentence and the place it is about.
struct SourceError: Error, Equatable {
  /// What is wrong and what to do about it.
  var sentence: String
  /// The character that it is about, counted from 0; one past the last where something is missing at the end.
  var position: Int

  init(_ sentence: String, at position: Int) {
    self.sentence = sentence
    self.position = position
  }
}

extension SourceError {
  /// How many columns of a long text are shown around the place.
  private static let shownWidth = 72

  /// The sentence, the text and a caret under the place.
  ///
  /// - Parameter subject: what the column is counted in, such as `the expression`.
  func message(in source: [Character], of subject: String) -> String {
    // A text can be much longer than what is shown of it.
    let room = SourceError.shownWidth + 2
    let first = max(0, min(position, source.count) - room)
    let shown = source[first..<min(source.count, first + 2 * room)].map { character in
      // Anything that would move the cursor is shown as a space or escape, so that the caret stays in its column.
      character.isWhitespace ? " " : String(character).escapingControlCharacters()
    }
    let place = min(max(position - first, 0), shown.count)
    var start = place
    var width = 0
    while start > 0, width + shown[start - 1].displayWidth <= SourceError.shownWidth / 2 {
      start -= 1
      width += shown[start].displayWidth
    }
    var end = place
    while end < shown.count, width + shown[end].displayWidth <= SourceError.shownWidth {
      width += shown[end].displayWidth
      end += 1
    }
    // A text that ends early lends its room to the part before the place.
    while end == shown.count, start > 0, width + shown[start - 1].displayWidth <= SourceError.shownWidth {
      start -= 1
      width += shown[start].displayWidth
    }
    let before = (first + start > 0 ? "…" : "") + shown[start..<place].joined()
    let after = shown[place..<end].joined() + (first + end < source.count ? "…" : "")
    let caret = String(repeating: " ", count: before.displayWidth) + "^"
    return
      "\(sentence) (column \(min(max(position, 0), source.count) + 1) of \(subject))\n  \(before)\(after)\n  \(caret)"
  }
}
