// A debug build takes the square root from the C library.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The writing hand: how a glyph becomes the path of a pen.
///
/// The constants were tuned by eye beside MNIST's training images and by how many of these a network reads
/// that has learned from drawn digits only.
enum Hand {
  /// How far from an even mixture of its drawings a glyph goes: at 1 a single drawing can just be reached,
  /// above 1 it can be passed.
  private static let blendGain: Float = 1.4
  /// The least and greatest jitter of a glyph's points (standard deviation), in half heights of the field.
  private static let unsteadiness: (Float, Float) = (0.02, 0.08)
  /// The jitter of a stroke's two ends, relative to the other points'.
  private static let tipUnsteadiness: Float = 1.5
  /// Standard deviation of the pen's width from point to point, relative to the width.
  private static let pressureSpread: Float = 0.25
  /// The least width of the pen, relative to its average.
  private static let leastPressure: Float = 0.35
  /// The length of the curve's slopes: 1 is a Catmull-Rom curve, less is more angular.
  private static let roundness: (Float, Float) = (0.75, 1.1)
  /// Standard deviation of each coefficient of the smooth warp, in half heights of the field.
  private static let warp: Float = 0.13
  /// Standard deviation of the slant about the digit's own, per unit of height.
  private static let slantSpread: Float = 0.26
  /// Standard deviation of the turn, in radians.
  private static let turnSpread: Float = 0.1
  /// Standard deviation of the logarithm of the digit's width.
  private static let widthSpread: Float = 0.24
  /// The usual half width of the pen, in pixels, and the standard deviation of its logarithm.
  private static let pen: (halfWidth: Float, spread: Float) = (1.15, 0.3)

