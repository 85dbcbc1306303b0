/// The SHA-256 sum (FIPS 180-4) by which a page's security policy names the only script and styles that it may run.
///
/// Here so that drawing needs no cryptography package for a few kilobytes of text.
enum ContentHash {
  /// What a policy says for a script or style of this text: `'sha256-…'`.
  static func source(_ text: String) -> String { "'sha256-\(Base64.text(sha256(Array(text.utf8))))'" }

  /// The 32 bytes of the sum.
  static func sha256(_ message: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    var bytes = message + [0x80]
    while bytes.count % 64 != 56 { bytes.append(0) }
    let bitCount = UInt64(message.count) * 8
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> UInt64(56 - 8 * $0)) }
    for start in stride(from: 0, to: bytes.count, by: 64) { mix(bytes[start..<start + 64], into: &state) }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) } }
  }

  private static func mix(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var schedule = (0..<16).map { word in
      block.dropFirst(4 * word).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
    for step in 16..<64 {
      let (a, b) = (schedule[step - 15], schedule[step - 2])
      let first = rotated(a, 7) ^ rotated(a, 18) ^ (a >> 3)
      let second = rotated(b, 17) ^ rotated(b, 19) ^ (b >> 10)
      schedule.append(schedule[step - 16] &+ first &+ schedule[step - 7] &+ second)
    }
    var w = state
    for step in 0..<64 {
      let high = rotated(w[4], 6) ^ rotated(w[4], 11) ^ rotated(w[4], 25)
      let choice = (w[4] & w[5]) ^ (~w[4] & w[6])
      let first = w[7] &+ high &+ choice &+ constants[step] &+ schedule[step]
      let low = rotated(w[0], 2) ^ rotated(w[0], 13) ^ rotated(w[0], 22)
      let majority = (w[0] & w[1]) ^ (w[0] & w[2]) ^ (w[1] & w[2])
      w = [first &+ low &+ majority, w[0], w[1], w[2], w[3] &+ first, w[4], w[5], w[6]]
    }
    for position in 0..<8 { state[position] &+= w[position] }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    let primes = (2...311).filter { number in !(2..<number).contains { number % $0 == 0 } }
    return primes.map { prime in
      // The largest x with x³ ≤ p · 2⁹⁶, by bisection in integers: floating point has too few digits.
      var (low, high) = (UInt64(1) << 32, UInt64(7) << 32)
      while high - low > 1 {
        let middle = (low + high) / 2
        let square = middle.multipliedFullWidth(by: middle)
        let top = square.high.multipliedFullWidth(by: middle)
        let rest = square.low.multipliedFullWidth(by: middle)
        // x³ = top · 2⁶⁴ + rest, compared with p · 2⁹⁶ in words of 64 bits.
        let (word, carry) = top.low.addingReportingOverflow(rest.high)
        let highest = top.high + (carry ? 1 : 0)
        let limit = UInt64(prime) << 32
        if highest == 0 && word < limit { low = middle } else { high = middle }
      }
      return UInt32(truncatingIfNeeded: low)
    }
  }()
}
