import BackpropFiles
import BackpropFormats

// What a cache says of a table besides its cells.

extension DataTable {
  /// The members of the description.
  var cacheMembers: [(String, JSONValue)] {
    [
      ("delimiter", delimiter.map(JSONValue.string) ?? .null), ("decimal_commas", .bool(hasDecimalCommas)),
      ("columns", .array(columns.map(\.cacheJSON))),
    ]
  }

  /// Whether each cell of a column of words names one of them, or none.
  var hasKnownWordsOnly: Bool {
    // Of too many words none is kept, and nobody looks for one.
    let limits = columns.enumerated().compactMap { place, column -> (column: Int, limit: UInt32)? in
      column.words.map { (place, UInt32($0.count)) }
    }
    guard !limits.isEmpty else { return true }
    return (0..<rowCount).allSatisfy { row in
      let cells = cells.row(row)
      return limits.allSatisfy { cells[$0.column] < $0.limit || cells[$0.column] >= TableCells.otherWord }
    }
  }

  /// The table that a description tells; `nil` where it isn't one of so many columns.
  init?(source: String, _ json: JSONValue, columnCount: Int, _ cells: TableCells) {
    let columns = (json["columns"]?.asArray ?? []).compactMap { Column($0, source: source) }
    guard columns.count == columnCount else { return nil }
    self.init(
      source: source, columns: columns, cells: cells, delimiter: json["delimiter"]?.asString,
      hasDecimalCommas: json["decimal_commas"]?.asBool ?? false)
  }
}

extension DataTable.Column {
  fileprivate var cacheJSON: JSONValue {
    let words = words.map { JSONValue.array($0.map(JSONValue.string)) } ?? .null
    return .object([
      ("name", .string(name)), ("kind", .string(kind.word)), ("missing", .integer(missingCount)),
      ("words", words), ("first_missing", firstMissing?.cacheJSON ?? .null),
      ("odd_word", oddWord?.cacheJSON ?? .null),
      ("exact", exact?.cacheJSON ?? .null),
    ])
  }

  fileprivate init?(_ json: JSONValue, source: String) {
    guard let name = json["name"]?.asString, let word = json["kind"]?.asString,
      let kind = DataTable.Kind.all.first(where: { $0.word == word }), let missing = json["missing"]?.asInt
    else { return nil }
    self.init(
      name: name, kind: kind, missingCount: missing, words: json["words"]?.asArray?.compactMap(\.asString),
      firstMissing: json["first_missing"].flatMap { FileError($0, file: source) },
      oddWord: json["odd_word"].flatMap { FileError($0, file: source) },
      exact: json["exact"].flatMap { ExactNumbers($0) })
  }
}

extension ExactNumbers {
  fileprivate var cacheJSON: JSONValue {
    let kept = kept
    return .object([
      ("texts", .array(kept.texts.map(JSONValue.string))),
      ("rows", .array(kept.rows.map { .integer(Int($0)) })),
      ("places", .array(kept.places.map { .integer(Int($0)) })), ("is_overfull", .bool(isOverfull)),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let texts = json["texts"]?.asArray, let rows = json["rows"]?.asArray,
      let places = json["places"]?.asArray
    else { return nil }
    self.init(
      texts: texts.compactMap(\.asString), rows: rows.compactMap { $0.asInt.flatMap { Int32(exactly: $0) } },
      places: places.compactMap { $0.asInt.flatMap { UInt32(exactly: $0) } },
      isOverfull: json["is_overfull"]?.asBool ?? false)
  }
}

extension DataTable.Kind {
  fileprivate static let all: [DataTable.Kind] = [.numbers, .words, .dates, .empty]

  fileprivate var word: String {
    switch self {
    case .numbers: "numbers"
    case .words: "words"
    case .dates: "dates"
    case .empty: "empty"
    }
  }
}

extension FileError {
  fileprivate var cacheJSON: JSONValue {
    func number(_ number: Int?) -> JSONValue { number.map(JSONValue.integer) ?? .null }
    return .object([
      ("offset", number(offset)), ("line", number(line)), ("column", number(column)),
      ("expected", .string(expected)), ("found", .string(found)), ("advice", .string(advice)),
    ])
  }

  fileprivate init?(_ json: JSONValue, file: String) {
    guard let expected = json["expected"]?.asString, let found = json["found"]?.asString,
      let advice = json["advice"]?.asString
    else { return nil }
    self.init(
      file: file, offset: json["offset"]?.asInt, line: json["line"]?.asInt, column: json["column"]?.asInt,
      expected: expected, found: found, advice: advice)
  }
}
