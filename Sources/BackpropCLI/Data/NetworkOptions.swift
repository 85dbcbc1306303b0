import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles

/// The sizes of hidden layers, such as `50` or `100,50`.
struct LayerSizes: ExpressibleByArgument {
  let sizes: [Int]
  /// What is wrong with the argument, after the rule; `nil` where it is right.
  private let problem: String?

  private static let countLimit = 100

  /// Takes any argument: `check` says what is wrong with it, which a refusal here couldn't.
  init(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let wrong = parts.first { (Int($0) ?? 0) < 1 }
    sizes = parts.compactMap { Int($0) }
    if parts.count > LayerSizes.countLimit {
      problem = "there are \(parts.count.grouped)"
    } else {
      problem = wrong.map {
        "'\($0.prefix(30))\($0.count > 30 ? "…" : "")' isn't one".escapingControlCharacters()
      }
    }
  }

  /// Throws an error with the rule where the argument of the option breaks it.
  func check(_ option: String) throws {
    guard let problem else { return }
    throw ValidationError(
      "\(option) takes sizes separated by commas, at most \(LayerSizes.countLimit) of them, each a whole number of at "
        + "least 1; \(problem).")
  }

  /// The sizes as a network's title, a long list without its middle.
  static func title(_ sizes: [Int]) -> String {
    let words = sizes.map(String.init)
    return (words.count > 8 ? words.prefix(3) + ["…"] + words.suffix(1) : words[...]).joined(separator: "-")
  }

  var defaultValueDescription: String { sizes.map(String.init).joined(separator: ",") }

  /// The sizes of all layers of a network, or an error when it would have more parameters than memory is for.
  func networkSizes(inputs: Int, outputs: Int) throws -> [Int] {
    let all = [inputs] + sizes + [outputs]
    var parameters = 0
    for (rows, columns) in zip(all, all.dropFirst()) {
      let (product, overflow) = (rows + 1).multipliedReportingOverflow(by: columns)
      let (sum, sumOverflow) = parameters.addingReportingOverflow(product)
      guard !overflow, !sumOverflow, sum <= LayerSizes.parameterLimit else {
        throw ValidationError(
          "a network \(LayerSizes.title(all)) has more than "
            + "\(LayerSizes.parameterLimit.grouped) parameters; give smaller sizes to --hidden.")
      }
      parameters = sum
    }
    return all
  }

  private static let parameterLimit = 100_000_000
}

/// What follows each hidden layer, on the command line.
enum ActivationName: String, ExpressibleByArgument, CaseIterable {
  /// max(x, 0).
  case relu
  /// 1 / (1 + e⁻ˣ).
  case sigmoid

  /// A layer of this kind.
  func layer<Scalar: TensorScalar>() -> any Layer<Scalar> {
    switch self {
    case .relu: ReLU<Scalar>()
    case .sigmoid: Sigmoid<Scalar>()
    }
  }
}
