/// A line of straight pieces from left to right.
struct Polyline {
  typealias Point = GraphLayout.Point
  var points: [Point]

  init(_ points: [Point]) { self.points = points }

  /// The line without points that repeat or lie on the straight way.
  var simplified: Polyline {
    var result: [Point] = []
    for point in points {
      if let last = result.last, last == point { continue }
      if result.count > 1 {
        let (a, b) = (result[result.count - 2], result[result.count - 1])
        if (b.x - a.x) * (point.y - a.y) == (b.y - a.y) * (point.x - a.x) { result.removeLast() }
      }
      result.append(point)
    }
    return Polyline(result)
  }

  /// The line without the last part of a given length, which its last piece must have.
  func shortened(atEnd length: Double) -> Polyline {
    guard points.count > 1, length > 0 else { return self }
    var result = self
    let (a, b) = (points[points.count - 2], points[points.count - 1])
    let whole = distance(a, b)
    guard whole > length else { return self }
    let share = (whole - length) / whole
    result.points[points.count - 1] = Point(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share)
    return result
  }

  /// The parallel line on the lower side.
  func shifted(by offset: Double) -> Polyline {
    guard points.count > 1 else { return self }
    let normals = zip(points, points.dropFirst()).map { a, b in
      let length = max(distance(a, b), 1e-9)
      return Point(x: -(b.y - a.y) / length, y: (b.x - a.x) / length)
    }
    var result: [Point] = []
    for (index, point) in points.enumerated() {
      let before = normals[max(index - 1, 0)]
      let after = normals[min(index, normals.count - 1)]
      // At a corner both pieces' parallels meet on the line that halves the angle.
      let sum = Point(x: before.x + after.x, y: before.y + after.y)
      let scale = 2 * offset / max(sum.x * sum.x + sum.y * sum.y, 0.5)
      result.append(Point(x: point.x + sum.x * scale, y: point.y + sum.y * scale))
    }
    return Polyline(result)
  }

  /// The line up to where it meets a circle around a point near its end.
  func clipped(outside center: Point, radius: Double) -> Polyline {
    guard points.count > 1 else { return self }
    var result = self
    let (a, b) = (points[points.count - 2], points[points.count - 1])
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let length = max(distance(a, b), 1e-9)
    let along = ((center.x - a.x) * dx + (center.y - a.y) * dy) / length
    let across = ((center.x - a.x) * dy - (center.y - a.y) * dx) / length
    let inside = max(radius * radius - across * across, 0)
    let share = max((along - inside.squareRoot()) / length, 0)
    result.points[points.count - 1] = Point(x: a.x + dx * share, y: a.y + dy * share)
    return result
  }

  private func distance(_ a: Point, _ b: Point) -> Double {
    ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
  }
}
