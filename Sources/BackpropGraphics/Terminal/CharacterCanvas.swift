/// A grid of characters that lines and texts are drawn on.
struct CharacterCanvas {
  /// The sides of a cell that a line leaves it on.
  struct Sides: OptionSet {
    let rawValue: Int
    static let left = Sides(rawValue: 1)
    static let right = Sides(rawValue: 2)
    static let up = Sides(rawValue: 4)
    static let down = Sides(rawValue: 8)
  }

  private var sides: [[Sides]]
  private var isBridge: [[Bool]]
  private var isFork: [[Bool]]
  private let signs: TerminalSigns
  /// The texts' characters; the second cell of a wide one is an empty string.
  private var texts: [[String?]]

  init(columns: Int, rows: Int, signs: TerminalSigns) {
    self.signs = signs
    sides = Array(repeating: Array(repeating: [], count: columns), count: rows)
    isBridge = Array(repeating: Array(repeating: false, count: columns), count: rows)
    isFork = isBridge
    texts = Array(repeating: Array(repeating: nil, count: columns), count: rows)
  }

  /// Draws a line between two columns of a row, both included.
  mutating func drawAcross(row: Int, from: Int, to: Int) {
    guard from < to, sides.indices.contains(row) else { return }
    for column in max(from, 0)...to where column < sides[row].count {
      if column > from { sides[row][column].insert(.left) }
      if column < to { sides[row][column].insert(.right) }
    }
  }

  /// Draws a line between two rows of a column, both included.
  mutating func drawDown(column: Int, from: Int, to: Int) {
    let (top, bottom) = (min(from, to), max(from, to))
    for row in max(top, 0)...max(bottom, 0) where row < sides.count && sides[row].indices.contains(column) {
      if row > top { sides[row][column].insert(.up) }
      if row < bottom { sides[row][column].insert(.down) }
    }
  }

  /// Lets the vertical line of a cell pass over the horizontal one.
  mutating func bridge(row: Int, column: Int) {
    if isBridge.indices.contains(row), isBridge[row].indices.contains(column) { isBridge[row][column] = true }
  }

  /// Puts a dot where one line goes several ways; where several lines come together there is none.
  mutating func fork(row: Int, column: Int) {
    if isFork.indices.contains(row), isFork[row].indices.contains(column) { isFork[row][column] = true }
  }

  /// Writes text from a column on; what doesn't fit is left out.
  mutating func write(_ text: String, row: Int, column: Int) {
    var column = column
    for character in text {
      let width = character.displayWidth
      guard row >= 0, row < texts.count, column >= 0, column + width <= texts[row].count else { return }
      if width == 0 { continue }
      texts[row][column] = character.isNewline ? " " : String(character)
      if width == 2 { texts[row][column + 1] = "" }
      column += width
    }
  }

  /// The rows as text, without spaces at their ends.
  var lines: [String] {
    sides.indices.map { row in
      var line = ""
      for column in sides[row].indices {
        if let text = texts[row][column] {
          line += text
        } else {
          line.append(sign(row, column))
        }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func sign(_ row: Int, _ column: Int) -> Character {
    let isPlain = signs == .ascii
    if isBridge[row][column] { return isPlain ? "|" : "│" }
    if isFork[row][column] { return isPlain ? "o" : "●" }
    let sides = Int(sides[row][column].rawValue)
    return isPlain ? CharacterCanvas.plainCharacters[sides] : CharacterCanvas.characters[sides]
  }

  private static let characters: [Character] = [
    " ", "─", "─", "─", "│", "╯", "╰", "┴", "│", "╮", "╭", "┬", "│", "┤", "├", "┼",
  ]
  private static let plainCharacters: [Character] = [
    " ", "-", "-", "-", "|", "+", "+", "+", "|", "+", "+", "+", "|", "+", "+", "+",
  ]
}
