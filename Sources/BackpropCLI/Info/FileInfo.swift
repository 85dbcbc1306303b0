import BackpropFiles
import BackpropFormats

/// What is inside a file.
struct FileInfo {
  /// What kind of file it is, such as `safetensors`.
  var format: String
  /// What is known of the whole, by name, in order: JSON for programs, and words for people.
  var facts: [(name: String, value: JSONValue)] = []
  /// The arrays in it.
  var arrays: [ArrayInfo] = []
  /// The columns of a table, for programs.
  var tableColumns: [JSONValue] = []
  /// Lines that people read below the facts, such as a network's summary.
  var lines: [String] = []

  /// The lines for people.
  func text(path: String, byteCount: Int) -> String {
    var all = ["\(FilePath.name(of: path)): \(format), \(Self.size(byteCount))".escapingControlCharacters()]
    for (name, value) in facts { all += FactText.lines(name, value) }
    if !lines.isEmpty { all += [""] + lines }
    if !arrays.isEmpty { all += [""] + ArrayTable(arrays: arrays).lines }
    return all.joined(separator: "\n")
  }

  /// The object for programs.
  func json(path: String, byteCount: Int) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("file", .string(path)), ("format", .string(format)), ("bytes", .integer(byteCount)),
    ]
    members += facts.map { ($0.name, $0.value) }
    if !tableColumns.isEmpty { members.append(("table_columns", .array(tableColumns))) }
    if !arrays.isEmpty { members.append(("arrays", .array(arrays.map(\.json)))) }
    return .object(members)
  }

  /// A number of bytes in the unit that suits it.
  static func size(_ byteCount: Int) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB"]
    var (size, unit) = (Double(byteCount), 0)
    while size >= 1000, unit < units.count - 1 { (size, unit) = (size / 1000, unit + 1) }
    return unit == 0 ? Wording.bytes(byteCount) : "\(size.fixed(1)) \(units[unit])"
  }
}

/// An array of a file with what its numbers are like.
struct ArrayInfo {
  let name: String
  /// The kind of number, such as `float32`.
  let kind: String
  let shape: [Int]
  let byteCount: Int
  let statistics: ArrayStatistics?

  /// An array that was read.
  init(_ array: StoredArray) {
    (name, kind, shape) = (array.name, "\(array.kind)", array.shape)
    byteCount = array.bytes.count
    statistics = ArrayStatistics(array.count) { array.doubles(in: $0) }
  }

  /// An array of so many numbers, of which a function gives a part.
  init(
    name: String, kind: String, shape: [Int], byteCount: Int, count: Int, numbers: (Range<Int>) -> [Double]
  ) {
    (self.name, self.kind, self.shape, self.byteCount) = (name, kind, shape, byteCount)
    statistics = ArrayStatistics(count, numbers)
  }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("name", .string(name)), ("kind", .string(kind)), ("shape", .array(shape.map { .integer($0) })),
      ("bytes", .integer(byteCount)),
    ]
    if let statistics {
      members += [
        ("min", .number(statistics.least)), ("max", .number(statistics.greatest)),
        ("mean", .number(statistics.mean)), ("deviation", .number(statistics.deviation)),
      ]
    }
    members += [
      ("nan", .integer(statistics?.nanCount ?? 0)), ("infinite", .integer(statistics?.infiniteCount ?? 0)),
    ]
    return .object(members)
  }
}

/// What the finite numbers of an array are like, and how many aren't.
struct ArrayStatistics {
  private(set) var least = Double.infinity
  private(set) var greatest = -Double.infinity
  private(set) var mean = 0.0
  private(set) var deviation = 0.0
  private(set) var nanCount = 0
  private(set) var infiniteCount = 0

  /// How many numbers are looked at in one piece: as Double all of them may take eight times the file's memory.
  private static let pieceCount = 1 << 16

  /// What so many numbers are like, of which a function gives a part; nil for none.
  init?(_ count: Int, _ numbers: (Range<Int>) -> [Double]) {
    guard count > 0 else { return nil }
    var sum = 0.0
    Self.forEach(count, numbers) { number in
      guard number.isFinite else {
        if number.isNaN { nanCount += 1 } else { infiniteCount += 1 }
        return
      }
      sum += number
      least = min(least, number)
      greatest = max(greatest, number)
    }
    let finite = Double(count - nanCount - infiniteCount)
    guard finite > 0 else {
      (least, greatest, mean, deviation) = (.nan, .nan, .nan, .nan)
      return
    }
    let mean = sum / finite
    var squares = 0.0
    Self.forEach(count, numbers) { number in
      if number.isFinite { squares += (number - mean) * (number - mean) }
    }
    self.mean = mean
    deviation = (squares / finite).squareRoot()
  }

  @inline(__always)
  private static func forEach(
    _ count: Int, _ numbers: (Range<Int>) -> [Double], _ body: (Double) -> Void
  ) {
    for start in stride(from: 0, to: count, by: pieceCount) {
      for number in numbers(start..<min(start + pieceCount, count)) { body(number) }
    }
  }
}

/// Arrays as a table for people.
private struct ArrayTable {
  let arrays: [ArrayInfo]

  var lines: [String] {
    let head = ["name", "kind", "shape", "size", "min", "max", "mean", "deviation", ""]
    let rows = arrays.map { cells($0) }
    let columns = head.indices.map { column in
      ([head] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([head] + rows).map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: columns[column] - cell.count)
        // Words stand on the left of their column, numbers on the right.
        line += (column == 0 ? "" : "  ") + (column < 3 ? cell + padding : padding + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func cells(_ array: ArrayInfo) -> [String] {
    let shape = "(" + array.shape.map(String.init).joined(separator: ", ") + ")"
    var cells = [array.name.escapingControlCharacters(), array.kind, shape, FileInfo.size(array.byteCount)]
    guard let statistics = array.statistics else { return cells + ["", "", "", "", ""] }
    for number in [statistics.least, statistics.greatest, statistics.mean, statistics.deviation] {
      cells.append(NumberText.significant(number))
    }
    var odd: [String] = []
    if statistics.nanCount > 0 { odd.append("\(statistics.nanCount) NaN") }
    if statistics.infiniteCount > 0 { odd.append("\(statistics.infiniteCount) infinite") }
    return cells + [odd.joined(separator: ", ")]
  }
}
