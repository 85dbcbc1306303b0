/// What flows through one layer of a network for a batch of samples: values forward, derivatives backward.
public struct LayerReading: Sendable {
  /// The spread of the derivatives by one of a layer's parameters.
  public struct Parameter: Sendable {
    /// The parameter's name, such as `W1`.
    public var name: String
    /// Its shape.
    public var shape: TensorShape
    /// Its values.
    public var values: Histogram
    /// The derivatives of the loss by them.
    public var gradients: Histogram
  }

  /// The layer's name, such as `Affine1`.
  public var name: String
  /// The shape of its output for the batch.
  public var shape: TensorShape
  /// The elements of its output.
  public var activations: Histogram
  /// The derivatives of the loss by them.
  public var gradients: Histogram
  /// What training changes in the layer.
  public var parameters: [Parameter]
}

extension Model {
  /// Histograms of activations and gradients, layer by layer, for a batch; those of a ``Sequential`` stand for it.
  ///
  /// Takes one forward and one backward pass that keeps all derivatives. A layer in several places is read in the last.
  public func readings(of batch: Batch<Scalar>, binCount: Int = 40) -> [LayerReading] {
    let graph = Graph<Scalar>()
    var outputs: [ObjectIdentifier: Variable<Scalar>] = [:]
    let pass = evaluation()
    let result: Variable<Scalar> = pass.observing { layer, _, body in
      let output = body()
      outputs[ObjectIdentifier(layer)] = output
      return output
    } during: {
      loss(of: batch, in: graph, pass)
    }
    let gradients = result.backward()
    return state.layers.compactMap { named in
      guard !(named.layer is Sequential<Scalar>), let output = outputs[ObjectIdentifier(named.layer)] else {
        return nil
      }
      return LayerReading(
        name: named.label, shape: output.shape,
        activations: Histogram(of: output.value, binCount: binCount),
        // A layer that hands on its input gives a constant back, which has no derivative.
        gradients: Histogram(of: output.isConstant ? [] : gradients[output], binCount: binCount),
        parameters: named.ownParameters.map { parameter in
          LayerReading.Parameter(
            name: state.label(of: parameter) ?? parameter.name, shape: parameter.value.shape,
            values: Histogram(of: parameter.value, binCount: binCount),
            gradients: Histogram(of: gradients[parameter], binCount: binCount))
        })
    }
  }
}
