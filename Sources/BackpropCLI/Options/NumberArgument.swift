import BackpropArguments
import BackpropFiles

/// A number of the command line, with the text that it was given as.
///
/// It takes any text, so that `checked` can say the rule, which a refusal by the parser couldn't.
struct NumberArgument<Value: LosslessStringConvertible & Sendable>: ExpressibleByArgument {
  private let text: String
  /// The number, `nil` where the text is none; `checked` has refused that before anything runs.
  let number: Value?

  init(argument: String) {
    text = argument
    number = Value(argument)
  }

  /// The number that an option has by default.
  init(_ number: Value) {
    text = number.description
    self.number = number
  }

  var defaultValueDescription: String { text }

  /// The number; throws an error with the rule where it is none or breaks it.
  ///
  /// - Parameter rule: what it must be, such as "a whole number from 1 to 100".
  @discardableResult
  func checked(_ option: String, _ rule: String, _ isRight: (Value) -> Bool) throws -> Value {
    guard let number, isRight(number) else {
      let shown = text.shownAsArgument
      throw ValidationError("\(option) must be \(rule), not \(number == nil ? "'\(shown)'" : shown).")
    }
    return number
  }
}

extension NumberArgument<Int> {
  /// The number; throws an error with the range where it is none or lies outside.
  @discardableResult
  func checked(_ option: String, _ range: ClosedRange<Int>) throws -> Int {
    try checked(
      option, "a whole number from \(range.lowerBound.grouped) to \(range.upperBound.grouped)", range.contains
    )
  }
}
