import ArgumentParser
import Backprop

/// The sizes of hidden layers, such as `50` or `100,50`.
struct LayerSizes: ExpressibleByArgument {
  let sizes: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 100, parts.allSatisfy({ ($0 ?? 0) > 0 }) else { return nil }
    sizes = parts.compactMap { $0 }
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
          "a network \(all.map(String.init).joined(separator: "-")) has more than "
            + "\(LayerSizes.parameterLimit.grouped) parameters; give smaller sizes to --hidden.")
      }
      parameters = sum
    }
    return all
  }

  private static let parameterLimit = 100_000_000
}

extension WeightInitialization: ExpressibleByArgument {
  /// A standard deviation, `he` or `xavier`.
  public init?(argument: String) {
    switch argument {
    case "he": self = .he
    case "xavier": self = .xavier
    default:
      guard let deviation = Double(argument), deviation.isFinite, deviation >= 0 else { return nil }
      self = .normal(standardDeviation: deviation)
    }
  }

  /// How it is written on the command line.
  public var defaultValueDescription: String {
    switch self {
    case .normal(let standardDeviation): "\(standardDeviation)"
    case .he: "he"
    case .xavier: "xavier"
    }
  }
}

extension Activation: ExpressibleByArgument {}
