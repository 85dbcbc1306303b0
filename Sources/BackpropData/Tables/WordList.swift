import BackpropFormats

/// The different words of a column, each with a number in the order in which they came, and what is told from them.
struct WordList {
  /// The words; `nil` where there were too many.
  private(set) var words: [String]? = []
  /// How many cells had each word.
  private var counts: [Int] = []
  private var places: [String: UInt32] = [:]
  private(set) var missingCount = 0
  /// How many cells weren't missing.
  private(set) var wordCount = 0
  /// How many cells were numbers, of those that aren't counted by their words any more.
  private var otherNumbers = 0
  private var otherDates = 0
  /// Whether numbers may have a comma in the point's place.
  private let allowsComma: Bool

  init(allowsComma: Bool = false) { self.allowsComma = allowsComma }

  /// The number of a word.
  mutating func place(of word: String) -> UInt32 {
    wordCount += 1
    if let place = places[word] {
      counts[Int(place)] += 1
      return place
    }
    guard words != nil, counts.count < DataTable.wordLimit else {
      if words != nil { forget() }
      count(word)
      return TableCells.otherWord
    }
    let place = UInt32(counts.count)
    words?.append(word)
    counts.append(1)
    places[word] = place
    return place
  }

  /// Counts a missing cell.
  mutating func missing() -> UInt32 {
    missingCount += 1
    return TableCells.missingWord
  }

  private mutating func count(_ word: String) {
    if isNumber(word) { otherNumbers += 1 }
    if WordKinds.isDate(word) { otherDates += 1 }
  }

  private mutating func forget() {
    (otherNumbers, otherDates) = (numberCount, dateCount)
    (words, counts, places) = (nil, [], [:])
  }

  /// How many cells hold numbers.
  var numberCount: Int { otherNumbers + count(where: isNumber) }

  private func isNumber(_ word: String) -> Bool { WordKinds.isNumber(word, allowsComma: allowsComma) }

  private var dateCount: Int { otherDates + count(where: WordKinds.isDate) }

  private func count(where isRight: (String) -> Bool) -> Int {
    var count = 0
    for (word, number) in zip(words ?? [], counts) where isRight(word) { count += number }
    return count
  }

  /// Whether every word is a date.
  var areDates: Bool { wordCount > 0 && dateCount == wordCount }
}

/// What a word in a table is.
enum WordKinds {
  /// Whether it is a number, be it one that is too large for a `Float`: that is a mistake among numbers, not a word.
  static func isNumber(_ word: String, allowsComma: Bool = false) -> Bool {
    var word = word
    return word.withUTF8 { text in
      let bytes = UnsafeRawBufferPointer(text)
      return DecimalText.float(bytes, allowsComma: allowsComma) != nil
        || DecimalText.isTooLarge(bytes, allowsComma: allowsComma)
    }
  }

  /// Whether it is a day such as 2007-11-11, 11.11.2007 or 11/11/2007, perhaps with a time behind it.
  static func isDate(_ word: String) -> Bool {
    let end = word.firstIndex { $0 == " " || $0 == "T" } ?? word.endIndex
    if end < word.endIndex {
      let time = word[word.index(after: end)...]
      guard time.contains(":"), time.utf8.first.map({ (0x30...0x39).contains($0) }) == true else {
        return false
      }
    }
    let day = word[..<end]
    guard day.utf8.count >= 6, day.utf8.count <= 10, let mark = day.first(where: { "-/.".contains($0) })
    else {
      return false
    }
    let parts = day.split(separator: mark, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
      return false
    }
    let sizes = parts.map(\.utf8.count)
    let numbers = parts.map { Int($0) ?? 99 }
    let isYearFirst = sizes[0] == 4
    guard isYearFirst || sizes[2] == 4 || sizes[2] == 2 else { return false }
    let others = isYearFirst ? [numbers[1], numbers[2]] : [numbers[0], numbers[1]]
    let areShort = (isYearFirst ? [sizes[1], sizes[2]] : [sizes[0], sizes[1]]).allSatisfy {
      $0 == 1 || $0 == 2
    }
    return areShort && others.allSatisfy { (1...31).contains($0) } && others.contains { $0 <= 12 }
  }

  /// Whether a cell says that its value is missing.
  static func isMissing(_ cell: UnsafeRawBufferPointer) -> Bool {
    switch cell.count {
    case 0: return true
    case 1: return cell[0] == UInt8(ascii: "?")
    case 2, 3, 4:
      return missing.contains { cell.elementsEqual($0.utf8) }
    default: return false
    }
  }

  private static let missing: [StaticText] = [
    StaticText("NA"), StaticText("N/A"), StaticText("NaN"), StaticText("null"), StaticText("na"),
    StaticText("n/a"),
    StaticText("nan"), StaticText("NULL"), StaticText("Null"), StaticText("NAN"),
    // What C prints of 0/0 on some processors.
    StaticText("-nan"), StaticText("-NaN"), StaticText("-NAN"),
  ]

  /// A text whose bytes are compared without making a string of it.
  private struct StaticText {
    let utf8: [UInt8]
    init(_ text: String) { utf8 = Array(text.utf8) }
  }
}
