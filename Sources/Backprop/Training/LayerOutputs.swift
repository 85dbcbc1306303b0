extension Model {
  /// What each layer makes of some samples, evaluated, in the order in which layers are done; those of a ``Sequential``
  /// stand for it.
  ///
  /// A layer in several places is read in the last; one that isn't run has no line.
  public func layerOutputs(of samples: Input<Scalar>) -> [(name: String, output: Tensor<Scalar>)] {
    let graph = Graph<Scalar>()
    let (_, outputs) = observedOutputs { pass in output(for: samples, in: graph, pass) }
    return outputs.map { ($0.layer.label, $0.output.value) }
  }

  /// What an evaluation comes to, and what each layer made in it, in the order in which layers were done.
  func observedOutputs(
    during body: (Pass<Scalar>) -> Variable<Scalar>
  ) -> (result: Variable<Scalar>, layers: [(layer: NamedState<Scalar>.NamedLayer, output: Variable<Scalar>)])
  {
    var names: [ObjectIdentifier: NamedState<Scalar>.NamedLayer] = [:]
    for named in state.layers where !(named.layer is Sequential<Scalar>) {
      names[ObjectIdentifier(named.layer)] = named
    }
    var outputs: [(layer: NamedState<Scalar>.NamedLayer, output: Variable<Scalar>)] = []
    var places: [ObjectIdentifier: Int] = [:]
    let pass = evaluation()
    let result: Variable<Scalar> = pass.observing { [names] layer, _, body in
      let output = body()
      let identity = ObjectIdentifier(layer)
      guard let named = names[identity] else { return output }
      if let place = places[identity] {
        outputs[place].output = output
      } else {
        places[identity] = outputs.count
        outputs.append((named, output))
      }
      return output
    } during: {
      body(pass)
    }
    return (result, outputs)
  }
}
