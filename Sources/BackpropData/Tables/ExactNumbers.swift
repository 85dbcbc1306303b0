import BackpropFiles

/// The numbers of a column that a Float doesn't hold, as texts: classes that are called 16777216 and 16777217 stay apart.
///
/// Only numbers from 2²² on are looked at: from there on a Float has hardly a fraction, so that 9000000.3 would pass for a
/// whole number, and from 2²⁴ on whole numbers lie apart. Of a column with too many different ones, which then are no
/// classes, none is kept.
struct ExactNumbers: Sendable {
  /// Smaller whole numbers are all Floats.
  static let bound: Float = 16_777_216
  /// Smaller numbers are looked at in no column.
  static let least: Float = 4_194_304

  private var places: [String: UInt32] = [:]
  private var texts: [String] = []
  /// The rows with such numbers, in order, and the place of each number's text.
  private var rows: [Int32] = []
  private var numbers: [UInt32] = []
  /// Whether there were too many different ones.
  private(set) var isOverfull = false

  /// Nothing yet.
  init() {}

  /// What a cache keeps of the numbers: their texts, and for each row with one of them, in order, the place of its text.
  var kept: (texts: [String], rows: [Int32], places: [UInt32]) { (texts, rows, numbers) }

  /// The numbers that a cache has kept; `nil` where it isn't one.
  init?(texts: [String], rows: [Int32], places: [UInt32], isOverfull: Bool) {
    guard rows.count == places.count, places.allSatisfy({ Int($0) < texts.count }) else { return nil }
    for (row, next) in zip(rows, rows.dropFirst()) where row >= next { return nil }
    (self.texts, self.rows, numbers, self.isOverfull) = (texts, rows, places, isOverfull)
  }

  /// Whether a number's text is more than digits: others below ``bound`` are Floats, which is quickly seen.
  static func mayHaveFraction(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.contains { !(0x30...0x39).contains($0) }
  }

  /// Keeps what a row's cell says, where the Float that was read from it doesn't.
  mutating func keep(_ bytes: UnsafeRawBufferPointer, row: Int) {
    guard !isOverfull, let text = Self.exactText(String(decoding: bytes, as: UTF8.self)) else { return }
    if let place = places[text] {
      numbers.append(place)
    } else {
      guard texts.count < DataTable.wordLimit else {
        self = ExactNumbers()
        isOverfull = true
        return
      }
      numbers.append(UInt32(texts.count))
      places[text] = UInt32(texts.count)
      texts.append(text)
    }
    rows.append(Int32(row))
  }

  /// Whether some number was rounded.
  var isEmpty: Bool { rows.isEmpty && !isOverfull }

  /// The exact number in a row; nil where the Float is it, or none was kept.
  func text(row: Int32) -> String? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low] == row ? texts[Int(numbers[low])] : nil
  }

  /// The one form of a text whose number no Float is; nil of all others, and of small ones that aren't whole.
  static func exactText(_ text: String) -> String? {
    var digits = Substring(text)
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits = digits.dropFirst() }
    if digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      digits = digits.drop { $0 == "0" }
      let plain = (isNegative ? "-" : "") + digits
      guard let number = Int64(plain) else { return digits.isEmpty ? nil : plain }
      return Int64(exactly: Float(number)) == number ? nil : plain
    }
    guard let number = Double(text.replacing(",", with: ".")), number.magnitude >= Double(least),
      Double(Float(number)) != number
    else { return nil }
    return Int64(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}

/// The different numbers of a column as classes, in order.
struct NumberClasses {
  /// Their names; `nil` where there are more than a limit.
  private(set) var names: [String]?
  private(set) var areWhole = true

  /// - Parameter rows: which rows are looked at; all if not given.
  init(_ table: DataTable, _ position: Int, rows: [Int32]? = nil, limit: Int = .max) {
    let exact = table.columns[position].exact
    guard exact?.isOverfull != true else { return }
    var known = Set<Float>()
    var texts = Set<String>()
    for place in 0..<(rows?.count ?? table.rowCount) {
      let row = rows?[place] ?? Int32(place)
      let number = Float(bitPattern: table.cells.row(Int(row))[position])
      guard !number.isNaN else { continue }
      if number.rounded() != number { areWhole = false }
      if number.magnitude >= ExactNumbers.least, let text = exact?.text(row: row) {
        texts.insert(text)
        if let number = Double(text), number != number.rounded() { areWhole = false }
      } else {
        known.insert(number)
      }
      if known.count + texts.count > limit { return }
    }
    names = Self.sorted(known.map(Self.name) + texts)
  }

  /// A number's name as a class: whole numbers without a point.
  static func name(of number: Float) -> String {
    number == number.rounded() && number.magnitude < 0x1p63 ? "\(Int64(number))" : "\(number)"
  }

  /// The name of the class in a row.
  static func name(_ table: DataTable, _ position: Int, row: Int32) -> String {
    table.columns[position].exact?.text(row: row)
      ?? name(of: Float(bitPattern: table.cells.row(Int(row))[position]))
  }

  /// Numbers by their size; those that a Double can't tell apart by their digits.
  private static func sorted(_ names: [String]) -> [String] {
    let numbered = names.map { (number: Double($0) ?? 0, name: $0) }
    return numbered.sorted { first, second in
      if first.number != second.number { return first.number < second.number }
      let isLess = (first.name.utf8.count, first.name) < (second.name.utf8.count, second.name)
      return first.number < 0 ? !isLess : isLess
    }.map(\.name)
  }
}
