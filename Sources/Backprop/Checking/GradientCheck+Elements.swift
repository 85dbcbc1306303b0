/// A function of parameters, as one thread evaluates it while it varies them.
struct CheckedFunction<Scalar: TensorScalar> {
  /// What is varied, in the order of the results.
  let parameters: [Parameter<Scalar>]
  /// What the function gives at the parameters' present values.
  let value: () -> CheckedValue<Scalar>
  /// Which branches a graph takes there, where even rounding tells elements apart; `nil` where there is no graph.
  let exactBranches: (() -> Int)?
  /// The values of a graph's operations on the way there; `nil` where there is no graph.
  let trace: (() -> [TracedNode<Scalar>])?
  /// The derivatives by the values of a graph's operations, in their order; `nil` where there is no graph.
  let slopes: (() -> [Tensor<Scalar>?])?

  /// The function of one element alone. Whoever evaluates it puts the element's value back.
  @inline(__always)
  func along(
    _ position: Int, element: Int, atCenter: CheckedValue<Scalar>
  ) -> ElementFunction<Scalar> {
    let parameter = parameters[position]
    return ElementFunction(
      center: parameter.value.withUnsafeElements { $0[element] }, atCenter: atCenter,
      exactBranches: exactBranches.map { exactBranches in
        { x in
          parameter.value.withUnsafeMutableElements { $0[element] = x }
          return exactBranches()
        }
      }
    ) { x in
      parameter.value.withUnsafeMutableElements { $0[element] = x }
      return value()
    }
  }

  /// How changes of an element to other values are lost in the graph.
  func absorption(_ position: Int, element: Int, from center: Scalar, to others: [Scalar]) -> Absorption<
    Scalar
  > {
    guard let trace else { return .none }
    let parameter = parameters[position]
    func traced(_ x: Scalar) -> [TracedNode<Scalar>] {
      parameter.value.withUnsafeMutableElements { $0[element] = x }
      return trace()
    }
    let before = traced(center)
    var largest: Scalar?
    for case .by(let magnitude) in others.map({ Absorption(from: before, to: traced($0)) }) {
      largest = Swift.max(largest ?? 0, magnitude)
    }
    return largest.map(Absorption.by) ?? .none
  }

  /// How large the terms are that cancel in the derivative by an element, as its change to another value shows.
  func cancelledTerms(_ position: Int, element: Int, from center: Scalar, to other: Scalar) -> Scalar {
    guard let trace, let slopes else { return 0 }
    let parameter = parameters[position]
    parameter.value.withUnsafeMutableElements { $0[element] = center }
    let (before, slopesThere) = (trace(), slopes())
    parameter.value.withUnsafeMutableElements { $0[element] = other }
    return CancelledTerms.size(
      from: before, to: trace(), slopes: slopesThere, distance: (other - center).magnitude)
  }
}

extension GradientCheck {
  /// What was found for one element.
  private typealias Finding = DerivativeSearch<Scalar>.Finding

  /// - Parameter functions: as many copies of one function as threads work side by side.
  func check(
    _ functions: [CheckedFunction<Scalar>], _ names: [String], _ samples: [GradientSample<Scalar>]
  ) -> GradientReport {
    let total = samples.reduce(0) { $0 + $1.count }
    progress?(0, total)
    var done = 0
    let center = functions[0].value()
    return GradientReport(
      parameters: samples.indices.map { position in
        let sample = samples[position]
        let findings = findings(
          functions, parameterAt: position, sample, center,
          progress.map { progress in { [done] checked in progress(done + checked, total) } })
        done += sample.count
        return parameterReport(names[position], sample, findings)
      },
      step: Double(step))
  }

