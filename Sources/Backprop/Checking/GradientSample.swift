/// What a check needs of a parameter's gradient: the elements that are checked, and the size of the largest of all.
struct GradientSample<Scalar: TensorScalar> {
  /// The gradient's shape.
  let shape: TensorShape
  /// The numbers of the checked elements in row-major order, ascending; `nil` where all are checked.
  private let positions: [Int]?
  /// The derivatives by the checked elements.
  let derivatives: [Scalar]
  /// The largest finite derivative by any element.
  let largest: Scalar

  /// Takes as many elements as the limit allows, drawn from a stream of a seed, and in their place one that isn't finite,
  /// where there is such a one among those that weren't drawn.
  init(of gradient: Tensor<Scalar>, limit: Int?, seed: UInt64, stream: UInt64) {
    shape = gradient.shape
    let count = shape.elementCount
    (positions, derivatives, largest) = gradient.withUnsafeElements { elements in
      var largest: Scalar = 0
      var notFinite: Int?
      for (position, element) in elements.enumerated() {
        if element.isFinite {
          largest = Swift.max(largest, element.magnitude)
        } else if notFinite == nil {
          notFinite = position
        }
      }
      guard let limit, limit < count else { return (nil, Array(elements), largest) }
      var drawn = Self.sample(Swift.max(limit, 0), of: count, seed: seed, stream: stream)
      if let notFinite, !drawn.contains(notFinite) {
        drawn = ([notFinite] + drawn.dropLast()).sorted()
      }
      return (drawn, drawn.map { elements[$0] }, largest)
    }
  }

  /// The number of elements that are checked.
  var count: Int { derivatives.count }

  /// The position in row-major order of a checked element, counted from 0.
  @inline(__always)
  func position(_ index: Int) -> Int { positions.map { $0[index] } ?? index }

  /// So many different numbers below `count`, ascending, each set of them as probable as any other.
  ///
  /// R. W. Floyd's method (J. Bentley, "Programming pearls: a sample of brilliance", Communications of the ACM 30, 1987).
  private static func sample(_ size: Int, of count: Int, seed: UInt64, stream: UInt64) -> [Int] {
    var generator = Philox4x32(seed: seed, stream: RandomStream.packed(.checking, iteration: Int(stream)))
    var chosen: Set<Int> = []
    for upper in count - size..<count {
      let number = generator.nextIndex(below: upper + 1)
      chosen.insert(chosen.contains(number) ? upper : number)
    }
    return chosen.sorted()
  }
}
