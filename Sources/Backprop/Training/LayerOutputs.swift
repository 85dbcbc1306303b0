extension Model {
  /// What each layer makes of some samples, evaluated, in the layers' order; those of a ``Sequential`` stand for it.
  ///
  /// A layer in several places is read in the last; one that isn't run has no line.
  public func layerOutputs(of samples: Input<Scalar>) -> [(name: String, output: Tensor<Scalar>)] {
    let graph = Graph<Scalar>()
    var outputs: [ObjectIdentifier: Tensor<Scalar>] = [:]
    let pass = evaluation()
    let result: Variable<Scalar> = pass.observing { layer, _, body in
      let output = body()
      outputs[ObjectIdentifier(layer)] = output.value
      return output
    } during: {
      output(for: samples, in: graph, pass)
    }
    _ = result
    return state.layers.compactMap { named in
      guard !(named.layer is Sequential<Scalar>), let output = outputs[ObjectIdentifier(named.layer)] else {
        return nil
      }
      return (named.label, output)
    }
  }
}
