import Backprop
import BackpropDrawing
import BackpropFiles

/// What became of the samples of each class, for people: precision and recall, and the confusion matrix. Where that is too
/// wide to be looked at, its largest numbers stand in a list.
struct ConfusionText {
  private let confusion: ConfusionMatrix
  /// The classes' names, shortened where they leave no room for numbers.
  private let names: [String]
  private let columns: Int

  /// How many pairs of classes a list has.
  private static let pairLimit = 12

  /// - Parameters:
  ///   - classNames: the classes' names, as many as there are classes.
  ///   - columns: how wide lines may be.
  init(_ confusion: ConfusionMatrix, classNames: [String], columns: Int) {
    (self.confusion, self.columns) = (confusion, columns)
    names = Self.shortened(
      classNames.map { $0.escapingControlCharacters() }, columns: max(columns - Self.numbersWidth, 8))
  }

  /// Names of no more than so many columns. Those that are the same once they are cut begin with their classes' numbers.
  private static func shortened(_ names: [String], columns: Int) -> [String] {
    let short = names.map { TextMeasure.shortened($0, columns: columns) }
    let counts = Dictionary(short.map { ($0, 1) }, uniquingKeysWith: +)
    return short.enumerated().map { label, name in
      guard name != names[label], counts[name, default: 0] > 1 else { return name }
      let number = "\(label) "
      return number + TextMeasure.shortened(names[label], columns: max(columns - number.count, 1))
    }
  }

  /// How wide the numbers beside a class's name are.
  private static let numbersWidth = 28

  var lines: [String] { table + (matrix ?? pairs) }

  /// A line for each class.
  private var table: [String] {
    let width = max(5, names.map(\.displayWidth).max() ?? 0)
    func share(_ value: Double?) -> String { value.map { $0.fixed(4) } ?? "–" }
    let lines = names.enumerated().map { label, name in
      [
        name.rightAligned(to: width), confusion.count(of: label).grouped.rightAligned(to: 8),
        share(confusion.precision(of: label)).rightAligned(to: 10),
        share(confusion.recall(of: label)).rightAligned(to: 7),
      ].joined(separator: " ")
    }
    return ["class".rightAligned(to: width) + "  samples  precision  recall"] + lines
  }

  /// The matrix, with names above its columns that are cut where they are wider than the numbers; `nil` where it is wider
  /// than lines may be.
  private var matrix: [String]? {
    let labels = 0..<confusion.classCount
    guard !labels.isEmpty else { return [] }
    // Each column takes two characters at least: of very many classes no matrix is made only to be measured.
    guard 2 * labels.count <= columns else { return nil }
    let width = max(4, names.map(\.displayWidth).max() ?? 0)
    let cells = labels.map { label in
      labels.map { confusion[label, $0] == 0 ? "·" : "\(confusion[label, $0])" }
    }
    let column = max(4, cells.flatMap { $0 }.map(\.count).max() ?? 0)
    let head = names.map { Self.beginning(of: $0, columns: column).rightAligned(to: column) }
    let lines = zip(names, cells).map { name, row in
      name.rightAligned(to: width) + " " + row.map { $0.rightAligned(to: column) }.joined(separator: " ")
    }
    let title = ["", "rows: what it is, columns: what it was taken for"]
    let all = title + ["".rightAligned(to: width) + " " + head.joined(separator: " ")] + lines
    return all.allSatisfy { $0.displayWidth <= columns } ? all : nil
  }

  /// As much of a name as so many columns hold.
  private static func beginning(of name: String, columns: Int) -> String {
    var (text, width) = ("", 0)
    for character in name {
      width += character.displayWidth
      if width > columns { break }
      text.append(character)
    }
    return text
  }

  /// The classes that were taken for others most often.
  private var pairs: [String] {
    struct Pair {
      let label, guess, count: Int
    }
    let labels = 0..<confusion.classCount
    var pairs: [Pair] = []
    for label in labels {
      for guess in labels where guess != label {
        let count = confusion[label, guess]
        if count > 0 { pairs.append(Pair(label: label, guess: guess, count: count)) }
      }
    }
    guard !pairs.isEmpty else { return ["", "no class was taken for another"] }
    // Of equal numbers the first classes' come first.
    pairs.sort { ($1.count, $0.label, $0.guess) < ($0.count, $1.label, $1.guess) }
    let shown = pairs.prefix(Self.pairLimit)
    let countWidth = shown.map { $0.count.grouped.count }.max() ?? 0
    // Two names share a line with a margin, an arrow, the number and the share.
    let short = Self.shortened(names, columns: max((columns - 2 - 3 - 1 - countWidth - 9) / 2, 4))
    let width = shown.map { short[$0.label].displayWidth }.max() ?? 0
    let guessWidth = shown.map { short[$0.guess].displayWidth }.max() ?? 0
    let lines = shown.map { pair in
      let share = 100 * Double(pair.count) / Double(max(confusion.count(of: pair.label), 1))
      return [
        " ", short[pair.label].rightAligned(to: width), "→", short[pair.guess].padded(to: guessWidth),
        pair.count.grouped.rightAligned(to: countWidth), " \(share.fixed(1).rightAligned(to: 5)) %",
      ].joined(separator: " ")
    }
    let title = ListingText.broken(
      "what was taken for what most often, and for how much of its class", columns: columns, indent: 2)
    guard pairs.count > shown.count else { return [""] + title + lines }
    let samples = pairs.dropFirst(shown.count).reduce(0) { $0 + $1.count }
    let rest =
      "… and \((pairs.count - shown.count).grouped) more pairs of classes with \(samples.grouped) samples in all; "
      + "--format json has the whole matrix"
    return [""] + title + lines + ListingText.broken("  " + rest, columns: columns, indent: 2)
  }
}
