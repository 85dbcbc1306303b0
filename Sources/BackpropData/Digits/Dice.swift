import Backprop

/// Uniform and nearly normal numbers from the counter-based generator, by explicit formulas.
///
/// Only integer arithmetic, conversions, + and × are used, so the numbers are the same on every machine.
struct Dice {
  var generator: Philox4x32

  /// A number in [0, 1), a multiple of 2⁻²⁴.
  @inline(__always)
  mutating func uniform() -> Float {
    Float(generator.next() >> 40) * 0x1p-24
  }

  /// A number between `low` and `high`.
  @inline(__always)
  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * uniform()
  }

  /// A nearly normal number of mean 0 and variance 1, within ±3.5: the sum of four uniform 16-bit numbers.
  @inline(__always)
  mutating func normal() -> Float {
    let bits = generator.next()
    let sum = (bits & 0xFFFF) &+ (bits >> 16 & 0xFFFF) &+ (bits >> 32 & 0xFFFF) &+ (bits >> 48)
    // The mean of the sum is 2 × 65535; its variance is 2³² / 3, but for one part in 2³².
    return (Float(Int32(truncatingIfNeeded: sum)) - 131_070) * (1.732_050_8 * 0x1p-16)
  }

  /// A whole number in 0..<`bound`, which must be between 1 and 2³².
  @inline(__always)
  mutating func whole(below bound: Int) -> Int {
    Int(truncatingIfNeeded: ((generator.next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
  }
}
