/// One way of writing a digit, as strokes of the pen.
///
/// A glyph is given by one or more *drawings* in a 100 × 100 field (x to the right, y down). The drawings of
/// a glyph share their number of points and differ in where these lie; a written digit is a blend of them
/// all, so a few extreme drawings stand for everything in between.
///
/// A drawing is a line of text, such as `"26,6 22,26 18,44! 42,36 80,68 8,86 / 26,6 92,2"`: the pen goes
/// smoothly through the points `x,y`, turns sharply at one marked `!`, and is lifted at `/`.
struct Glyph: Sendable {
  /// How often this way is chosen, relative to the other glyphs of the digit.
  let share: Float
  /// Number of points of each drawing.
  let pointCount: Int
  /// What happens at each point.
  let joints: [Joint]
  /// The drawings' coordinates, one drawing after the other: x, y of each point.
  let coordinates: [Float]
  let drawingCount: Int

  enum Joint: UInt8, Sendable {
    /// The first point of a stroke.
    case start
    /// A point the pen passes smoothly.
    case smooth
    /// A point where the pen turns sharply.
    case corner
    /// The last point of a stroke.
    case end
  }

  init(_ share: Float, _ drawings: String...) {
    self.share = share
    var joints: [Joint] = []
    var coordinates: [Float] = []
    for (number, drawing) in drawings.enumerated() {
      let parsed = Glyph.parse(drawing)
      if number == 0 {
        joints = parsed.joints
      }
      precondition(parsed.joints == joints, "the drawings of a glyph must be built alike: \(drawing)")
      coordinates += parsed.coordinates
    }
    self.joints = joints
    self.coordinates = coordinates
    pointCount = joints.count
    drawingCount = drawings.count
    precondition(pointCount <= Glyph.maximumPointCount, "too many points in a glyph")
  }

  /// The pen's buffers are sized for this.
  static let maximumPointCount = 24

  private static func parse(_ drawing: String) -> (joints: [Joint], coordinates: [Float]) {
    var joints: [Joint] = []
    var coordinates: [Float] = []
    var isNewStroke = true
    for word in drawing.split(separator: " ") {
      if word == "/" {
        precondition(!isNewStroke && joints.last != .start, "a stroke needs two points: \(drawing)")
        joints[joints.count - 1] = .end
        isNewStroke = true
        continue
      }
      let isCorner = word.hasSuffix("!")
      let numbers = (isCorner ? word.dropLast() : word).split(separator: ",").map { Int($0) }
      guard numbers.count == 2, let x = numbers[0], let y = numbers[1] else {
        preconditionFailure("a glyph's point must be x,y: \(word)")
      }
      coordinates += [Float(x), Float(y)]
      joints.append(isNewStroke ? .start : isCorner ? .corner : .smooth)
      isNewStroke = false
    }
    precondition(!isNewStroke && joints.last != .start, "a stroke needs two points: \(drawing)")
    joints[joints.count - 1] = .end
    return (joints, coordinates)
  }
}
