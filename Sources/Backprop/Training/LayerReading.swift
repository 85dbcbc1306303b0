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

  /// The spread of one of a layer's statistics, such as the running means of a ``BatchNorm``.
  public struct Statistic: Sendable {
    /// The statistic's name, such as `μ1`.
    public var name: String
    /// Its shape.
    public var shape: TensorShape
    /// Its values.
    public var values: Histogram
  }

  /// The layer's name, such as `Affine1`.
  public var name: String
  /// The shape of its output for the batch.
  public var shape: TensorShape
  /// The elements of its output.
  public var activations: Histogram
  /// The derivatives of the loss by them.
  public var gradients: Histogram
  /// What gradients change in the layer.
  public var parameters: [Parameter]
  /// What training changes in the layer besides.
  public var statistics: [Statistic]
}

extension Model {
  /// Histograms of activations and gradients, layer by layer, for a batch; those of a ``Sequential`` stand for it.
  ///
  /// Takes one forward and one backward pass that keeps all derivatives. Layers come in the order in which they are done:
  /// those within a ``Residual`` before it. A layer in several places is read in the last.
  public func readings(of batch: Batch<Scalar>, binCount: Int = 40) -> [LayerReading] {
    let graph = Graph<Scalar>()
    let (result, outputs) = observedOutputs { pass in loss(of: batch, in: graph, pass) }
    let gradients = result.backward()
    return outputs.map { named, output in
      LayerReading(
        name: named.label, shape: output.shape,
        activations: Histogram(of: output.value, binCount: binCount),
        // A layer that hands on its input gives a constant back, which has no derivative.
        gradients: Histogram(of: output.isConstant ? [] : gradients[output], binCount: binCount),
        parameters: named.ownParameters.map { parameter in
          LayerReading.Parameter(
            name: state.label(of: parameter) ?? parameter.name, shape: parameter.value.shape,
            values: Histogram(of: parameter.value, binCount: binCount),
            gradients: Histogram(of: gradients[parameter], binCount: binCount))
        },
        statistics: named.ownStatistics.map { statistic in
          LayerReading.Statistic(
            name: state.label(of: statistic) ?? statistic.name, shape: statistic.value.shape,
            values: Histogram(of: statistic.value, binCount: binCount))
        })
    }
  }
}
