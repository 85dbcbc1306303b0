import Backprop
import BackpropArguments

/// The standard deviation of the first weights on the command line, `he` or `xavier`.
///
/// It takes any text, so that `checked` can say the rule, which a refusal by the parser couldn't.
struct InitialWeights: ExpressibleByArgument {
  private let text: String
  private let initialization: WeightInitialization?

  init(argument: String) {
    text = argument
    initialization = WeightInitialization(named: argument)
  }

  var defaultValueDescription: String { text }

  /// What the weights are drawn from; throws an error with the rule.
  @discardableResult
  func checked(_ option: String) throws -> WeightInitialization {
    guard let initialization else {
      let shown = text.shownAsArgument
      throw ValidationError(
        "\(option) must be a standard deviation, a finite number ≥ 0 that single precision can hold "
          + "(0, or from 1e-45 to 3.4e38), or he, xavier, heuniform, xaviernormal, xavieruniform or pytorch, not '\(shown)'."
      )
    }
    return initialization
  }
}