  /// Writes `digit` (0 to 9) into the empty `path`.
  ///
  /// With the pen's width the path lies in the middle of a box of 20 × 20 pixels from (0, 0) and fills it
  /// along the longer side.
  static func write(_ digit: Int, dice: inout Dice, path: inout PenPath) {
    let written = WrittenDigit.all[digit]
    let glyph = choose(written, &dice)
    let capacity = Glyph.maximumPointCount
    withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity * 5) { buffer in
      let points = buffer.baseAddress!
      let slopes = points + capacity * 2
      let pressures = points + capacity * 4
      place(glyph, &dice, points, pressures)
      let slopeLength = dice.uniform(roundness.0, roundness.1)
      trace(glyph, points, slopes, pressures, slopeLength, &path)
    }
    bend(path, written, &dice)
    fit(path, boldness: written.boldness, &dice)
  }

  private static func choose(_ written: WrittenDigit, _ dice: inout Dice) -> Glyph {
    var rest = dice.uniform() * written.totalShare
    for glyph in written.glyphs {
      rest -= glyph.share
      if rest < 0 { return glyph }
    }
    return written.glyphs[written.glyphs.count - 1]
  }

  /// Blends the glyph's drawings and jitters the points; from here on the field is [−1, 1] both ways.
  private static func place(
    _ glyph: Glyph, _ dice: inout Dice, _ points: UnsafeMutablePointer<Float>,
    _ pressures: UnsafeMutablePointer<Float>
  ) {
    let numberCount = glyph.pointCount * 2
    for i in 0..<numberCount { points[i] = 0 }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: glyph.drawingCount) { weights in
      var total: Float = 0
      for d in 0..<glyph.drawingCount {
        // The power makes one drawing stand out more often than an even mixture.
        let u = dice.uniform()
        weights[d] = u * u * u * u + 0.001
        total += weights[d]
      }
      let even = 1 / Float(glyph.drawingCount)
      glyph.coordinates.withUnsafeBufferPointer { coordinates in
        for d in 0..<glyph.drawingCount {
          let weight = even + blendGain * (weights[d] / total - even)
          for i in 0..<numberCount {
            points[i] += weight * coordinates[d * numberCount + i]
          }
        }
      }
    }
    let common = dice.uniform(unsteadiness.0, unsteadiness.1)
    glyph.joints.withUnsafeBufferPointer { joints in
      for p in 0..<glyph.pointCount {
        let isTip = joints[p] == .start || joints[p] == .end
        let jitter = isTip ? common * tipUnsteadiness : common
        points[2 * p] = points[2 * p] * 0.02 - 1 + jitter * dice.normal()
        points[2 * p + 1] = points[2 * p + 1] * 0.02 - 1 + jitter * dice.normal()
        pressures[p] = max(leastPressure, 1 + pressureSpread * dice.normal())
      }
    }
  }

  /// Draws a smooth curve (cubic Hermite, its slope at a point from the two neighbours) through the points.
  private static func trace(
    _ glyph: Glyph, _ points: UnsafeMutablePointer<Float>, _ slopes: UnsafeMutablePointer<Float>,
    _ pressures: UnsafeMutablePointer<Float>, _ slopeLength: Float, _ path: inout PenPath
  ) {
    func length(_ p: Int) -> Float {
      let dx = points[2 * p + 2] - points[2 * p]
      let dy = points[2 * p + 3] - points[2 * p + 1]
      // Never 0, as lengths are divided by.
      return (dx * dx + dy * dy).squareRoot() + 1e-6
    }
    glyph.joints.withUnsafeBufferPointer { joints in
      // Slopes per unit of length at the smooth points; a corner has one for each side, found below.
      for p in 0..<glyph.pointCount where joints[p] == .smooth {
        let reach = length(p - 1) + length(p)
        slopes[2 * p] = (points[2 * p + 2] - points[2 * p - 2]) / reach
        slopes[2 * p + 1] = (points[2 * p + 3] - points[2 * p - 1]) / reach
      }
      for p in 0..<glyph.pointCount {
        let x0 = points[2 * p]
        let y0 = points[2 * p + 1]
        if joints[p] == .start { path.append(x0, y0, radius: pressures[p], isStart: true) }
        if joints[p] == .end { continue }
        let x1 = points[2 * p + 2]
        let y1 = points[2 * p + 3]
        let span = length(p)
        let chord = (x: (x1 - x0) / span, y: (y1 - y0) / span)
        let isSmoothBefore = joints[p] == .smooth
        let isSmoothAfter = joints[p + 1] == .smooth
        var a = isSmoothBefore ? (x: slopes[2 * p], y: slopes[2 * p + 1]) : chord
        var b = isSmoothAfter ? (x: slopes[2 * p + 2], y: slopes[2 * p + 3]) : chord
        // At a free end the curve keeps its bend.
        if !isSmoothBefore && isSmoothAfter { a = (1.5 * chord.x - 0.5 * b.x, 1.5 * chord.y - 0.5 * b.y) }
        if isSmoothBefore && !isSmoothAfter { b = (1.5 * chord.x - 0.5 * a.x, 1.5 * chord.y - 0.5 * a.y) }
        let scale = span * slopeLength
        for k in 1...PenPath.piecesPerSpan {
          let t = Float(k) * (1 / Float(PenPath.piecesPerSpan))
          let s = 1 - t
          let h0 = s * s * (1 + 2 * t)
          let h1 = t * t * (1 + 2 * s)
          let g0 = s * s * t * scale
          let g1 = -s * t * t * scale
          path.append(
            h0 * x0 + h1 * x1 + g0 * a.x + g1 * b.x, h0 * y0 + h1 * y1 + g0 * a.y + g1 * b.y,
            radius: s * pressures[p] + t * pressures[p + 1], isStart: false)
        }
      }
    }
  }

  /// Warps the whole digit smoothly (by a polynomial of degree 3), then stretches, slants and turns it.
  private static func bend(_ path: PenPath, _ written: WrittenDigit, _ dice: inout Dice) {
    let ax = warp * dice.normal()
    let bx = warp * dice.normal()
    let cx = warp * dice.normal()
    let dx = warp * dice.normal()
    let ex = warp * dice.normal()
    let ay = warp * dice.normal()
    let by = warp * dice.normal()
    let cy = warp * dice.normal()
    let dy = warp * dice.normal()
    let ey = warp * dice.normal()
    let slant = written.slant + slantSpread * dice.normal()
    let turn = turnSpread * dice.normal()
    let width = written.width * exponential(widthSpread * dice.normal())
    for i in 0..<path.count {
      let u = path.x[i]
      let v = path.y[i]
      let x = u + ax * v * v + bx * u * v + cx * u * u + dx * (v * v * v - v) + ex * u * v * v
      let y = v + ay * u * u + by * u * v + cy * v * v + dy * (u * u * u - u) + ey * v * u * u
      let slanted = width * x - slant * y
      // A turn by a small angle; the change of size doesn't matter, as the digit is scaled afterwards.
      path.x[i] = slanted - turn * y
      path.y[i] = y + turn * slanted
    }
  }

  /// Scales the path so that it fits the 20 × 20 box with the pen's width, and puts it into the box's middle.
  private static func fit(_ path: PenPath, boldness: Float, _ dice: inout Dice) {
    let half = boldness * pen.halfWidth * exponential(pen.spread * dice.normal())
    for i in 0..<path.count { path.radius[i] *= half }
    let box = Float(InkRaster.box)
    let room = box - 2 * half
    let bare = bounds(path, scale: 1, penShare: 0)
    var scale = room / max(bare.right - bare.left, bare.bottom - bare.top, 0.01)
    // The pen's width varies along the path, so what it adds to the box is known only at a scale.
    let inked = bounds(path, scale: scale, penShare: 1)
    scale *= room / max(inked.right - inked.left - 2 * half, inked.bottom - inked.top - 2 * half, 0.5 * room)
    let final = bounds(path, scale: scale, penShare: 1)
    let shiftX = 0.5 * (box - final.left - final.right)
    let shiftY = 0.5 * (box - final.top - final.bottom)
    for i in 0..<path.count {
      path.x[i] = path.x[i] * scale + shiftX
      path.y[i] = path.y[i] * scale + shiftY
    }
  }

  /// The box of the path scaled by `scale`, with the pen's width (`penShare` 1) or without (0).
  private static func bounds(
    _ path: PenPath, scale: Float, penShare: Float
  ) -> (left: Float, right: Float, top: Float, bottom: Float) {
    var left = Float.infinity
    var right = -Float.infinity
    var top = Float.infinity
    var bottom = -Float.infinity
    for i in 0..<path.count {
      let x = path.x[i] * scale
      let y = path.y[i] * scale
      let radius = path.radius[i] * penShare
      left = min(left, x - radius)
      right = max(right, x + radius)
      top = min(top, y - radius)
      bottom = max(bottom, y + radius)
    }
    return (left, right, top, bottom)
  }

  /// eˣ to second order: near enough for a spread, and without a library function, whose last bit may differ
  /// from machine to machine.
  private static func exponential(_ x: Float) -> Float {
    1 + x + 0.5 * x * x
  }
}
