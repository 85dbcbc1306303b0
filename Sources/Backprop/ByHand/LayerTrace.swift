/// The graph of one call by hand, which `backward` runs in reverse.
///
/// A network that is called by hand leaves in the layers within it what they did in that call, as if each had been
/// called by itself.
public final class LayerTrace<Scalar: TensorScalar> {
  private let graph = Graph<Scalar>()
  private var inputs: [Variable<Scalar>] = []
  private var result: Variable<Scalar>?
  /// The layers within the one that was called.
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
    graph.removeAll()
    inner.removeAll()
    let inputs = values.map { graph.variable($0) }
    let result = body(inputs)
    record(inputs, result)
    return result.value
  }

  /// Runs a layer forward, and lets those within it remember what they did.
  func forward(_ layer: any TracedLayer<Scalar>, _ x: Tensor<Scalar>, _ pass: Pass<Scalar>) -> Tensor<Scalar>
  {
    forward([x]) { inputs in
      pass.observe { [self] called, x, body in
        let y = body()
        if called !== layer, let traced = called as? any TracedLayer<Scalar> {
          traced.trace.record([x], y)
          inner.append(traced.trace)
        }
        return y
      }
      return layer(inputs[0], in: pass)
    }
  }

  private func record(_ inputs: [Variable<Scalar>], _ result: Variable<Scalar>) {
    self.inputs = inputs
    self.result = result
    gradients = nil
  }

  func backward(_ upstream: Tensor<Scalar>, parameters: [Parameter<Scalar>]) -> [Tensor<Scalar>] {
    guard let result else { stop("backward needs a forward before it: its derivatives depend on the input") }
    let graph = result.graph
    let gradients = result.backward(
      upstream: upstream, for: inputs + parameters.map { graph.variable($0) })
    self.gradients = gradients
    for trace in inner { trace.gradients = gradients }
    return inputs.map { gradients[$0] }
  }
}
