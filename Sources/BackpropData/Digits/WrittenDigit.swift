/// How people write one digit: its glyphs, and the habits that go with it.
struct WrittenDigit: Sendable {
  let glyphs: [Glyph]
  /// The sum of the glyphs' shares.
  let totalShare: Float
  /// How far the digit leans to the right on average, per unit of height.
  let slant: Float
  /// The average width, relative to the drawings of the glyphs.
  let width: Float
  /// The width of the pen, relative to the other digits: a digit that is written small looks bolder once it
  /// is scaled to the common size.
  let boldness: Float

  init(_ glyphs: [Glyph], slant: Float, width: Float, boldness: Float) {
    self.glyphs = glyphs
    totalShare = glyphs.reduce(0) { $0 + $1.share }
    self.slant = slant
    self.width = width
    self.boldness = boldness
  }

  /// The ten digits, by their value.
  static let all: [WrittenDigit] = [
    WrittenDigit(Glyph.zero, slant: 0.22, width: 1.05, boldness: 1.12),
    WrittenDigit(Glyph.one, slant: 0.24, width: 0.9, boldness: 1.12),
    WrittenDigit(Glyph.two, slant: 0.05, width: 0.95, boldness: 1.07),
    WrittenDigit(Glyph.three, slant: 0.03, width: 0.9, boldness: 1.03),
    WrittenDigit(Glyph.four, slant: 0.17, width: 0.9, boldness: 0.98),
    WrittenDigit(Glyph.five, slant: 0.14, width: 1, boldness: 1),
    WrittenDigit(Glyph.six, slant: 0.11, width: 0.85, boldness: 0.97),
    WrittenDigit(Glyph.seven, slant: 0.11, width: 0.95, boldness: 1.05),
    WrittenDigit(Glyph.eight, slant: 0.16, width: 0.85, boldness: 0.94),
    WrittenDigit(Glyph.nine, slant: 0.14, width: 0.86, boldness: 0.94),
  ]
}
