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
      guard let places = places(around: middle, distance) else { break }
      let results = places.map { $0 == function.center ? function.atCenter : function.evaluate($0) }
      guard results.allSatisfy(\.value.isFinite) else { return false }
      let noise: Scalar = 16 * Scalar.ulpOfOne * (results.map(\.magnitude).max() ?? 0) / distance
      var largest: (bend: Scalar, place: Scalar) = (-1, middle)
      for index in 1...3 {
        let (before, after) = (results[index - 1].value, results[index + 1].value)
        let bend: Scalar = (after - 2 * results[index].value + before).magnitude / distance
        if bend > largest.bend { largest = (bend, places[index]) }
      }
      guard largest.bend > 4 * noise else { break }
      bends.append(largest.bend)
      middle = largest.place
      distance /= 2
    }
    let last = bends.suffix(6)
    guard bends.count >= 7, let least = last.min(), let most = last.max() else { return false }
    return least > 0.4 * most
  }
  /// Five places at equal distances around a middle one; nil where rounding makes two of them one.
  private static func places<Scalar: TensorScalar>(around middle: Scalar, _ distance: Scalar) -> [Scalar]? {
    let places: [Scalar] = [
      middle - 2 * distance, middle - distance, middle, middle + distance, middle + 2 * distance,
    ]
    for index in 1..<places.count where !(places[index] > places[index - 1]) { return nil }
    return places
  }
}
