/// What flows through one layer of a network for a batch of samples: values forward, derivatives backward.
public struct LayerReading: Sendable {
  /// The spread of the derivatives by one of a layer's parameters.
  public struct Parameter: Sendable {
    /// The parameter's name, such as `W1`.
    public var name: String
    /// Its shape.
    public var shape: Shape
    /// Its values.
    public var values: Histogram
    /// The derivatives of the loss by them.
    public var gradients: Histogram
  }

  /// The layer's name, such as `Affine1`.
  public var name: String
  /// The shape of its output for the batch.
  public var shape: Shape
  /// The elements of its output.
  public var activations: Histogram
  /// The derivatives of the loss by them.
  public var gradients: Histogram
  /// What training changes in the layer.
  public var parameters: [Parameter]
}

extension Sequential {
  /// Histograms of activations and gradients, layer by layer, for a batch `(N, …)` and its labels.
  ///
  /// Takes one forward and one backward pass that keeps all derivatives.
  public func readings(
    of samples: Tensor<Scalar>, labels: [Int], loss: any LossLayer<Scalar>, binCount: Int = 40
  ) -> [LayerReading] {
    let graph = Graph<Scalar>()
    var x = graph.constant(samples, name: "x")
    let outputs = layers.map { _, layer in
      x = layer(x)
      return x
    }
    let gradients = loss(x, .indices(labels)).backward()
    return zip(layers, outputs).map { named, output in
      LayerReading(
        name: named.name, shape: output.shape,
        activations: Histogram(of: output.value, binCount: binCount),
        // A layer that hands on its input gives a constant back, which has no derivative.
        gradients: Histogram(of: output.isConstant ? [] : gradients[output], binCount: binCount),
        parameters: named.layer.parameters.map { parameter in
          LayerReading.Parameter(
            name: parameter.name, shape: parameter.value.shape,
            values: Histogram(of: parameter.value, binCount: binCount),
            gradients: Histogram(of: gradients[parameter], binCount: binCount))
        })
    }
  }
}
