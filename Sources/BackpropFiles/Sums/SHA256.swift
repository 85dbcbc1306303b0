/// The SHA-256 sum of bytes that come in parts (NIST, FIPS 180-4, "Secure Hash Standard", section 6.2).
///
/// Written here because the package needs nothing else from a cryptography library, whose build took longer than all
/// else together. It tells damaged files and different parameters apart; it keeps no secrets.
package struct SHA256 {
  /// The eight words of the state, H in the standard.
  private var state: SIMD8<UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  /// The bytes that don't fill a block yet, fewer than 64.
  private var rest: [UInt8] = []
  /// The number of all bytes so far.
  private var byteCount: UInt64 = 0

  /// The sum of no bytes yet.
  package init() { rest.reserveCapacity(2 * Self.blockSize) }

  /// The sum of some bytes.
  package init(of bytes: some Collection<UInt8>) {
    self.init()
    update(Array(bytes))
  }

  private static let blockSize = 64

  /// Adds bytes after those before.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount += UInt64(bytes.count)
    var bytes = bytes[...]
    if !rest.isEmpty {
      let part = bytes.prefix(Self.blockSize - rest.count)
      rest.append(contentsOf: part)
      bytes = bytes.dropFirst(part.count)
      guard rest.count == Self.blockSize else { return }
      rest.withUnsafeBytes { Self.mix($0, into: &state) }
      rest.removeAll(keepingCapacity: true)
    }
    let whole = bytes.count / Self.blockSize * Self.blockSize
    Self.mix(UnsafeRawBufferPointer(rebasing: bytes.prefix(whole)), into: &state)
    rest.append(contentsOf: bytes.dropFirst(whole))
  }

  /// Adds bytes after those before.
  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The 32 bytes of the sum of all bytes so far; more may be added afterwards.
  package var digest: [UInt8] {
    // A one bit, zeros, and the number of bits in the last eight bytes of a block.
    var padding = rest + [0x80]
    while padding.count % Self.blockSize != Self.blockSize - 8 { padding.append(0) }
    let bitCount = byteCount &* 8
    padding += (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> UInt64(56 - 8 * $0)) }
    var state = state
    padding.withUnsafeBytes { Self.mix($0, into: &state) }
    return state.indices.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: state[word] >> UInt32(24 - 8 * $0)) }
    }
  }

  /// The sum of all bytes so far as 64 hexadecimal digits in lower case.
  package var hexadecimal: String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Takes whole blocks into the state.
  private static func mix(_ blocks: UnsafeRawBufferPointer, into state: inout SIMD8<UInt32>) {
    // Fewer words than the schedule has are alive at a time: its sixteen latest, each in the place of the one before.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { schedule in
      constants.withUnsafeBufferPointer { constants in
        for block in stride(from: 0, to: blocks.count, by: blockSize) {
          for word in 0..<16 {
            let bytes = blocks.loadUnaligned(fromByteOffset: block + 4 * word, as: UInt32.self)
            schedule[word] = UInt32(bigEndian: bytes)
          }
          var (a, b, c, d) = (state[0], state[1], state[2], state[3])
          var (e, f, g, h) = (state[4], state[5], state[6], state[7])
          for step in 0..<64 {
            let place = step & 15
            if step >= 16 {
              let (early, late) = (schedule[(step + 1) & 15], schedule[(step + 14) & 15])
              let first = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3)
              let second = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10)
              schedule[place] = schedule[place] &+ first &+ schedule[(step + 9) & 15] &+ second
            }
            let high = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let choice = (e & f) ^ (~e & g)
            let first = h &+ high &+ choice &+ constants[step] &+ schedule[place]
            let low = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
            let majority = (a & b) ^ (a & c) ^ (b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ low &+ majority)
          }
          state = state &+ SIMD8(a, b, c, d, e, f, g, h)
        }
      }
    }
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 - count)
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
