import Backprop
import BackpropDrawing
import BackpropFiles

/// Keeps an expression from asking for more memory than there is, before anything is computed.
struct SizeLimit {
  /// The most numbers that one value may have.
  static let perValue = 10_000_000
  /// The limit of a value in a sentence.
  static let sentencePerValue = "A value can have \(perValue) numbers, not more."
  /// The most numbers that all values of a graph may have together.
  static let perGraph = 20_000_000

  private var total = 0

  /// Counts the result of an operation in, or answers with a sentence why it is too large.
  ///
  /// Operands that don't fit each other pass, for the operation itself has the better words for that.
  mutating func add(_ function: GraphFunction, _ operands: [TensorShape]) -> String? {
    guard let sizes = SizeLimit.sizes(function, operands) else { return nil }
    for (subject, axes) in sizes {
      let count = SizeLimit.elementCount(axes)
      if count > Double(SizeLimit.perValue) {
        return
          "\(subject) of \(function.operation.name) would have about \(NumberText.short(count)) elements; "
          + "this command stops at \(SizeLimit.perValue)."
      }
    }
    return add(elementCount: Int(SizeLimit.elementCount(sizes[0].axes)))
  }

  /// Counts a value in, or answers with a sentence why there are too many.
  mutating func add(elementCount: Int) -> String? {
    total += elementCount
    guard total > SizeLimit.perGraph else { return nil }
    return "All values up to here would have \(total) elements together; "
      + "this command stops at \(SizeLimit.perGraph)."
  }

  /// The axes of an operation's result, and of what its derivatives need beyond the operands' shapes.
  private static func sizes(
    _ function: GraphFunction, _ operands: [TensorShape]
  ) -> [(subject: String, axes: [Int])]? {
    let first = operands[0]
    switch function {
    case .add, .subtract, .multiply, .divide, .power:
      return broadcast(Array(first), Array(operands[1])).map { [("The result", $0)] }
    case .matmul: return productSizes(Array(first), Array(operands[1]))
    case .reshape(let sizes):
      // An open size, −1, is at most the number of elements there are.
      return [("The result", sizes.filter { $0 > 0 })]
    case .sum(let axis), .mean(let axis), .max(let axis):
      return [("The result", axis == nil ? [] : Array(first))]
    case .crossEntropy, .softmaxWithLoss, .sigmoidWithLoss: return [("The result", [])]
    case .convolution(let steps, _):
      let filters = operands[1]
      guard first.rank == 4, filters.rank == 4,
        let height = steps.places(of: filters[2], on: first[2], byItself: false),
        let width = steps.places(of: filters[3], on: first[3], byItself: false)
      else { return nil }
      return [("The result", [first[0], filters[0], height, width])]
    case .pooling(_, let window, let steps):
      guard first.rank == 4, let window,
        let height = steps.places(of: window, on: first[2], byItself: true),
        let width = steps.places(of: window, on: first[3], byItself: true)
      else { return nil }
      return [("The result", [first[0], first[1], height, width])]
    default: return [("The result", Array(first))]
    }
  }

  /// A derivative is computed for each matrix of the broadcast batch before the repetitions are summed, so it can be
  /// larger than both operands and the result.
  private static func productSizes(_ a: [Int], _ b: [Int]) -> [(subject: String, axes: [Int])]? {
    guard let inner = a.last, !b.isEmpty, b[max(b.count - 2, 0)] == inner,
      let batch = broadcast(a.dropLast(2), b.dropLast(2))
    else { return nil }
    let rows = a.count > 1 ? a[a.count - 2] : 1
    let columns = b.count > 1 ? b[b.count - 1] : 1
    return [
      ("The result", batch + [rows, columns]),
      ("The first derivative", batch + [rows, inner]),
      ("The second derivative", b.count > 2 ? batch + [inner, columns] : [inner, columns]),
    ]
  }

  private static func broadcast(_ a: some Collection<Int>, _ b: some Collection<Int>) -> [Int]? {
    let rank = max(a.count, b.count)
    let first = Array(repeating: 1, count: rank - a.count) + a
    let second = Array(repeating: 1, count: rank - b.count) + b
    var sizes: [Int] = []
    for (x, y) in zip(first, second) {
      guard x == y || x == 1 || y == 1 else { return nil }
      sizes.append(x == 1 ? y : x)
    }
    return sizes
  }

  /// The product of the sizes, in floating point so that it can't overflow. An empty axis counts as 1: the others are
  /// still walked over, when the value is printed for example.
  private static func elementCount(_ axes: [Int]) -> Double {
    axes.reduce(1) { $0 * Double(max($1, 1)) }
  }
}
