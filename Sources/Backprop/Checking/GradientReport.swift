/// What a gradient check found, parameter by parameter.
public struct GradientReport: Sendable, CustomStringConvertible {
  /// Why a gradient agrees with the numerical one or doesn't, from harmless to grave.
  public enum Verdict: String, Sendable, Comparable, CaseIterable {
    /// All elements agree.
    case ok
    /// Elements lie within a step of a kink, as of ReLU, where a difference across it is wrong; on their own side of the
    /// kink they agree, or on the kink itself the gradient lies between those of the two sides.
    case kink
    /// Rounding of the function's values hides the derivative whatever the step is, so that it may be right or wrong.
    case rounding = "can't tell"
    /// The gradient is wrong: differences with several steps say so beyond what the steps and rounding can explain.
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
    /// How many of its elements were checked: all, or those that were drawn.
    public var checkedCount: Int
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
    /// The number k where the gradient is wrong and each of its elements is k times the numerical one, as where the 1/N of
    /// a mean was forgotten; `nil` where no such number fits all of them.
    public var factor: Double?
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

  /// A table with a line for each parameter, and below it an explanation for each that isn't ok.
  public var description: String {
    let names = parameters.map(\.name.count).max() ?? 0
    let verdicts = parameters.map(\.verdict.rawValue.count).max() ?? 0
    let lines = parameters.map { $0.line(nameWidth: names, verdictWidth: verdicts) }
    let explanations = parameters.compactMap { parameter in
      parameter.explanation.map { "\(parameter.name): \($0)" }
    }
    let factor = factor.map { factor in
      "each wrong gradient is \(Self.text(ofFactor: factor)) times the numerical one: a factor was forgotten or is too "
        + "many, such as the 1/N of a mean over N samples"
    }
    return (lines + explanations + (factor.map { [$0] } ?? [])).joined(separator: "\n")
  }

  /// The number k where each wrong gradient is k times the numerical one everywhere; `nil` where none is wrong, or no
  /// number fits them all.
  public var factor: Double? {
    let wrong = parameters.filter { $0.verdict == .wrong }
    guard let factor = wrong.first?.factor else { return nil }
    let isCommon = wrong.allSatisfy { parameter in
      parameter.factor.map { ($0 - factor).magnitude <= 2e-3 * factor.magnitude } ?? false
    }
    return isCommon ? factor : nil
  }

  /// A factor in words: whole numbers, and what is one divided by a whole number, are told as such.
  static func text(ofFactor factor: Double) -> String {
    func isWhole(_ number: Double) -> Bool {
      number.magnitude < 1e6 && number.rounded() != 0
        && (number - number.rounded()).magnitude <= 2e-3 * number.magnitude
    }
    if isWhole(factor) { return "\(Int(factor.rounded()))" }
    if isWhole(1 / factor) {
      return factor < 0 ? "−1/\(Int((-1 / factor).rounded()))" : "1/\(Int((1 / factor).rounded()))"
    }
    return "\((factor * 1000).rounded() / 1000)"
  }
}

extension GradientReport.Parameter: CustomStringConvertible {
  /// For example `W1  ok  mean absolute difference 1.9e-13, largest relative error 3.2e-9 at [407, 12]`; with an
  /// explanation behind it where the verdict isn't ok.
  public var description: String {
    line(nameWidth: 0, verdictWidth: 0) + (explanation.map { "; " + $0 } ?? "")
  }

  /// Why the verdict isn't ok; `nil` where it is.
  public var explanation: String? {
    let place = worstElement.isEmpty ? "" : "at \(worstElement) "
    let derivatives =
      "\(place)backpropagation gives \(backpropagated) and the numerical gradient \(numerical)"
    switch verdict {
    case .ok: return nil
    case .kink:
      return "\(kinkCount) element\(kinkCount == 1 ? " lies" : "s lie") within a step of a kink, where a "
        + "difference across it doesn't count; compared on one side of it"
    case .rounding:
      return derivatives + ", and rounding hides which is right; use Double or a larger loss scale"
    case .wrong:
      return derivatives
        + (factor.map { "; each element is \(GradientReport.text(ofFactor: $0)) times the numerical one" }
          ?? "")
    case .nan: return derivatives + "; both must be finite"
    }
  }

  /// Name, verdict and figures, with at least so many columns for the first two.
  fileprivate func line(nameWidth: Int, verdictWidth: Int) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: Swift.max(0, width - text.count))
    }
    let place = worstElement.isEmpty ? "" : " at \(worstElement)"
    let count = shape.elementCount
    let share = checkedCount < count ? ", \(grouped(checkedCount)) of \(grouped(count)) elements" : ""
    return padded(name, nameWidth) + "  " + padded(verdict.rawValue, verdictWidth)
      + "  mean absolute difference \(short(meanAbsoluteDifference)), largest relative error "
      + short(maxRelativeError) + place + share
  }

  /// A number with two digits: 9.9e-5, 1.0e-4.
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
    var tenths = (mantissa * 10).rounded()
    if tenths >= 100 {
      tenths = 10
      exponent += 1
    }
    return "\(value < 0 ? "-" : "")\(tenths / 10)e\(exponent)"
  }

  /// A number with its thousands separated.
  private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.reduce("") { text, index in
      text + (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digits[index])
    }
  }
}
