/// Finds what divides the fields of a table from the bytes that it begins with.
struct DelimiterSearch {
  /// The first bytes, and whether they are all that there are.
  let bytes: UnsafeRawBufferPointer
  let isWhole: Bool

  private static let candidates = [",", ";", "\t", "|"].map { (text: Unicode.Scalar) in UInt8(ascii: text) }
  private static let recordLimit = 20

  /// The candidate that divides the first lines into the same number of fields, more than one; of several the one that
  /// makes most. Where none does, the one that stands most often in the first line.
  var delimiter: UInt8 {
    var best: (delimiter: UInt8, fields: Int)?
    for candidate in Self.candidates {
      let counts = fieldCounts(candidate)
      guard let first = counts.first, first > 1, counts.allSatisfy({ $0 == first }) else { continue }
      if first > best?.fields ?? 1 { best = (candidate, first) }
    }
    if let best { return best.delimiter }
    var most: (delimiter: UInt8, fields: Int) = (Self.candidates[0], 1)
    for candidate in Self.candidates {
      let first = fieldCounts(candidate).first ?? 1
      if first > most.fields { most = (candidate, first) }
    }
    return most.delimiter
  }

  /// How many fields each of the first records has; without a last one that is cut off.
  private func fieldCounts(_ delimiter: UInt8) -> [Int] {
    var counts: [Int] = []
    var (fields, isInQuotes, isAtStart, isEmpty) = (1, false, true, true)
    for byte in bytes {
      if isInQuotes {
        if byte == quote { isInQuotes = false }
        continue
      }
      switch byte {
      case lineFeed, carriageReturn:
        if !isEmpty { counts.append(fields) }
        (fields, isAtStart, isEmpty) = (1, true, true)
        if counts.count == Self.recordLimit { return counts }
      case delimiter:
        fields += 1
        (isAtStart, isEmpty) = (true, false)
      case quote:
        // In the middle of a field it is a character, but for the second of two.
        if isAtStart { isInQuotes = true }
        isEmpty = false
      case space: break
      default: (isAtStart, isEmpty) = (false, false)
      }
    }
    if !isEmpty, isWhole || counts.isEmpty { counts.append(fields) }
    return counts
  }
}

let quote = UInt8(ascii: "\"")
let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")
let space = UInt8(ascii: " ")
let tab = UInt8(ascii: "\t")
