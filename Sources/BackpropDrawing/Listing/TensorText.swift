import Backprop
import BackpropFiles
import BackpropGraphics

/// Values as people read them: in full while they are small, in a summary when they aren't.
enum TensorText {
  /// Up to this many elements a value is shown in full within a line.
  private static let lineLimit = 12
  /// Up to this many elements a value is shown in full on lines of its own.
  private static let blockLimit = 400

  /// The value on one line.
  static func line<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) -> String {
    guard tensor.count <= lineLimit, walkedCount(tensor.shape) <= lineLimit else { return summary(tensor) }
    let numbers = tensor.scalars.map(number)
    return nested(tensor.shape, numbers) { _ in ", " }.joined()
  }

  /// The value on as many lines as it needs, rows below each other and columns aligned.
  ///
  /// - Parameter hint: what follows the summary of a value that is too large.
  static func block<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>, hint: String = "") -> [String] {
    guard tensor.count <= blockLimit, walkedCount(tensor.shape) <= blockLimit else {
      return [summary(tensor) + hint]
    }
    var numbers = tensor.scalars.map(number)
    let rank = tensor.rank
    if rank > 1 {
      let width = numbers.map(\.count).max() ?? 0
      numbers = numbers.map { $0.rightAligned(to: width) }
    }
    let parts = nested(tensor.shape, numbers) { axis in
      axis == rank - 1 ? ", " : ",\n" + String(repeating: " ", count: axis + 1)
    }
    return parts.joined().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// A number with the digits that its type can be trusted with.
  private static func number<Scalar: TensorScalar>(_ number: Scalar) -> String {
    Scalar.significandBitCount > 24
      ? NumberText.rounded(Double(number)) : NumberText.significant(Double(number), digits: 6)
  }

  /// What a large value is like: how many numbers, between which bounds, around which mean.
  private static func summary<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) -> String {
    let scalars = tensor.scalars.map { Double($0) }
    let numbers = scalars.filter { !$0.isNaN }
    guard let least = numbers.min(), let largest = numbers.max() else {
      return scalars.isEmpty ? "no numbers" : "\(scalars.count) numbers, all nan"
    }
    let nanCount = scalars.count - numbers.count
    let mean = numbers.reduce(0) { $0 + $1 / Double(numbers.count) }
    let range =
      least == largest
      ? "all \(number(Scalar(least)))"
      : "from \(number(Scalar(least))) to \(number(Scalar(largest))), mean \(number(Scalar(mean)))"
    return "\(scalars.count) numbers, \(range)" + (nanCount > 0 ? ", \(nanCount) of them nan" : "")
  }

  /// The pieces of the nested brackets around the numbers, with what separates the elements along an axis.
  private static func nested(
    _ shape: TensorShape, _ numbers: [String], separator: (_ axis: Int) -> String
  ) -> [String] {
    var pieces: [String] = []
    var next = 0
    // As deep as the value has axes, which are limited.
    func append(_ axis: Int) {
      guard axis < shape.rank else {
        pieces.append(numbers[next])
        next += 1
        return
      }
      pieces.append("[")
      for position in 0..<shape[axis] {
        if position > 0 { pieces.append(separator(axis)) }
        append(axis + 1)
      }
      pieces.append("]")
    }
    append(0)
    return pieces
  }

  /// How many brackets and numbers a value has at most, empty axes counted as 1.
  private static func walkedCount(_ shape: TensorShape) -> Int {
    shape.reduce(1) { $0 * Swift.max($1, 1) }
  }
}
