import Backprop

/// Graphs of about a thousand nodes that are hard to draw.
enum HardGraph: String, CaseIterable {
  case chain, tree, pairs, layers, skips

  /// What is computed from twenty inputs.
  func result(of x: [Variable<Double>]) -> Variable<Double> {
    switch self {
    case .chain: return Self.chain(x[0])
    case .tree: return Self.tree(x)
    case .pairs: return Self.pairs(x)
    case .layers: return Self.layers(x)
    case .skips: return Self.skips(x[0])
    }
  }

  private static func chain(_ x: Variable<Double>) -> Variable<Double> {
    var y = x
    for _ in 0..<990 { y = y.tanh() }
    return y
  }

  private static func tree(_ x: [Variable<Double>]) -> Variable<Double> {
    var terms: [Variable<Double>] = []
    for index in 0..<330 { terms.append(x[index % 20].exp()) }
    while terms.count > 1 {
      var sums: [Variable<Double>] = []
      for index in stride(from: 0, to: terms.count - 1, by: 2) {
        sums.append(terms[index] + terms[index + 1])
      }
      if terms.count % 2 == 1 { sums.append(terms[terms.count - 1]) }
      terms = sums
    }
    return terms[0]
  }

  /// Each of twenty values times many others, summed in a row.
  private static func pairs(_ x: [Variable<Double>]) -> Variable<Double> {
    var values: [Variable<Double>] = []
    for input in x { values.append(input.tanh()) }
    var sum = values[0]
    for index in 0..<480 {
      let other = (index * 7 + index / 20) % 20
      sum = sum + values[index % 20] * values[other]
    }
    return sum
  }

  /// Nine layers of ten values, each of which uses all of the layer before.
  private static func layers(_ x: [Variable<Double>]) -> Variable<Double> {
    var layer = Array(x.prefix(10))
    for _ in 0..<9 {
      var next: [Variable<Double>] = []
      for first in layer {
        var sum = first
        for value in layer { sum = sum + value }
        next.append(sum.tanh())
      }
      layer = next
    }
    var sum = layer[0]
    for value in layer { sum = sum + value }
    return sum
  }

  /// Each value uses the one before and the one in the middle of all.
  private static func skips(_ x: Variable<Double>) -> Variable<Double> {
    var values = [x]
    for _ in 0..<300 {
      let both = values[values.count - 1] + values[values.count / 2]
      values.append(both.tanh() + x)
    }
    return values[values.count - 1]
  }
}
