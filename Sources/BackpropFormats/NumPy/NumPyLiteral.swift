/// Reads the dictionary of an array's header, strictly: Python's words, nothing that could be computed.
struct NumPyLiteral {
  /// What is wrong, at which byte of the text.
  struct Fault: Error {
    var place: Int
    var expected: String
    var found: String
    var advice = NumPyLiteral.advice
  }

  static let advice = "Save the array again with numpy.save, or fetch or copy the file again."

  private let text: [UInt8]
  private var place = 0

  init(_ text: [UInt8]) { self.text = text }

  /// The whole text as a header.
  mutating func header() throws(Fault) -> NumPyHeader {
    var kind: (kind: NumberKind, isBigEndian: Bool)?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try take("{")
    while !skips("}") {
      let start = nextPlace
      let key = try string()
      try take(":")
      switch key {
      case "descr" where kind == nil: kind = try descr()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try truth()
      case "shape" where shape == nil: shape = try tuple()
      default:
        throw Fault(
          place: start, expected: "the keys 'descr', 'fortran_order' and 'shape', each once",
          found: "'\(key)'")
      }
      if !skips(",") {
        try take("}")
        break
      }
    }
    skipSpaces()
    guard place == text.count else { throw fault("nothing but spaces after the dictionary") }
    guard let kind, let isFortranOrder, let shape else {
      throw Fault(
        place: place, expected: "the keys 'descr', 'fortran_order' and 'shape', each once", found: "fewer")
    }
    return NumPyHeader(
      kind: kind.kind, isBigEndian: kind.isBigEndian, isFortranOrder: isFortranOrder, shape: shape)
  }

  // MARK: - Values

  /// The kind of number, such as `'<f4'`.
  private mutating func descr() throws(Fault) -> (NumberKind, isBigEndian: Bool) {
    let start = nextPlace
    guard peek() != UInt8(ascii: "["), peek() != UInt8(ascii: "("), peek() != UInt8(ascii: "{") else {
      throw Fault(
        place: start, expected: "numbers of one kind", found: "records with fields (a structured type)",
        advice: "Save each field as an array of its own.")
    }
    let name = try string()
    let marks: [Character] = ["<", ">", "=", "|"]
    let mark = name.first.flatMap { marks.contains($0) ? $0 : nil }
    let bare = mark == nil ? name[...] : name.dropFirst()
    guard let kind = NumberKind(numPyName: bare) else { throw other(name, bare, at: start) }
    guard mark != "|" || kind.byteCount == 1 else {
      throw Fault(place: start, expected: "an order of bytes, as in '<\(bare)'", found: "'\(name)'")
    }
    // "=" stands for the machine's own order, which is that of all machines that this runs on.
    return (kind, isBigEndian: mark == ">" && kind.byteCount > 1)
  }

  private func other(_ name: String, _ bare: Substring, at start: Int) -> Fault {
    let words =
      switch bare.first {
      case "O": "Python objects, which are pickled"
      case "U", "S", "a": "texts"
      case "c": "complex numbers"
      case "M", "m": "dates or spans of time"
      case "V": "records or bytes without a type"
      default: "another type"
      }
    let advice =
      bare.first == "O"
      ? "Pickles can run programs and are never read; save the numbers with astype('float32')."
      : "Save the array as numbers, for instance with astype('float32')."
    return Fault(
      place: start, expected: "floating-point or whole numbers of up to 8 bytes, or bool",
      found: "\(words) ('\(name)')", advice: advice)
  }

  private mutating func truth() throws(Fault) -> Bool {
    let start = nextPlace
    for (word, value) in [("True", true), ("False", false)] where text[start...].starts(with: word.utf8) {
      place = start + word.utf8.count
      return value
    }
    throw fault("True or False")
  }

  /// Whole numbers from 0 on in parentheses, behind each of which a comma may stand.
  private mutating func tuple() throws(Fault) -> [Int] {
    try take("(")
    var numbers: [Int] = []
    while !skips(")") {
      guard numbers.count < NumPyHeader.axisLimit else {
        throw fault("at most \(NumPyHeader.axisLimit) axes")
      }
      numbers.append(try number())
      if !skips(",") {
        // One number in parentheses alone isn't a tuple.
        guard numbers.count > 1 else { throw fault("a comma after the only size, as in (3,)") }
        try take(")")
        break
      }
    }
    return numbers
  }

  private mutating func number() throws(Fault) -> Int {
    let start = nextPlace
    var end = start
    while end < text.count, text[end] >= UInt8(ascii: "0"), text[end] <= UInt8(ascii: "9") { end += 1 }
    let digits = String(decoding: text[start..<end], as: UTF8.self)
    guard let number = Int(digits), digits == "0" || !digits.hasPrefix("0") else {
      throw fault("a size as a whole number from 0 to \(Int.max)")
    }
    place = end
    // Python 2 wrote long numbers so.
    if place < text.count, text[place] == UInt8(ascii: "L") { place += 1 }
    return number
  }

  /// A text in quotes, without escapes.
  private mutating func string() throws(Fault) -> String {
    let start = nextPlace
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw fault("a word in quotes")
    }
    var end = start + 1
    while end < text.count, text[end] != quote, text[end] != UInt8(ascii: "\\"), text[end] >= 0x20 {
      end += 1
    }
    guard end < text.count, text[end] == quote else {
      place = min(end, text.count)
      throw fault("a word that ends with a quote")
    }
    place = end + 1
    return String(decoding: text[start + 1..<end], as: UTF8.self)
  }

  // MARK: - Characters

  /// Where the next character is that isn't white.
  private var nextPlace: Int {
    mutating get {
      skipSpaces()
      return place
    }
  }

  private mutating func skipSpaces() {
    while place < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[place]) { place += 1 }
  }

  private mutating func peek() -> UInt8? {
    skipSpaces()
    return place < text.count ? text[place] : nil
  }

  private mutating func skips(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func take(_ character: Unicode.Scalar) throws(Fault) {
    guard skips(character) else { throw fault("'\(character)'") }
  }

  private func fault(_ expected: String) -> Fault {
    let rest = text[min(place, text.count)...].prefix(16)
    return Fault(
      place: place, expected: expected,
      found: rest.isEmpty ? "the end of the header" : "“\(String(decoding: rest, as: UTF8.self))”")
  }
}
