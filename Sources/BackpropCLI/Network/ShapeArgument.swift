import Backprop
import BackpropArguments

/// The shape of one sample on the command line, such as `1x28x28` or `784`.
struct ShapeArgument: ExpressibleByArgument {
  private let text: String
  private let shape: TensorShape?

  /// More numbers than these no sample has.
  private static let numberLimit = 1 << 28

  init(argument: String) {
    text = argument
    let sizes = argument.split(omittingEmptySubsequences: false) { "x×X".contains($0) }.map { Int($0) ?? 0 }
    let isRight = sizes.count <= 4 && sizes.allSatisfy { $0 > 0 }
    shape =
      isRight ? TensorShape(exactly: sizes).flatMap { $0.elementCount <= Self.numberLimit ? $0 : nil } : nil
  }

  var defaultValueDescription: String { text }

  /// The shape; throws an error with the rule.
  @discardableResult
  func checked(_ option: String) throws -> TensorShape {
    guard let shape else {
      throw ValidationError(
        "\(option) must be the sizes of one sample with an x between them, such as 1x28x28 or 784, together at most "
          + "268,435,456 numbers, not '\(text.shownAsArgument)'.")
    }
    return shape
  }
}
