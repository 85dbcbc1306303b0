extension Graph {
  /// The first value or derivative of the graph that is NaN or infinite, or `nil` when all are finite.
  ///
  /// Values are looked at in forward order, then derivatives in the order of the backward pass. Where an operation's
  /// operands are finite and its result isn't, that operation is the origin; the same holds backward, where each
  /// suspicious operation is asked once more for its derivatives by itself. Costs a look at each element; nothing is
  /// watched while the graph is computed, so that a graph that isn't searched costs nothing more.
  ///
  /// - Parameter gradients: the derivatives of a backward pass; all of them, unless some nodes' are of no interest.
  // Not compiled for each type of number: what takes time is `Flaw`, which is.
  @_semantics("optimize.sil.specialize.generic.never")
  public func firstNonFinite(gradients: Gradients<Scalar>? = nil) -> NonFiniteValue? {
    gradients?.check(with: self, in: "firstNonFinite")
    for index in nodes.indices {
      guard let flaw = Flaw(in: value(of: index)) else { continue }
      return finding(.forward, at: index, flaw, shape: shape(of: index)) { graph, node in
        graph.value(of: node)
      }
    }
    // Almost always all is well: then one look at each derivative is enough.
    guard let gradients,
      nodes.indices.contains(where: {
        gradients.computedGradient(ofNode: $0).map { Flaw(in: $0) != nil } ?? false
      })
    else { return nil }
    for index in nodes.indices.reversed() {
      guard let upstream = gradients.computedGradient(ofNode: index) else { continue }
      if let finding = backwardFinding(at: index, upstream: upstream, gradients) { return finding }
    }
    return nil
  }

  /// What is wrong with the derivatives that a node's operation passes to its operands, or with the one it starts from.
  private func backwardFinding(
    at index: Int, upstream: Tensor<Scalar>, _ gradients: Gradients<Scalar>
  ) -> NonFiniteValue? {
    let node = nodes[index]
    func gradient(_ graph: Graph, _ node: Int) -> Tensor<Scalar>? { gradients.computedGradient(ofNode: node) }
    if let flaw = Flaw(in: upstream) {
      // No consumer has passed it on, or it would have been found there: it came from outside, or as a sum.
      return finding(.backward, at: index, flaw, shape: upstream.shape, gradient)
    }
    guard let operation = node.operation,
      node.inputs.contains(where: { gradient(self, $0).map { Flaw(in: $0) != nil } ?? false })
    else { return nil }
    // Other consumers may have passed the flaw to the same operand: only this operation's own share counts.
    let copy = Graph()
    let inputs = node.inputs.map { input in
      nodes[input].isConstant ? copy.constant(value(of: input)) : copy.variable(value(of: input))
    }
    guard let result = try? copy.apply(operation, to: inputs), result.shape == upstream.shape else {
      return nil
    }
    let shares = result.backward(upstream: upstream, for: inputs.filter { !$0.isConstant })
    for (number, input) in inputs.enumerated() where !input.isConstant {
      guard let flaw = Flaw(in: shares[input]) else { continue }
      var finding = finding(.backward, at: index, flaw, shape: input.shape, gradient)
      finding.operand = number
      finding.upstream = operand(index, tensor: upstream)
      finding.upstream?.name = "the derivative from the right"
      finding.path = [index] + path(from: node.inputs[number], .backward, gradient)
      return finding
    }
    return nil
  }

  private func finding(
    _ phase: NonFiniteValue.Phase, at index: Int, _ flaw: Flaw, shape: TensorShape,
    _ tensor: (Graph, Int) -> Tensor<Scalar>?
  ) -> NonFiniteValue {
    let node = nodes[index]
    return NonFiniteValue(
      phase: phase, node: index, operation: node.operation?.name, name: name(of: index), operand: nil,
      shape: shape,
      element: shape.position(ofElement: flaw.first), value: flaw.value, nonFiniteCount: flaw.count,
      operands: node.inputs.map { operand($0, tensor: value(of: $0)) }, upstream: nil,
      path: path(from: index, phase, tensor), iteration: nil)
  }

  private func operand(_ index: Int, tensor: Tensor<Scalar>) -> NonFiniteValue.Operand {
    var range: ClosedRange<Double>?
    tensor.withUnsafeElements { elements in
      var (low, high) = (Scalar.infinity, -Scalar.infinity)
      for element in elements where element.isFinite {
        low = Swift.min(low, element)
        high = Swift.max(high, element)
      }
      if low <= high { range = Double(low)...Double(high) }
    }
    let node = nodes[index]
    return NonFiniteValue.Operand(
      node: index, name: name(of: index) ?? node.operation.map { "the result of \($0.name)" },
      shape: tensor.shape,
      range: range, nonFiniteCount: Flaw(in: tensor)?.count ?? 0)
  }

  /// The nodes that a flawed value is carried on to, the origin first.
  private func path(
    from origin: Int, _ phase: NonFiniteValue.Phase, _ tensor: (Graph, Int) -> Tensor<Scalar>?
  ) -> [Int] {
    var isReached = Array(repeating: false, count: nodes.count)
    isReached[origin] = true
    func isFlawed(_ node: Int) -> Bool { tensor(self, node).map { Flaw(in: $0) != nil } ?? false }
    switch phase {
    case .forward, .update:
      for index in nodes.indices.dropFirst(origin + 1) {
        isReached[index] = nodes[index].inputs.contains { isReached[$0] } && isFlawed(index)
      }
      return nodes.indices.filter { isReached[$0] }
    case .backward:
      for index in nodes.indices.reversed() where isReached[index] {
        for input in nodes[index].inputs where isFlawed(input) { isReached[input] = true }
      }
      return nodes.indices.reversed().filter { isReached[$0] }
    }
  }
}

/// The elements of a tensor that aren't finite.
struct Flaw {
  /// The number of the first one, in row-major order.
  let first: Int
  let value: Double
  let count: Int

  /// `nil` when all elements are finite.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  init?<Scalar: TensorScalar>(in tensor: Tensor<Scalar>) {
    let flaw = tensor.withUnsafeElements { elements -> (first: Int, value: Double, count: Int)? in
      // Counting has no order to keep, so that several elements are looked at in one instruction.
      var count = 0
      for element in elements { count &+= element.isFinite ? 0 : 1 }
      guard count > 0, let first = elements.firstIndex(where: { !$0.isFinite }) else { return nil }
      return (first, Double(elements[first]), count)
    }
    guard let flaw else { return nil }
    (first, value, count) = flaw
  }
}
