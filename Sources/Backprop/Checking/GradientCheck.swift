/// Compares gradients from backpropagation with numerical ones and explains the differences.
///
/// ```swift
/// print(GradientCheck<Double>().check(model, on: Batch(x, .classes(labels))))
/// ```
public struct GradientCheck<Scalar: TensorScalar> {
  /// h of the central differences: 10⁻⁴ by default in `Double`, 10⁻² in `Float`.
  public var step: Scalar
  /// The largest relative error that counts as agreement: 10⁻⁴ by default in `Double`, 10⁻² in `Float`.
  ///
  /// Derivatives smaller than a tenth of the parameter's largest are compared with that tenth, since what is small
  /// by cancellation has no relative accuracy to speak of.
  public var tolerance: Scalar

  /// A check with the defaults for its type of number, or with other values.
  public init(step: Scalar? = nil, tolerance: Scalar? = nil) {
    let isCoarse = Scalar.ulpOfOne > 1e-10
    self.step = step ?? (isCoarse ? 1e-2 : 1e-4)
    self.tolerance = tolerance ?? (isCoarse ? 1e-2 : 1e-4)
  }

  /// Checks the gradients of a loss by parameters.
  ///
  /// - Parameter loss: builds the loss in the graph it is given, from the parameters and from values that don't
  ///   change between its calls. It is called twice for each element, so a check takes time in proportion to the
  ///   number of elements.
  public func check(
    _ parameters: [Parameter<Scalar>], loss: (Graph<Scalar>) -> Variable<Scalar>
  ) -> GradientReport {
    withoutActuallyEscaping(loss) { loss in
      check(parameters, loss) { evaluation in
        let graph = Graph<Scalar>()
        return [ParameterFunction(parameters: parameters) { evaluation(graph) }]
      }
    }
  }

  /// Checks the gradients of a model's loss of a batch by all of its parameters, on all threads.
  ///
  /// The report is the same for any number of threads.
  ///
  /// - Parameter pass: makes the pass that each run of the model is; an evaluation by default. A training pass is never
  ///   committed, and draws the same random numbers each time.
  public func check(
    _ model: Model<Scalar>, on batch: Batch<Scalar>, pass: ((Model<Scalar>) -> Pass<Scalar>)? = nil
  ) -> GradientReport {
    let batch = Batch(batch.samples.tensor, batch.targets)
    let loss = { (graph: Graph<Scalar>) in model.loss(of: batch, in: graph, pass?(model)) }
    let parameters = model.parameters
    return check(parameters, loss) { evaluation in
      ParameterFunction.forEachThread(parameters) { graph in evaluation(graph) }
    }
  }

  /// - Parameter functions: makes functions of the parameters, as many as threads shall work side by side, from one that
  ///   evaluates the loss in a graph.
  private func check(
    _ parameters: [Parameter<Scalar>], _ loss: @escaping (Graph<Scalar>) -> Variable<Scalar>,
    functions: (_ evaluation: @escaping (Graph<Scalar>) -> Evaluation) -> [ParameterFunction<
      Scalar, Evaluation
    >]
  ) -> GradientReport {
    let graph = Graph<Scalar>()
    let result = loss(graph)
    let leaves = parameters.map { graph.leaf(of: $0) }
    let names = zip(parameters, leaves).map { parameter, leaf in
      leaf.flatMap { graph.name(of: $0) } ?? parameter.name
    }
    let upstream = Self.upstream(for: result.shape)
    let gradients = result.backward(upstream: upstream, for: parameters.map { graph.variable($0) })
    let analytic = parameters.map { gradients[$0] }
    graph.removeAll()
    var report = check(
      functions { graph in evaluate(loss, in: graph, upstream: upstream) }, names, gradients: analytic)
    for (position, leaf) in leaves.enumerated() { report.parameters[position].node = leaf }
    return report
  }

  @inline(__always)
  private func evaluate(
    _ loss: (Graph<Scalar>) -> Variable<Scalar>, in graph: Graph<Scalar>, upstream: Tensor<Scalar>
  ) -> Evaluation {
    let value = loss(graph).value
    var hasher = Hasher()
    graph.hashBranches(into: &hasher)
    graph.removeAll()
    guard value.count != 1 else {
      let value = value.item * upstream.item
      return (value, value.magnitude, hasher.finalize())
    }
    let terms = value * upstream
    return (terms.sum().item, terms.magnitude().sum().item, hasher.finalize())
  }

  /// Checks the derivatives of a function of variables, such as an operation, at given values.
  public func check(
    _ values: [Tensor<Scalar>], names: [String]? = nil, function: ([Variable<Scalar>]) -> Variable<Scalar>
  ) -> GradientReport {
    let inputs = values.indices.map { index in
      Parameter(values[index], name: names?[index] ?? "input \(index)")
    }
    return check(inputs) { graph in function(inputs.map { graph.variable($0) }) }
  }

