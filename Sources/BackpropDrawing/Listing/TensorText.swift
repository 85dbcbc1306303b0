import Backprop
import BackpropFiles
import BackpropGraphics

/// Values as people read them: in full while they are small, in a summary when they aren't.
enum TensorText {
  /// Up to this many elements a value is shown in full on lines of its own.
  private static let blockLimit = 400

  /// The value on one line.
  static func line<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) -> String {
    TensorDigest(tensor).line(digits: nil)
  }

  /// The value on as many lines as it needs, rows below each other and columns aligned.
  ///
  /// Where a line would have more columns than the limit, numbers get fewer digits. Where that isn't enough, a vector goes
  /// on in the next line, and of a matrix the first and last columns are shown.
  ///
  /// - Parameter hint: what follows the summary of a value that is too large.
  static func block<Scalar: TensorScalar>(
    _ tensor: Tensor<Scalar>, hint: String = "", columns limit: Int = .max
  ) -> [String] {
    guard tensor.count <= blockLimit, walkedCount(tensor.shape) <= blockLimit else {
      return ListingText.broken(TensorDigest(tensor).summary(digits: nil) + hint, columns: limit)
    }
    for digits in ListingText.digits {
      let lines = full(tensor, digits: digits)
      if lines.allSatisfy({ $0.displayWidth <= limit }) { return lines }
    }
    let digits = ListingText.digits.last ?? nil
    if tensor.rank < 2 { return ListingText.broken(line(ofMany: tensor, digits), columns: limit, indent: 1) }
    for kept in [6, 5, 4, 3, 2, 1] where 2 * kept < tensor.shape[tensor.rank - 1] {
      let lines = full(tensor, digits: digits, kept: kept)
      if lines.allSatisfy({ $0.displayWidth <= limit }) {
        return lines + ListingText.broken("… stands for columns that don't fit" + hint, columns: limit)
      }
    }
    return ListingText.broken(TensorDigest(tensor).summary(digits: digits) + hint, columns: limit)
  }

  private static func line<Scalar: TensorScalar>(ofMany tensor: Tensor<Scalar>, _ digits: Int?) -> String {
    nested(tensor.shape, tensor.scalars.map { number($0, digits) }) { _ in ", " }.joined()
  }

  /// All rows, or of each row the first and last numbers.
  private static func full<Scalar: TensorScalar>(
    _ tensor: Tensor<Scalar>, digits: Int?, kept: Int = .max / 2
  ) -> [String] {
    var numbers = tensor.scalars.map { number($0, digits) }
    let rank = tensor.rank
    if rank > 1 {
      let size = tensor.shape[rank - 1]
      let shown = numbers.indices.filter { $0 % size < kept || size - $0 % size <= kept }
      let width = shown.map { numbers[$0].count }.max() ?? 0
      numbers = numbers.map { $0.rightAligned(to: width) }
    }
    let parts = nested(tensor.shape, numbers, kept: kept) { axis in
      axis == rank - 1 ? ", " : ",\n" + String(repeating: " ", count: axis + 1)
    }
    return parts.joined().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// A number, with the digits that its type can be trusted with where no other count is given.
  static func number<Scalar: TensorScalar>(_ number: Scalar, _ digits: Int?) -> String {
    if let digits { return NumberText.significant(Double(number), digits: digits) }
    return Scalar.significandBitCount > 24
      ? NumberText.rounded(Double(number)) : NumberText.significant(Double(number), digits: 6)
  }

  /// The pieces of the nested brackets around the numbers, with what separates the elements along an axis.
  ///
  /// - Parameter kept: how many numbers at each end of a row are told; `…` stands for those between.
  static func nested(
    _ shape: TensorShape, _ numbers: [String], kept: Int = .max / 2, separator: (_ axis: Int) -> String
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
      let isLast = axis == shape.rank - 1
      for position in 0..<shape[axis] {
        if isLast, position >= kept, shape[axis] - position > kept {
          if position == kept { pieces.append(", …") }
          next += 1
          continue
        }
        if position > 0 { pieces.append(separator(axis)) }
        append(axis + 1)
      }
      pieces.append("]")
    }
    append(0)
    return pieces
  }

  /// How many brackets and numbers a value has at most, empty axes counted as 1.
  static func walkedCount(_ shape: TensorShape) -> Int {
    shape.reduce(1) { $0 * Swift.max($1, 1) }
  }
}
