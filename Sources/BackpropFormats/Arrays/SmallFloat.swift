/// Floating-point numbers of 16 bits, from their bits: not every processor has the types.
enum SmallFloat {
  /// The number of IEEE 754's binary16: 1 bit of sign, 5 of exponent, 10 of fraction. Every one is a Float exactly.
  static func float(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero and the subnormal numbers: fraction · 2⁻²⁴.
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: sign | magnitude.bitPattern)
    case 31:
      // Infinities and NaN, whose payload stays.
      return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      // The exponents' biases are 15 and 127.
      return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The number of bfloat16: the upper half of a Float.
  static func float(brain bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
}