  /// Checks a layer's derivatives by its input and by its parameters.
  ///
  /// - Parameter pass: makes the pass that each run of the layer is; an evaluation by default.
  public func check(
    _ layer: some Layer<Scalar>, input: Tensor<Scalar>, pass: () -> Pass<Scalar> = { .evaluation() }
  ) -> GradientReport {
    let x = Parameter(input, name: "x")
    let state = NamedState(of: layer)
    // The tensors of one layer alone need no numbers.
    let labels = state.layers.count > 1 ? ParameterLabels(state) : nil
    return check([x] + state.parameters.map(\.parameter)) { graph in
      if let labels { graph.adopt(labels) }
      return layer(graph.variable(x), in: pass())
    }
  }

  /// Checks a function's gradient that comes from anywhere, such as one derived by hand.
  public func check(
    at point: Tensor<Scalar>, gradient: Tensor<Scalar>, of function: (Tensor<Scalar>) -> Scalar
  ) -> GradientReport {
    require(
      gradient.shape == point.shape,
      "the gradient must have the point's shape \(point.shape), not \(gradient.shape)")
    let x = Parameter(point, name: "x")
    return withoutActuallyEscaping(function) { function in
      let evaluated = ParameterFunction(parameters: [x]) { () -> Evaluation in
        let value = function(x.value)
        return (value, value.magnitude, nil)
      }
      return check([evaluated], [x.name], gradients: [gradient])
    }
  }

  /// Fixed random weights of a result's elements. Were they all 1, as in a plain sum, errors could cancel: the sum of
  /// a softmax is 1 whatever its derivative is.
  private static func upstream(for shape: TensorShape) -> Tensor<Scalar> {
    guard shape.elementCount != 1 else { return .ones(shape) }
    var generator = Philox4x32(seed: 0x5EED, stream: 0)
    return .uniform(shape, in: 0.5..<1.5, using: &generator)
  }
}

// MARK: - Verdicts

extension GradientCheck {
  /// A function's value, the sum of its terms' magnitudes, which rounding errors grow with even where the terms cancel,
  /// and, where it is known, which branches of kinked operations it took.
  private typealias Evaluation = (value: Scalar, magnitude: Scalar, branches: Int?)

