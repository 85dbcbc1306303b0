/// Looks for a kink of a function that doesn't tell its branches.
enum KinkSearch {
  /// Whether the function bends abruptly within a step of x.
  ///
  /// Second differences find where it bends most, and halve the interval around that place again and again. Divided by
  /// the points' distance they halve, too, where the function is smooth, once the distance is shorter than its own length
  /// scale, however steep it is; at a kink they stay, and at a pole or a gap they grow.
  static func hasKink<Scalar: TensorScalar>(in function: ElementFunction<Scalar>, within step: Scalar) -> Bool
  {
    var middle = function.center
    var distance = step / 2
    var bends: [Scalar] = []
    for _ in 0..<30 {
      let points = (-2...2).map { middle + Scalar($0) * distance }
      guard zip(points.dropFirst(), points).allSatisfy({ $0 > $1 }) else { break }
      let results = points.map { $0 == function.center ? function.atCenter : function.evaluate($0) }
      guard results.allSatisfy(\.value.isFinite) else { return false }
      let found = (1...3).map {
        (
          bend: (results[$0 + 1].value - 2 * results[$0].value + results[$0 - 1].value).magnitude / distance,
          place: points[$0]
        )
      }
      guard let largest = found.max(by: { $0.bend < $1.bend }) else { break }
      let noise = 16 * Scalar.ulpOfOne * (results.map(\.magnitude).max() ?? 0) / distance
      guard largest.bend > 4 * noise else { break }
      bends.append(largest.bend)
      middle = largest.place
      distance /= 2
    }
    let last = bends.suffix(6)
    guard bends.count >= 7, let least = last.min(), let most = last.max() else { return false }
    return least > 0.4 * most
  }
}
