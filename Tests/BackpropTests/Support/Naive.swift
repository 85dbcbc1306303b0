import Backprop

/// Slow and plain versions of what tensors do, to compare with: one element at a time, by its position.
enum Naive {
  /// All positions of a shape in row-major order.
  static func positions(of sizes: [Int]) -> [[Int]] {
    sizes.reduce([[]]) { positions, size in
      positions.flatMap { position in (0..<size).map { position + [$0] } }
    }
  }

  /// The shape that two broadcast to, by NumPy's rule, or `nil`.
  static func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
    let rank = max(a.count, b.count)
    let left = Array(repeating: 1, count: rank - a.count) + a
    let right = Array(repeating: 1, count: rank - b.count) + b
    var sizes: [Int] = []
    for (x, y) in Swift.zip(left, right) {
      if x != y && x != 1 && y != 1 { return nil }
      sizes.append(x == 1 ? y : x)
    }
    return sizes
  }

  /// The element that a position of a broadcast result is computed from.
  static func element<Scalar>(_ x: Tensor<Scalar>, at position: [Int]) -> Scalar {
    let own = position.suffix(x.rank)
    var offset = 0
    for (size, index) in Swift.zip(x.shape, own) { offset = offset * size + (size == 1 ? 0 : index) }
    return x.scalars[offset]
  }

  /// The result of a function of pairs of elements with broadcasting.
  static func zip<Scalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ function: (Scalar, Scalar) -> Scalar
  ) -> Tensor<Scalar>? {
    guard let sizes = broadcast(Array(a.shape), Array(b.shape)) else { return nil }
    return Tensor(
      shape: TensorShape(sizes), positions(of: sizes).map { function(element(a, at: $0), element(b, at: $0)) }
    )
  }

  /// The reduction of the elements along one axis by a function of their list.
  static func reduce<Scalar, Result>(_ x: Tensor<Scalar>, axis: Int, _ function: ([Scalar]) -> Result)
    -> [Result]
  {
    var sizes = Array(x.shape)
    let length = sizes.remove(at: axis)
    return positions(of: sizes).map { position in
      function(
        (0..<length).map { index in
          var whole = position
          whole.insert(index, at: axis)
          return element(x, at: whole)
        })
    }
  }

  /// The matrix product as NumPy's `matmul` defines it, each sum from the first product to the last.
  static func matmul(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double>? {
    guard a.rank > 0, b.rank > 0 else { return nil }
    let left = a.rank == 1 ? a.reshaped([1, a.count]) : a
    let right = b.rank == 1 ? b.reshaped([b.count, 1]) : b
    let (rows, inner) = (left.shape[left.rank - 2], left.shape[left.rank - 1])
    let columns = right.shape[right.rank - 1]
    guard right.shape[right.rank - 2] == inner,
      let batch = broadcast(Array(left.shape.dropLast(2)), Array(right.shape.dropLast(2)))
    else { return nil }
    let products = positions(of: batch + [rows, columns]).map { position -> Double in
      let (front, row, column) = (position.dropLast(2), position[batch.count], position[batch.count + 1])
      return (0..<inner).reduce(0) { sum, k in
        sum + element(left, at: front + [row, k]) * element(right, at: front + [k, column])
      }
    }
    var sizes = batch
    if a.rank > 1 { sizes.append(rows) }
    if b.rank > 1 { sizes.append(columns) }
    return Tensor(shape: TensorShape(sizes), products)
  }
}

/// Generated shapes and numbers, always the same for the same seed.
struct Generated {
  var random: Philox4x32

  init(seed: UInt64) { random = Philox4x32(seed: seed, stream: 99) }

  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + random.nextIndex(below: range.count)
  }

  /// Sizes of `rank` axes; now and then one is empty or 1.
  mutating func sizes(rank: Int, upTo largest: Int = 4) -> [Int] {
    (0..<rank).map { _ in
      let choice = number(in: 0...9)
      return choice == 0 ? 0 : choice < 3 ? 1 : number(in: 2...largest)
    }
  }

  /// A shape that often, but not always, broadcasts with another.
  mutating func partner(of sizes: [Int]) -> [Int] {
    var partner = Array(sizes.suffix(number(in: 0...sizes.count)))
    for axis in partner.indices {
      let choice = number(in: 0...9)
      if choice < 3 { partner[axis] = 1 }
      if choice == 3 { partner[axis] = number(in: 0...4) }
    }
    return number(in: 0...4) == 0 ? [number(in: 1...2)] + partner : partner
  }

  mutating func tensor<Scalar: TensorScalar>(_ sizes: [Int], as type: Scalar.Type = Double.self) -> Tensor<
    Scalar
  > {
    .uniform(TensorShape(sizes), in: -2..<2, using: &random)
  }
}