  private func check(
    _ functions: [ParameterFunction<Scalar, Evaluation>], _ names: [String], gradients: [Tensor<Scalar>]
  ) -> GradientReport {
    GradientReport(
      parameters: gradients.indices.map {
        check(functions, parameterAt: $0, names[$0], gradient: gradients[$0])
      },
      step: Double(step))
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func check(
    _ functions: [ParameterFunction<Scalar, Evaluation>], parameterAt position: Int, _ name: String,
    gradient: Tensor<Scalar>
  ) -> GradientReport.Parameter {
    let parameter = functions[0].parameters[position]
    let function = functions[0].value
    let analytic = gradient.scalars
    var numerical = analytic
    var roundings = analytic
    var crossings = [Bool](repeating: false, count: analytic.count)
    numerical.withUnsafeMutableBufferPointer { numerical in
      roundings.withUnsafeMutableBufferPointer { roundings in
        crossings.withUnsafeMutableBufferPointer { crossings in
          let (numerical, roundings, crossings) = (numerical, roundings, crossings)
          forEachElement(of: analytic.count, functions) { function, element in
            let probe = Probe(function.parameters[position], element, step, function.value)
            numerical[element] = probe.difference.derivative
            roundings[element] = probe.rounding
            crossings[element] = probe.crossesKink
          }
        }
      }
    }
    let largest = zip(analytic, numerical).reduce(Scalar(0)) { largest, pair in
      [pair.0.magnitude, pair.1.magnitude].filter(\.isFinite).reduce(largest, Swift.max)
    }
    var report = GradientReport.Parameter(
      name: name, shape: parameter.value.shape, meanAbsoluteDifference: 0, maxRelativeError: 0,
      worstElement: [], backpropagated: .nan, numerical: .nan, kinkCount: 0, verdict: .ok)
    var worst: (verdict: GradientReport.Verdict, error: Scalar)?
    var sum = 0.0
    for index in analytic.indices {
      let scale = [analytic[index].magnitude, numerical[index].magnitude, largest / 10].max() ?? 0
      let comparison = Comparison(
        analytic: analytic[index], numerical: numerical[index], rounding: roundings[index], scale: scale)
      let verdict = verdict(comparison, crossings[index], parameter, index, function)
      let error = comparison.relativeError
      if verdict == .kink {
        report.kinkCount += 1
      } else {
        sum += Double(comparison.difference)
        report.maxRelativeError = Swift.max(report.maxRelativeError, Double(error))
        if error.isNaN { report.maxRelativeError = .nan }
      }
      if worst == nil || verdict > worst!.verdict || (verdict == worst!.verdict && error > worst!.error) {
        worst = (verdict, error)
        report.worstElement = parameter.value.shape.position(ofElement: index)
        report.backpropagated = Double(analytic[index])
        report.numerical = Double(numerical[index])
      }
    }
    report.verdict = worst?.verdict ?? .ok
    report.meanAbsoluteDifference = sum / Double(Swift.max(analytic.count - report.kinkCount, 1))
    return report
  }

  /// What the difference at one element means; further steps are tried only where it needs an explanation.
  private func verdict(
    _ comparison: Comparison, _ crossesKink: Bool, _ parameter: Parameter<Scalar>, _ index: Int,
    _ function: () -> Evaluation
  ) -> GradientReport.Verdict {
    guard comparison.analytic.isFinite, comparison.numerical.isFinite else { return .nan }
    if !crossesKink {
      if comparison.difference <= tolerance * comparison.scale { return .ok }
      // What rounding alone makes is no error; where it is large it is no agreement either.
      if comparison.difference <= comparison.rounding {
        return 4 * Scalar.ulpOfOne / step <= tolerance / 100 ? .ok : .rounding
      }
    }
    // A wrong derivative stays wrong with any step. A kink loses its influence once the step is too short to reach it.
    // Where no kink is known, a step at which rounding could pass for agreement proves nothing.
    let largestRounding = (crossesKink ? 0.1 : tolerance) * comparison.scale
    let center = function()
    for power in (crossesKink ? 0 : 1)...6 {
      let smaller = step / Scalar(1 << (3 * power))
      let probe = Probe(parameter, index, smaller, function)
      let rounding = probe.crossesKink ? 2 * probe.rounding : probe.rounding
      guard let slope = probe.smoothSlope(at: center), rounding <= largestRounding else { continue }
      if (comparison.analytic - slope).magnitude <= tolerance * comparison.scale + rounding {
        return crossesKink || probe.hasKinkBetween(step, function) ? .kink : .ok
      }
    }
    return liesOnKink(comparison, parameter, index, function) ? .kink : .wrong
  }

  /// Whether the derivatives of the two sides differ however small the step, and the gradient lies between them.
  private func liesOnKink(
    _ comparison: Comparison, _ parameter: Parameter<Scalar>, _ index: Int, _ function: () -> Evaluation
  ) -> Bool {
    var sides: [(left: Scalar, right: Scalar)] = []
    for step in [step, step / 8] {
      let center = function().value
      let difference = Probe(parameter, index, step, function).difference
      sides.append(((center - difference.below) / step, (difference.above - center) / step))
    }
    let jump = (sides[1].right - sides[1].left).magnitude
    // On a smooth function the jump shrinks with the step; on a kink it stays.
    guard jump > 0.01 * comparison.scale, jump > 0.5 * (sides[0].right - sides[0].left).magnitude else {
      return false
    }
    let margin = 0.01 * jump
    return comparison.analytic >= Swift.min(sides[1].left, sides[1].right) - margin
      && comparison.analytic <= Swift.max(sides[1].left, sides[1].right) + margin
  }

  /// The derivative by one element, from backpropagation and numerically.
  private struct Comparison {
    let analytic: Scalar
    let numerical: Scalar
    let rounding: Scalar
    let scale: Scalar

    var difference: Scalar { (analytic - numerical).magnitude }
    var relativeError: Scalar { difference == 0 ? 0 : difference / scale }
  }

  /// A central difference that knows whether its two points lie on different sides of a kink.
  private struct Probe {
    let difference: CentralDifference<Scalar>
    /// How large a difference rounding of the function's values alone may make.
    let rounding: Scalar
    let crossesKink: Bool
    private let step: Scalar
    private let branches: [Int?]
    private let parameter: Parameter<Scalar>
    private let index: Int

    init(_ parameter: Parameter<Scalar>, _ index: Int, _ step: Scalar, _ function: () -> Evaluation) {
      var branches: [Int?] = []
      var magnitude: Scalar = 0
      difference = CentralDifference(of: parameter, at: index, step: step) {
        let evaluation = function()
        branches.append(evaluation.branches)
        magnitude = Swift.max(magnitude, evaluation.magnitude)
        return evaluation.value
      }
      rounding = 8 * Scalar.ulpOfOne * magnitude / difference.width.magnitude
      crossesKink = branches[0] != branches[1]
      self.step = step
      self.branches = branches
      self.parameter = parameter
      self.index = index
    }

    /// The slope between the two points or, where they take different branches, on the side that takes those of the
    /// point between them and so has no kink; `nil` where neither side does.
    func smoothSlope(at center: Evaluation) -> Scalar? {
      if !crossesKink { return difference.derivative }
      if branches[0] == center.branches { return (difference.above - center.value) / step }
      if branches[1] == center.branches { return (center.value - difference.below) / step }
      return nil
    }

    /// Whether the function bends abruptly between this probe's points and those of a larger step, as a function whose
    /// branches aren't known shows by itself: its slope there differs from the slope here.
    func hasKinkBetween(_ larger: Scalar, _ function: () -> Evaluation) -> Bool {
      let outer = Probe(parameter, index, larger, function)
      return (outer.difference.derivative - difference.derivative).magnitude > rounding + outer.rounding
    }
  }
}

extension Graph {
  /// Which branches the graph's kinked operations took.
  func hashBranches(into hasher: inout Hasher) {
    for node in nodes {
      node.operation?.hashBranches(ForwardStep(graph: self, inputs: node.inputs), into: &hasher)
    }
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
