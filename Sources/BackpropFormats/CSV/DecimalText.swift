/// Numbers as tables write them: a sign, decimal digits with a point among them, an exponent.
package enum DecimalText {
  /// The number that a text is, rounded as `strtof` rounds it; `nil` for any other text, and where it is too large.
  ///
  /// The digits go into a whole number of 64 bits, which as a `Double` is multiplied by a power of ten or divided by one.
  /// That takes three roundings at most, each of half a unit in the last place, so that the result is off by less than 4
  /// units of a `Double`. Rounding it to a `Float` gives the right number unless a border between two of them lies
  /// that near, which happens once in 30 million numbers; then the digits are looked at in full. (After W. D. Clinger,
  /// "How to read floating point numbers accurately", PLDI 1990.)
  ///
  /// - Parameters:
  ///   - bytes: the text, without spaces around it.
  ///   - allowsComma: whether a comma may stand in the point's place.
  package static func float(_ bytes: UnsafeRawBufferPointer, allowsComma: Bool = false) -> Float? {
    let count = bytes.count
    guard count > 0 else { return nil }
    var place = 0
    let isNegative = bytes[0] == minus
    if isNegative || bytes[0] == plus { place = 1 }
    var digits: UInt64 = 0
    var exponent = 0
    var isCut = false
    let start = place
    while place < count {
      let digit = bytes[place] &- zero
      guard digit < 10 else { break }
      if digits < limit {
        digits = digits &* 10 &+ UInt64(digit)
      } else {
        exponent += 1
        isCut = true
      }
      place += 1
    }
    var digitCount = place - start
    if place < count, bytes[place] == point || (allowsComma && bytes[place] == comma) {
      place += 1
      let fraction = place
      // Most digits stand behind the point, and there are often many of them.
      while digits < limit / 10_000_000, place + 8 <= count,
        let eight = eightDigits(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      {
        digits = digits &* 100_000_000 &+ eight
        exponent -= 8
        place += 8
      }
      while place < count {
        let digit = bytes[place] &- zero
        guard digit < 10 else { break }
        if digits < limit {
          digits = digits &* 10 &+ UInt64(digit)
          exponent -= 1
        } else {
          isCut = true
        }
        place += 1
      }
      digitCount += place - fraction
    }
    guard digitCount > 0 else { return nil }
    if place < count {
      guard bytes[place] | 0x20 == letterE, let power = power(bytes, from: place + 1) else { return nil }
      exponent += power
    }
    guard digits > 0 else { return isNegative ? -0.0 : 0 }
    guard let magnitude = near(digits, exponent, isCut) ?? exact(bytes) else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  /// Whether a text is a number that is too large for a `Float`. Digits alone are none, but a name, however many there are.
  package static func isTooLarge(_ bytes: UnsafeRawBufferPointer, allowsComma: Bool = false) -> Bool {
    let isOfNumber = bytes.allSatisfy { byte in
      switch byte {
      case zero...zero + 9, minus, plus, point, letterE, letterE & ~0x20: true
      case comma: allowsComma
      default: false
      }
    }
    guard isOfNumber, !bytes.allSatisfy({ zero...zero + 9 ~= $0 }) else { return false }
    let text = String(decoding: bytes.lazy.map { $0 == comma ? point : $0 }, as: UTF8.self)
    return Float(text)?.isInfinite ?? false
  }

  /// The number that eight bytes write, `nil` where one of them is no digit: pairs of digits become bytes, pairs of these
  /// 16 bits, and pairs of these 32, each by one multiplication (after D. Lemire, "Quickly parsing eight digits", 2018).
  @inline(__always)
  private static func eightDigits(_ bytes: UInt64) -> UInt64? {
    let word = UInt64(littleEndian: bytes)
    let isOther = (word & 0xF0F0_F0F0_F0F0_F0F0) ^ 0x3030_3030_3030_3030
    let isAbove = ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) ^ 0x3030_3030_3030_3030
    guard isOther | isAbove == 0 else { return nil }
    let digits = word &- 0x3030_3030_3030_3030
    let pairs = digits &* 10 &+ (digits >> 8)
    let left = (pairs & 0x0000_00FF_0000_00FF) &* (100 + 1_000_000 << 32)
    let right = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* (1 + 10_000 << 32)
    return (left &+ right) >> 32
  }

  /// The exponent behind an e, to the end of the text; what is beyond any number's is cut.
  private static func power(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var place = start
    guard place < bytes.count else { return nil }
    let isNegative = bytes[place] == minus
    if isNegative || bytes[place] == plus { place += 1 }
    guard place < bytes.count else { return nil }
    var power = 0
    while place < bytes.count {
      let digit = bytes[place] &- zero
      guard digit < 10 else { return nil }
      // Digits in front of it may be many, but not more than memory holds.
      if power < 1 << 40 { power = power * 10 + Int(digit) }
      place += 1
    }
    return isNegative ? -power : power
  }

  /// The number, `nil` where a border between two is too near, or where it is too large or too small to tell.
  private static func near(_ digits: UInt64, _ exponent: Int, _ isCut: Bool) -> Float? {
    if exponent == 0, !isCut { return Float(digits) }
    guard exponent.magnitude < powers.count else { return nil }
    let number =
      exponent < 0 ? Double(digits) / powers[-exponent] : Double(digits) * powers[exponent]
    guard number >= smallest, number <= largest else { return nil }
    // A Float keeps all but 29 bits, and half of their unit is the border.
    let rest = Int(number.bitPattern & (1 << 29 - 1)) - 1 << 28
    return rest.magnitude > 8 ? Float(number) : nil
  }

  /// The same from all digits, slowly.
  private static func exact(_ bytes: UnsafeRawBufferPointer) -> Float? {
    let text = String(decoding: bytes.lazy.map { $0 == comma ? point : $0 }, as: UTF8.self)
    guard let number = Float(text)?.magnitude, number.isFinite else { return nil }
    return number
  }

  private static let zero = UInt8(ascii: "0")
  private static let minus = UInt8(ascii: "-")
  private static let plus = UInt8(ascii: "+")
  private static let point = UInt8(ascii: ".")
  private static let comma = UInt8(ascii: ",")
  private static let letterE = UInt8(ascii: "e")

  /// From here on a further digit might not fit into 64 bits.
  private static let limit: UInt64 = 1_000_000_000_000_000_000
  /// Safely above the least number that a Float has all its digits for, and below the greatest.
  private static let smallest = 0x1.01p-126
  private static let largest = 0x1.ffp127
}

/// The powers of ten from 10⁰ to 10⁶⁰, each the nearest `Double`.
private let powers: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
  1e19,
  1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35, 1e36, 1e37,
  1e38, 1e39, 1e40, 1e41, 1e42, 1e43, 1e44, 1e45, 1e46, 1e47, 1e48, 1e49, 1e50, 1e51, 1e52, 1e53, 1e54, 1e55,
  1e56, 1e57, 1e58, 1e59, 1e60,
]
