import Backprop
import BackpropFiles

/// Reads a value that a person gives: JSON's numbers in nested lists, and NaN and infinities.
///
/// NaN and the infinities may stand bare (`nan`, `inf`, `-inf`, `NaN`, `Infinity`) or as strings, the way this
/// command's own JSON writes them. A file may also hold a table of numbers.
struct ValueReader {
  /// Why a value can't be read.
  enum Failure: Error {
    /// A rule is broken at a place of the text.
    case wrong(sentence: String, place: ValuePlace)
    /// The file can't be read.
    case file(FileError)
  }

  /// A file may have this many bytes of text.
  static let fileByteLimit = 1 << 30

  private var scanner: ValueScanner
  private var number = ValueNumber(.json)

  /// The tensor that a text stands for.
  static func tensor(of text: String) throws(Failure) -> Tensor<Double> {
    var reader = ValueReader(scanner: ValueScanner(text))
    return try reader.list()
  }

  /// The tensor that a file holds: a value as in a text, or a table of numbers.
  static func tensor(inFile path: String) throws(Failure) -> Tensor<Double> {
    var reader: ValueReader
    do throws(FileError) {
      reader = ValueReader(scanner: try ValueScanner(file: path, byteLimit: fileByteLimit))
    } catch {
      throw .file(error)
    }
    try reader.skip { $0.isAtSpace }
    if reader.scanner.isAt("[") || reader.scanner.isAt("\"") { return try reader.list() }
    return try reader.table()
  }

  private init(scanner: ValueScanner) { self.scanner = scanner }

  // MARK: Lists

  /// No recursion: the lists that are open are counted by `NestedNumbers`.
  private mutating func list() throws(Failure) -> Tensor<Double> {
    var numbers = NestedNumbers()
    var mayClose = false
    repeat {
      try skip { $0.isAtSpace }
      guard !scanner.isAtEndOfText else {
        throw .wrong(
          sentence: numbers.isClosed
            ? "The value is empty; it must be a number or a list of numbers." : Self.unclosed,
          place: scanner.place)
      }
      let start = scanner.place
      var isComplete = true
      if scanner.isAt("[") {
        try checked(at: start) { () throws(NestedNumbers.Broken) in try numbers.openList() }
        try advance()
        isComplete = false
        mayClose = true
      } else if scanner.isAt("]"), mayClose {
        try checked(at: start) { () throws(NestedNumbers.Broken) in try numbers.closeList() }
        try advance()
      } else {
        let first = scanner.current
        guard let number = try nextNumber() else {
          throw .wrong(sentence: Self.unexpected(first), place: start)
        }
        try checked(at: start) { () throws(NestedNumbers.Broken) in try numbers.add(number) }
      }
      if isComplete {
        try finishElement(of: &numbers)
        mayClose = false
      }
    } while !numbers.isClosed
    try skip { $0.isAtSpace }
    guard scanner.isAtEndOfText else {
      throw .wrong(sentence: "There is more after the value's end.", place: scanner.place)
    }
    return numbers.tensor()
  }

  /// Reads what may follow an element: closing brackets, and then a comma.
  private mutating func finishElement(of numbers: inout NestedNumbers) throws(Failure) {
    while !numbers.isClosed {
      try skip { $0.isAtSpace }
      guard !scanner.isAtEndOfText else { throw .wrong(sentence: Self.unclosed, place: scanner.place) }
      if scanner.isAt(",") { return try advance() }
      guard scanner.isAt("]") else {
        throw .wrong(sentence: "A comma or ] is missing here.", place: scanner.place)
      }
      try checked(at: scanner.place) { () throws(NestedNumbers.Broken) in try numbers.closeList() }
      try advance()
    }
  }

  // MARK: Tables

  /// Numbers in lines, with spaces, tabs or commas between them, as NumPy's `savetxt` writes them and `loadtxt` reads
  /// them: one number has no axes, one line or one column is a vector, and more are a matrix. What follows a # is left
  /// out.
  private mutating func table() throws(Failure) -> Tensor<Double> {
    number = ValueNumber(.table)
    var numbers: [Double] = []
    var (rows, columns) = (0, 0)
    while !scanner.isAtEndOfText {
      let start = scanner.place
      let before = numbers.count
      try readLine(into: &numbers)
      let count = numbers.count - before
      if count > 0, rows > 0, count != columns {
        throw .wrong(
          sentence:
            "The table is ragged: this line has \(count) numbers, the lines before it have \(columns).",
          place: start)
      }
      if count > 0 {
        rows += 1
        columns = count
      }
      if scanner.isAt("\n") || scanner.isAt("\r") { try advance() }
    }
    guard rows > 0 else {
      throw .wrong(
        sentence: "The value is empty; it must be a number or a list of numbers.", place: scanner.place)
    }
    let sizes = rows == 1 ? (columns == 1 ? [] : [columns]) : columns == 1 ? [rows] : [rows, columns]
    return Tensor(shape: TensorShape(sizes), numbers)
  }

  /// Reads the numbers up to the end of the line, where the scanner then stands.
  private mutating func readLine(into numbers: inout [Double]) throws(Failure) {
    let isInLine = { (scanner: ValueScanner) in
      scanner.isAtSpace && !scanner.isAt("\n") && !scanner.isAt("\r")
    }
    var needsNumber = false
    while true {
      try skip(isInLine)
      if scanner.isAt("#") {
        try skip { !$0.isAtEndOfText && !$0.isAt("\n") && !$0.isAt("\r") }
      }
      let isAtEnd = scanner.isAtEndOfText || scanner.isAt("\n") || scanner.isAt("\r")
      if isAtEnd, !needsNumber { return }
      let place = scanner.place
      let first = scanner.current
      guard !isAtEnd, let number = try nextNumber() else {
        throw .wrong(
          sentence: isAtEnd || first == 0x2C ? "A number is missing here." : Self.noTableNumber, place: place)
      }
      guard numbers.count < SizeLimit.perValue else {
        throw .wrong(sentence: SizeLimit.sentencePerValue, place: place)
      }
      numbers.append(number)
      try skip(isInLine)
      needsNumber = scanner.isAt(",")
      if needsNumber { try advance() }
    }
  }

  // MARK: Characters

  private mutating func nextNumber() throws(Failure) -> Double? {
    do throws(FileError) { return try number.read(&scanner) } catch { throw .file(error) }
  }

  private mutating func advance() throws(Failure) {
    do throws(FileError) { try scanner.advance() } catch { throw .file(error) }
  }

  private mutating func skip(_ isSkipped: (ValueScanner) -> Bool) throws(Failure) {
    while isSkipped(scanner) { try advance() }
  }

  private func checked(
    at place: ValuePlace, _ step: () throws(NestedNumbers.Broken) -> Void
  ) throws(Failure) {
    do throws(NestedNumbers.Broken) { try step() } catch {
      throw .wrong(sentence: error.sentence, place: place)
    }
  }

  private static let unclosed = "The value ends before its list does; a ] is missing."

  private static let noTableNumber =
    "This isn't a number; a file holds a list such as [[1, 2], [3, 4]], or lines of numbers with spaces or commas "
    + "between them."

  private static func unexpected(_ character: UInt32) -> String {
    switch Unicode.Scalar(character) {
    case "]", ",": "A number or a list is missing here."
    case "{": "The value must be a number or a list of numbers, not a JSON object."
    default:
      "This isn't a JSON number; the value must be a number or a list of numbers such as [[1, 2], [3, 4]]."
    }
  }
}
