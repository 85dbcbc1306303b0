#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a computation first met a value that is NaN or infinite.
public struct NonFiniteValue: Error, Sendable, Equatable {
  /// What was being computed.
  public enum Phase: String, Sendable {
    /// A value, from left to right.
    case forward
    /// A derivative, from right to left.
    case backward
    /// A parameter's next value, by the optimiser.
    case update
  }

  /// A tensor that went into the computation.
  public struct Operand: Sendable, Equatable {
    /// The node that holds it.
    public var node: Int
    /// The node's name, or the operation that computed it.
    public var name: String?
    /// Its shape.
    public var shape: TensorShape
    /// The range of its finite elements, or `nil` without any.
    public var range: ClosedRange<Double>?
    /// How many of its elements are NaN or infinite.
    public var nonFiniteCount: Int
  }

  /// What was being computed.
  public var phase: Phase
  /// The node of the operation that produced the value, or of the variable that came with it.
  public var node: Int
  /// The operation's name; `nil` for a variable or constant that came with the value.
  public var operation: String?
  /// The node's name, where it has one.
  public var name: String?
  /// In a backward pass the operand by which the derivative is taken, an index into `operands`.
  public var operand: Int?
  /// The shape of the value or derivative.
  public var shape: TensorShape
  /// The position of its first element that isn't finite.
  public var element: [Int]
  /// That element: NaN or an infinity.
  public var value: Double
  /// How many of its elements aren't finite.
  public var nonFiniteCount: Int
  /// What went into the operation, in its order.
  public var operands: [Operand]
  /// The derivative that arrived at the operation, in a backward pass.
  public var upstream: Operand?
  /// The nodes that carry the value on, beginning with `node`: to the result in a forward pass, to the inputs in a
  /// backward pass. A drawing marks them.
  public var path: [Int]
  /// The iteration of the training, from 1 on.
  public var iteration: Int?

  public static func == (left: NonFiniteValue, right: NonFiniteValue) -> Bool {
    // As text, in which a NaN equals itself.
    left.node == right.node && left.path == right.path && left.operands == right.operands
      && left.upstream == right.upstream && left.description == right.description
  }
}

extension NonFiniteValue: CustomStringConvertible {
  /// A paragraph for people: the operation, the element, what went into it, and the iteration.
  public var description: String {
    let time = iteration.map { " in iteration \($0)" } ?? ""
    let others = nonFiniteCount == 1 ? "" : ", the first of \(nonFiniteCount) such elements"
    let place = "\(element.isEmpty ? "" : " at \(element)")\(others), shape \(shape)"
    let first = "The first value that isn't finite\(time) is \(word(value))\(place): "
    // An operand that stands twice, as in x · x, is mentioned once.
    let different = operands.indices.filter { index in
      !operands[..<index].contains { $0.node == operands[index].node }
    }
    let inputs = (different.map { operands[$0] } + (upstream.map { [$0] } ?? [])).map { "\n  \($0)" }.joined()
    switch phase {
    case .forward where operation == nil:
      return first + "\(name ?? "node \(node)") came with it."
    case .forward:
      return first + "\(source) made it from" + inputs
    case .backward:
      guard let operand, operands.indices.contains(operand) else {
        return first + "the derivative that arrives at \(source)."
      }
      let target = operands[operand].name ?? "node \(operands[operand].node)"
      return first + "the derivative by \(target), which \(source) computed backward from" + inputs
    case .update:
      return first + "the update of \(name ?? "node \(node)") by its derivative made it."
    }
  }

  /// The operation with its node, and the node's name where it has one.
  private var source: String {
    (operation ?? "variable") + " (node \(node)\(name.map { ", " + $0 } ?? ""))"
  }
}

extension NonFiniteValue.Operand: CustomStringConvertible {
  /// For example `W1 (784, 50): -0.04 … 0.05`, with six significant digits.
  public var description: String {
    let span = range.map { range in
      let (low, high) = (rounded(range.lowerBound), rounded(range.upperBound))
      if shape.rank == 0 { return low }
      return low == high ? "all \(low)" : "\(low) … \(high)"
    }
    let bad = nonFiniteCount == 0 ? nil : "\(nonFiniteCount) not finite"
    let figures = [span, bad].compactMap { $0 }.joined(separator: ", ")
    return "\(name ?? "node \(node)") \(shape): \(figures.isEmpty ? "empty" : figures)"
  }
}

/// The number with six significant digits, whole ones without a point.
private func rounded(_ number: Double) -> String {
  var buffer = [CChar](repeating: 0, count: 64)
  let length = withVaList([number == 0 ? 0 : number]) { vsnprintf(&buffer, buffer.count, "%.6g", $0) }
  return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func word(_ number: Double) -> String { number.isNaN ? "nan" : number.description }
