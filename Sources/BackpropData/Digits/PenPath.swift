/// The pen's path: the corners of a polyline in pixels, with half the pen's width at each.
///
/// The memory belongs to the caller, who keeps it for as long as the path is in use.
struct PenPath {
  let x: UnsafeMutablePointer<Float>
  let y: UnsafeMutablePointer<Float>
  /// Half the width of the pen, in pixels.
  let radius: UnsafeMutablePointer<Float>
  /// Whether a stroke begins here, so that no line leads here from the point before.
  let isStart: UnsafeMutablePointer<Bool>
  private(set) var count = 0

  /// Line pieces between two points of a glyph.
  static let piecesPerSpan = 5
  /// The most points a path can have.
  static let capacity = Glyph.maximumPointCount * piecesPerSpan

  /// Lends an empty path to `body`.
  static func withEmpty(_ body: (inout PenPath) -> Void) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity * 3) { numbers in
      withUnsafeTemporaryAllocation(of: Bool.self, capacity: capacity) { starts in
        let x = numbers.baseAddress!
        var path = PenPath(
          x: x, y: x + capacity, radius: x + 2 * capacity, isStart: starts.baseAddress!)
        body(&path)
      }
    }
  }

  private init(
    x: UnsafeMutablePointer<Float>, y: UnsafeMutablePointer<Float>, radius: UnsafeMutablePointer<Float>,
    isStart: UnsafeMutablePointer<Bool>
  ) {
    self.x = x
    self.y = y
    self.radius = radius
    self.isStart = isStart
  }

  /// Adds a point; there must be room for it.
  @inline(__always)
  mutating func append(_ pointX: Float, _ pointY: Float, radius pointRadius: Float, isStart start: Bool) {
    x[count] = pointX
    y[count] = pointY
    radius[count] = pointRadius
    isStart[count] = start
    count += 1
  }
}
