/// The graph of one call by hand, which `backward` runs in reverse.
///
/// A network that is called by hand leaves in the layers within it what they did in that call, as if each had been
/// called by itself.
public final class LayerTrace<Scalar: TensorScalar> {
  private let graph = Graph<Scalar>()
  private var inputs: [Variable<Scalar>] = []
  private var result: Variable<Scalar>?
  /// The layers that ran within the one that was called.
  private var inner: [LayerTrace] = []
  private(set) var gradients: Gradients<Scalar>?

  /// A trace without a call.
  public init() {}

  /// The inputs of the last call.
  var inputValues: [Tensor<Scalar>] { inputs.map(\.value) }

  /// The output of the last call, or `nil` before the first.
  var output: Tensor<Scalar>? { result?.value }

  func forward(
    _ values: [Tensor<Scalar>], _ body: ([Variable<Scalar>]) -> Variable<Scalar>
  ) -> Tensor<Scalar> {
    // What ran within the last call, and perhaps not in this one, has nothing to remember any more.
    for trace in inner where trace.result?.graph === graph { trace.reset() }
    reset()
    graph.removeAll()
    let inputs = values.map { graph.variable($0) }
    let result = body(inputs)
    (self.inputs, self.result) = (inputs, result)
    return result.value
  }

  /// Runs a layer forward, and lets those within it remember what they did.
  func forward(_ layer: any TracedLayer<Scalar>, _ x: Tensor<Scalar>, _ pass: Pass<Scalar>) -> Tensor<Scalar>
  {
    forward([x]) { inputs in
      pass.observing { [self] called, x, body in
        let first = inner.count
        let y = body()
        if called !== layer, let trace = (called as? any TracedLayer<Scalar>)?.trace {
          trace.reset()
          (trace.inputs, trace.result, trace.inner) = ([x], y, Array(inner[first...]))
          inner.append(trace)
        }
        return y
      } during: {
        layer(inputs[0], in: pass)
      }
    }
  }

  private func reset() {
    inputs.removeAll()
    result = nil
    inner.removeAll()
    gradients = nil
  }

  func backward(_ upstream: Tensor<Scalar>, parameters: [Parameter<Scalar>]) -> [Tensor<Scalar>] {
    guard let result else { stop("backward needs a forward before it: its derivatives depend on the input") }
    let graph = result.graph
    // What comes from the layer behind has the output's shape; to repeat another one would hide a mistake.
    require(
      upstream.rank == 0 || upstream.shape == result.shape,
      "backward through \(graph.description(of: result.index)) needs the derivative by the output, of its shape \(result.shape), or one number for all of it, not a derivative of shape \(upstream.shape)"
    )
    let gradients = result.backward(
      upstream: upstream, for: inputs + parameters.map { graph.variable($0) })
    self.gradients = gradients
    for trace in inner { trace.gradients = gradients }
    return inputs.map { gradients[$0] }
  }
}
