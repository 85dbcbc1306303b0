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
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      constants.withUnsafeBufferPointer { constants in
        for start in stride(from: 0, to: blocks.count, by: blockSize) {
          fill(schedule, from: UnsafeRawBufferPointer(rebasing: blocks[start..<start + blockSize]))
          var (a, b, c, d) = (state[0], state[1], state[2], state[3])
          var (e, f, g, h) = (state[4], state[5], state[6], state[7])
          // The words change their places in each step; after eight of them each is back in its own.
          for first in stride(from: 0, to: 64, by: 8) {
            step(a, b, c, &d, e, f, g, &h, constants[first] &+ schedule[first])
            step(h, a, b, &c, d, e, f, &g, constants[first + 1] &+ schedule[first + 1])
            step(g, h, a, &b, c, d, e, &f, constants[first + 2] &+ schedule[first + 2])
            step(f, g, h, &a, b, c, d, &e, constants[first + 3] &+ schedule[first + 3])
            step(e, f, g, &h, a, b, c, &d, constants[first + 4] &+ schedule[first + 4])
            step(d, e, f, &g, h, a, b, &c, constants[first + 5] &+ schedule[first + 5])
            step(c, d, e, &f, g, h, a, &b, constants[first + 6] &+ schedule[first + 6])
            step(b, c, d, &e, f, g, h, &a, constants[first + 7] &+ schedule[first + 7])
          }
          state = state &+ SIMD8(a, b, c, d, e, f, g, h)
        }
      }
    }
  }

  /// The message schedule of a block, W in the standard.
  @inline(__always)
  private static func fill(_ schedule: UnsafeMutableBufferPointer<UInt32>, from block: UnsafeRawBufferPointer)
  {
    for word in 0..<16 {
      schedule[word] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * word, as: UInt32.self))
    }
    for word in 16..<64 {
      let (early, late) = (schedule[word - 15], schedule[word - 2])
      let low = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3)
      let high = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10)
      schedule[word] = schedule[word - 16] &+ low &+ schedule[word - 7] &+ high
    }
  }

  /// One of the 64 steps of a block, of which only two words come out changed.
  @inline(__always)
  private static func step(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32, _ input: UInt32
  ) {
    let choice = (e & f) ^ (~e & g)
    let first = h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ input
    let majority = (a & b) ^ (a & c) ^ (b & c)
    d = d &+ first
    h = first &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
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
