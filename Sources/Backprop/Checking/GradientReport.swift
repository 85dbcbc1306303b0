/// What a gradient check found, parameter by parameter.
public struct GradientReport: Sendable, CustomStringConvertible {
  /// Why a gradient agrees with the numerical one or doesn't, from harmless to grave.
  public enum Verdict: String, Sendable, Comparable, CaseIterable {
    /// All elements agree.
    case ok
    /// Elements lie within a step of a kink, as of ReLU, where the numerical gradient is wrong; with a smaller step
    /// that stays clear of the kink they agree, or on the kink itself the gradient is one of the two sides'.
    case kink
    /// The difference is what rounding makes: the type of number is too coarse for the step to tell.
    case rounding
    /// The gradient is wrong: a smaller step doesn't help.
    case wrong
    /// A gradient or a value of the function isn't finite.
    case nan

    public static func < (left: Verdict, right: Verdict) -> Bool {
      allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
  }

  /// What was found for one parameter.
  public struct Parameter: Sendable {
    /// The parameter's name.
    public var name: String
    /// Its shape.
    public var shape: TensorShape
    /// The mean of |backpropagated − numerical| over the elements, those within a step of a kink left out: the
    /// notes' figure.
    public var meanAbsoluteDifference: Double
    /// The largest |backpropagated − numerical| in relation to the larger of the two, or to a tenth of the
    /// parameter's largest derivative where both are smaller than that; elements near kinks left out.
    public var maxRelativeError: Double
    /// The position of the element with the largest relative error or, where the verdict isn't ok, of the gravest.
    public var worstElement: [Int]
    /// The backpropagated derivative by that element.
    public var backpropagated: Double
    /// The numerical derivative by that element.
    public var numerical: Double
    /// How many elements lie within a step of a kink.
    public var kinkCount: Int
    /// What follows from it all.
    public var verdict: Verdict
    /// The parameter's node in the graph of the loss, where there is one: a drawing marks it when the check fails.
    public var node: Int?
  }

  /// The parameters in the order in which they were checked.
  public var parameters: [Parameter]

  /// The step of the numerical gradient.
  public var step: Double

  /// The gravest verdict of all.
  public var verdict: Verdict { parameters.map(\.verdict).max() ?? .ok }

  /// The nodes of the parameters whose gradients are wrong, not a number, or beyond what could be told.
  public var failedNodes: [Int] { parameters.filter { $0.verdict > .kink }.compactMap(\.node) }

  /// Whether no gradient is wrong, not a number, or beyond what could be told.
  public var passed: Bool { verdict <= .kink }

  /// A line for each parameter, with an explanation where it isn't ok.
  public var description: String {
    parameters.map { "\($0)" }.joined(separator: "\n")
  }
}

extension GradientReport.Parameter: CustomStringConvertible {
  /// For example `W1: mean absolute difference 1.9e-13, largest relative error 3.2e-09 at [407, 12]: ok`.
  public var description: String {
    let position = worstElement.map(String.init).joined(separator: ", ")
    let figures =
      "\(name): mean absolute difference \(short(meanAbsoluteDifference)), largest relative error "
      + "\(short(maxRelativeError))\(worstElement.isEmpty ? "" : " at [\(position)]"): \(verdict.rawValue)"
    let derivatives = "backpropagation gives \(backpropagated) and the numerical gradient \(numerical)"
    let place = worstElement.isEmpty ? "" : " at [\(position)]"
    switch verdict {
    case .ok: return figures
    case .kink:
      return figures
        + ": \(kinkCount) element\(kinkCount == 1 ? " lies" : "s lie") within a step of a kink, where "
        + "the numerical gradient doesn't count; compared with a smaller step"
    case .rounding:
      return figures
        + ":\(place) \(derivatives), which differ by no more than rounding makes; use Double or a "
        + "larger step"
    case .wrong: return figures + ":\(place) \(derivatives)"
    case .nan: return figures + ":\(place) \(derivatives); both must be finite"
    }
  }

  private func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var exponent = 0
    var mantissa = value.magnitude
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    let rounded = (mantissa * 10).rounded() / 10
    return "\(value < 0 ? "-" : "")\(rounded)e\(exponent)"
  }
}
