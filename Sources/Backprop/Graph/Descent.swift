/// The update of a training step, made during the backward pass: each parameter is moved by a multiple of its
/// gradient, W ← W + s ∂L/∂W.
///
/// A gradient that is a matrix product, as an affine layer's weight has it, is added to the parameter where it is
/// computed and never written out in between. With weights of a few megabytes that saves more time than anything else
/// in a step. The parameters get the same bits as by an update afterwards.
final class Descent<Scalar: TensorScalar> {
  private let scale: Scalar
  /// For each node the parameter that it stands for, if one single operation reads it: nobody misses the old value
  /// after that one's backward.
  private var parameters: [Parameter<Scalar>?]

  init(_ parameters: [Parameter<Scalar>], at leaves: [Int?], by scale: Scalar, in graph: Graph<Scalar>) {
    self.scale = scale
    self.parameters = Array(repeating: nil, count: graph.count)
    var readers = [Int](repeating: 0, count: graph.count)
    for index in graph.nodes.indices {
      for input in graph.nodes[index].inputs { readers[input] += 1 }
    }
    for (parameter, leaf) in zip(parameters, leaves) {
      if let leaf, readers[leaf] == 1 { self.parameters[leaf] = parameter }
    }
  }

  /// Adds Aᵀ · B to the parameter of a node; says whether it did.
  func add(transposing a: Tensor<Scalar>, _ b: Tensor<Scalar>, to node: Int, in graph: Graph<Scalar>) -> Bool
  {
    let product = MatrixProduct(a, b, transposingA: true)
    guard product.inner <= Kernels<Scalar>.mostTermsAdded, let parameter = parameters[node] else {
      return false
    }
    // The graph lets go of the parameter's memory, so that it can be changed in place.
    graph.nodes[node].value = Tensor(uninitialized: [0])
    parameter.value.withUnsafeMutableElements { target in
      a.withFirstFactor(of: product) { a in
        b.withUnsafeElements { b in
          guard let b = b.baseAddress, let target = target.baseAddress else { return }
          Scalar._kernels.multiply(product, a, b, nil, scale: scale, target)
        }
      }
    }
    return true
  }
}

extension Variable {
  /// Moves parameters by a multiple of this value's derivatives by them: W ← W + s ∂L/∂W, with a negative s downhill.
  ///
  /// The graph is empty afterwards.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func descend(_ parameters: [Parameter<Scalar>], by scale: Scalar) {
    graph.checkOwnership(of: self, in: "descend")
    let leaves = parameters.map { graph.leaf(of: $0) }
    let pass = BackwardPass(graph: graph, result: index, targets: leaves.compactMap { $0 })
    pass.descent = Descent(parameters, at: leaves, by: scale, in: graph)
    pass.run(upstream: .ones(shape))
    let gradients = leaves.map { leaf in leaf.flatMap { $0 < pass.gradients.count ? pass.gradients[$0] : nil }
    }
    // The graph shares the parameters' memory; once it lets go of it, the update can happen in place.
    graph.removeAll()
    for (parameter, gradient) in zip(parameters, gradients) {
      if let gradient { Scalar._kernels.add(gradient, scaledBy: scale, to: &parameter.value) }
    }
  }
}
