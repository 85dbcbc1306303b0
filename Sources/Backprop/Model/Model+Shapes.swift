/// What a layer of a model does to the shape of a sample.
public struct LayerShape: Sendable {
  /// What people call the layer, such as `Affine1`.
  public let label: String
  /// The shape of one sample before the layer.
  public let input: TensorShape
  /// The shape of one sample behind it.
  public let output: TensorShape
  /// The layer's own parameters: what people call them, and their shapes.
  public let parameters: [(label: String, shape: TensorShape)]

  /// The number of single numbers that training changes in the layer.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.elementCount } }
}

extension Model {
  /// What each layer does to the shape of a sample, in the order in which they run; those of a ``Sequential``
  /// stand for it.
  ///
  /// Runs one sample of zeros through the network. Throws a ``ShapeError`` when the network can't take such a sample.
  public func layerShapes(for sample: TensorShape) throws(ShapeError) -> [LayerShape] {
    _ = try network.outputShape(for: sample)
    var shapes: [LayerShape] = []
    let pass = evaluation()
    _ = pass.observing { [state] layer, x, body in
      let y = body()
      guard !(layer is Sequential<Scalar>), let named = state.layers.first(where: { $0.layer === layer })
      else {
        return y
      }
      shapes.append(
        LayerShape(
          label: named.label, input: TensorShape(x.shape.dropFirst()),
          output: TensorShape(y.shape.dropFirst()),
          parameters: named.ownParameters.map { (state.label(of: $0) ?? $0.name, $0.value.shape) }))
      return y
    } during: {
      output(for: .numbers(.zeros(TensorShape([1] + Array(sample)))), in: Graph(), pass)
    }
    return shapes
  }
}
