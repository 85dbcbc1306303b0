/// Neighbours in a ``Sequential`` that run as one operation where nobody looks at what lies between them; or a single layer.
enum LayerGroup<Scalar: TensorScalar> {
  case single(any Layer<Scalar>)
  /// A convolution with ReLU behind it and, perhaps, a max pooling behind that.
  case rectified(Conv2D<Scalar>, MaxPool2D<Scalar>?)

  /// All layers in their order, as few groups as can be.
  static func groups(of layers: [any Layer<Scalar>]) -> [LayerGroup] {
    var (groups, rest): ([LayerGroup], _) = ([], layers[...])
    while let layer = rest.popFirst() {
      guard let convolution = layer as? Conv2D<Scalar>, rest.first is ReLU<Scalar> else {
        groups.append(.single(layer))
        continue
      }
      rest.removeFirst()
      let pooling = rest.first as? MaxPool2D<Scalar>
      if pooling != nil { rest.removeFirst() }
      groups.append(.rectified(convolution, pooling))
    }
    return groups
  }

  /// The output of the last layer for the input of the first.
  func callAsFunction(_ x: Variable<Scalar>, in pass: Pass<Scalar>) -> Variable<Scalar> {
    switch self {
    case .single(let layer): return layer(x, in: pass)
    case .rectified(let convolution, let pooling):
      let operation = RectifiedConvolutionOperation<Scalar>(
        convolution.operation, pooling: pooling?.operation, isDifferentiated: pass.isTraining)
      let graph = x.graph
      let (weight, bias) = (graph.variable(convolution.weight), graph.variable(convolution.bias))
      let inputs = NodeInputs(x.index, weight.index, bias.index)
      if let y = try? graph.append(operation, inputs) { return y }
      // Shapes don't fit: one after the other, the layers say it in their own words.
      let rectified = convolution(x, in: pass).relu()
      return pooling?(rectified, in: pass) ?? rectified
    }
  }
}
