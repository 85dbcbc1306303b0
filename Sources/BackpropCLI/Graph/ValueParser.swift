import Backprop

/// Reads the VALUE of `--set NAME=VALUE`: JSON's numbers in nested lists, and NaN and infinities.
///
/// NaN and the infinities may stand bare (`nan`, `inf`, `-inf`, `NaN`, `Infinity`) or as strings, the way this
/// command's own JSON writes them.
struct ValueParser {
  private let source: [Character]
  private var index = 0

  /// The tensor that a text stands for.
  static func parse(_ source: [Character]) throws(SourceError) -> Tensor<Double> {
    var parser = ValueParser(source: source)
    return try parser.tensor()
  }

  private init(source: [Character]) { self.source = source }

  /// No recursion: the lists that are open are counted by `NestedNumbers`.
  private mutating func tensor() throws(SourceError) -> Tensor<Double> {
    var numbers = NestedNumbers()
    var mayClose = false
    repeat {
      skipSpace()
      guard index < source.count else {
        throw SourceError(
          numbers.isClosed ? "The value is empty; it must be a number or a list of numbers." : Self.unclosed,
          at: index)
      }
      let start = index
      var isComplete = true
      do throws(NestedNumbers.Broken) {
        if source[index] == "[" {
          index += 1
          try numbers.openList()
          isComplete = false
          mayClose = true
        } else if source[index] == "]", mayClose {
          index += 1
          try numbers.closeList()
        } else if let number = number() {
          try numbers.add(number)
        } else {
          throw NestedNumbers.Broken(sentence: Self.unexpected(source[index]))
        }
      } catch {
        throw SourceError(error.sentence, at: start)
      }
      if isComplete {
        try finishElement(of: &numbers)
        mayClose = false
      }
    } while !numbers.isClosed
    skipSpace()
    guard index == source.count else {
      throw SourceError("There is more after the value's end.", at: index)
    }
    return numbers.tensor()
  }

  /// Reads what may follow an element: closing brackets, and then a comma.
  private mutating func finishElement(of numbers: inout NestedNumbers) throws(SourceError) {
    while !numbers.isClosed {
      skipSpace()
      guard index < source.count else { throw SourceError(Self.unclosed, at: index) }
      switch source[index] {
      case ",":
        index += 1
        return
      case "]":
        do throws(NestedNumbers.Broken) { try numbers.closeList() } catch {
          throw SourceError(error.sentence, at: index)
        }
        index += 1
      default:
        throw SourceError("A comma or ] is missing here.", at: index)
      }
    }
  }

  /// Reads a number, bare or a name of NaN and the infinities, or `nil` where there is none.
  private mutating func number() -> Double? {
    let isQuoted = source[index] == "\""
    var end = index + (isQuoted ? 1 : 0)
    let isNegative = end < source.count && NumberReading.isMinus(source[end])
    if isNegative { end += 1 }
    var value: Double?
    let numberEnd = NumberReading.end(in: source, from: end, isJSON: true)
    if numberEnd > end {
      guard !isQuoted else { return nil }
      value = NumberReading.value(of: source[end..<numberEnd])
      end = numberEnd
    } else {
      var word = ""
      while end < source.count, source[end].isLetter {
        word.append(source[end])
        end += 1
      }
      switch word {
      case "nan", "NaN": value = .nan
      case "inf", "Infinity": value = .infinity
      default: return nil
      }
    }
    // 007 and 1.x must not be read as far as they make sense.
    if end < source.count, source[end].isLetter || source[end].isNumber || source[end] == "." { return nil }
    if isQuoted {
      guard end < source.count, source[end] == "\"" else { return nil }
      end += 1
    }
    index = end
    return value.map { isNegative ? -$0 : $0 }
  }

  private mutating func skipSpace() {
    while index < source.count, source[index].isWhitespace { index += 1 }
  }

  private static let unclosed = "The value ends before its list does; a ] is missing."

  private static func unexpected(_ character: Character) -> String {
    switch character {
    case "]", ",": "A number or a list is missing here."
    case "{": "The value must be a number or a list of numbers, not a JSON object."
    default:
      "This isn't a JSON number; the value must be a number or a list of numbers such as [[1, 2], [3, 4]]."
    }
  }
}
