/// Words in lines of a limited width.
package enum ListingText {
  /// How many digits numbers have at most, one try after the other until a table fits: at first as many as they need.
  package static let digits: [Int?] = [nil, 6, 4, 3]

  /// The text in lines of at most so many columns, broken at spaces only: a longer word has a line of its own.
  ///
  /// - Parameter indent: how many spaces begin each line but the first.
  package static func broken(_ text: String, columns limit: Int, indent: Int = 0) -> [String] {
    guard text.displayWidth > limit else { return [text] }
    let margin = text.prefix { $0 == " " }
    let hanging = String(margin) + String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = String(margin)
    var isEmpty = true
    var width = line.displayWidth
    for word in text.dropFirst(margin.count).split(separator: " ") {
      let wordWidth = word.displayWidth
      if !isEmpty, width + 1 + wordWidth > limit {
        lines.append(line)
        line = hanging
        width = hanging.displayWidth
        isEmpty = true
      }
      if !isEmpty {
        line += " "
        width += 1
      }
      line += word
      width += wordWidth
      isEmpty = false
    }
    return lines + [line]
  }
}