  private func findings(
    _ functions: [CheckedFunction<Scalar>], parameterAt position: Int, _ sample: GradientSample<Scalar>,
    _ atCenter: CheckedValue<Scalar>, _ tell: ((Int) -> Void)?
  ) -> [Finding] {
    let elementCheck = ElementCheck(step: step, tolerance: tolerance, floor: sample.largest / 10)
    var findings = [Finding](
      repeating: Finding(verdict: .ok, numerical: 0), count: sample.count)
    findings.withUnsafeMutableBufferPointer { findings in
      let findings = findings
      forEachElement(of: sample.count, functions, tell) { function, index in
        let element = sample.position(index)
        let along = function.along(position, element: element, atCenter: atCenter)
        defer { function.parameters[position].value.withUnsafeMutableElements { $0[element] = along.center } }
        findings[index] = elementCheck.finding(
          along, analytic: sample.derivatives[index],
          absorption: function.trace == nil
            ? nil
            : { function.absorption(position, element: element, from: along.center, to: $0) },
          cancelledTerms: function.slopes == nil
            ? nil
            : { function.cancelledTerms(position, element: element, from: along.center, to: $0) })
      }
    }
    return findings
  }

  private func parameterReport(
    _ name: String, _ sample: GradientSample<Scalar>, _ findings: [Finding]
  ) -> GradientReport.Parameter {
    var report = GradientReport.Parameter(
      name: name, shape: sample.shape, checkedCount: sample.count, meanAbsoluteDifference: 0,
      maxRelativeError: 0, worstElement: [], backpropagated: .nan, numerical: .nan, kinkCount: 0,
      verdict: .ok, factor: nil)
    var worst: (verdict: GradientReport.Verdict, error: Scalar)?
    var sum = 0.0
    for (index, finding) in findings.enumerated() {
      let analytic = sample.derivatives[index]
      let difference = (analytic - finding.numerical).magnitude
      let scale = Swift.max(analytic.magnitude, finding.numerical.magnitude, sample.largest / 10)
      let error = difference == 0 || finding.isZero ? 0 : difference / scale
      if finding.verdict == .kink {
        report.kinkCount += 1
      } else {
        sum += Double(difference)
        report.maxRelativeError = Swift.max(report.maxRelativeError, Double(error))
        if error.isNaN { report.maxRelativeError = .nan }
      }
      if worst == nil || finding.verdict > worst!.verdict
        || (finding.verdict == worst!.verdict && error > worst!.error)
      {
        worst = (finding.verdict, error)
        report.worstElement = sample.shape.position(ofElement: sample.position(index))
        report.backpropagated = Double(analytic)
        report.numerical = Double(finding.numerical)
      }
    }
    report.verdict = worst?.verdict ?? .ok
    report.meanAbsoluteDifference = sum / Double(Swift.max(findings.count - report.kinkCount, 1))
    if report.verdict == .wrong { report.factor = factor(of: sample, findings) }
    return report
  }

  /// The number k that fits all elements where backpropagation gives k times the numerical derivative, by least squares
  /// over them; `nil` where none does.
  private func factor(of sample: GradientSample<Scalar>, _ findings: [Finding]) -> Double? {
    var (products, squares, largest) = (0.0, 0.0, 0.0)
    var pairs: [(backpropagated: Double, numerical: Double)] = []
    for (index, finding) in findings.enumerated() where finding.verdict == .ok || finding.verdict == .wrong {
      let (backpropagated, numerical) = (Double(sample.derivatives[index]), Double(finding.numerical))
      guard backpropagated.isFinite, numerical.isFinite else { return nil }
      pairs.append((backpropagated, numerical))
      products += backpropagated * numerical
      squares += numerical * numerical
      largest = Swift.max(largest, backpropagated.magnitude)
    }
    let factor = products / squares
    // What is 0 or 1 times the truth is no finding of this kind.
    guard factor.isFinite, factor != 0 else { return nil }
    let fits = pairs.allSatisfy { pair in
      let expected = factor * pair.numerical
      let scale = Swift.max(pair.backpropagated.magnitude, expected.magnitude, largest / 10)
      return (pair.backpropagated - expected).magnitude <= 10 * Double(tolerance) * scale
    }
    // Two elements that matter, so that it isn't chance; of one alone any number would do.
    let counting = pairs.count { $0.backpropagated.magnitude > largest / 10 }
    return fits && counting > 1 ? factor : nil
  }
}

extension TensorShape {
  /// The indices of an element, given its number in row-major order.
  func position(ofElement index: Int) -> [Int] {
    var rest = index
    return strides.map { stride in
      defer { rest %= stride }
      return rest / stride
    }
  }
}
