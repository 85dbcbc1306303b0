/// A part of a network with one input and one output.
///
/// A layer's author writes what it does to a variable of a graph, and lists its parameters. Calling the layer by
/// hand, `forward` and then `backward` as the page does, comes with it and runs the same operations:
///
/// ```swift
/// final class Doubling: Layer {
///   let trace = LayerTrace<Float>()
///   func callAsFunction(_ x: Variable<Float>) -> Variable<Float> { x * 2 }
/// }
/// ```
public protocol Layer<Scalar>: AnyObject {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// What training changes; none by default.
  var parameters: [Parameter<Scalar>] { get }

  /// What a call by hand leaves behind for `backward`.
  var trace: LayerTrace<Scalar> { get }

  /// The layer's output for a variable of a graph, as nodes appended to that graph.
  func callAsFunction(_ x: Variable<Scalar>) -> Variable<Scalar>
}

extension Layer {
  /// None.
  public var parameters: [Parameter<Scalar>] { [] }

  /// The layer's output for an input.
  public func forward(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    trace.forward([x]) { self($0[0]) }
  }

  /// The derivative by the input of the last `forward`, from the derivative by its output; computes the parameters'
  /// gradients on the way, see ``gradient(of:)``.
  @discardableResult
  public func backward(_ upstream: Tensor<Scalar> = 1) -> Tensor<Scalar> {
    trace.backward(upstream, parameters: parameters)[0]
  }

  /// The derivative by one of the layer's parameters that the last `backward` found, or `nil` before the first.
  public func gradient(of parameter: Parameter<Scalar>) -> Tensor<Scalar>? {
    trace.gradients?[parameter]
  }
}

/// A part of a computation with two inputs and one output, such as ``Multiply``.
public protocol BinaryLayer<Scalar>: AnyObject {
  /// The type of number it works on.
  associatedtype Scalar: TensorScalar

  /// What a call by hand leaves behind for `backward`.
  var trace: LayerTrace<Scalar> { get }

  /// The output for two variables of a graph, as nodes appended to that graph.
  func callAsFunction(_ x: Variable<Scalar>, _ y: Variable<Scalar>) -> Variable<Scalar>
}

extension BinaryLayer {
  /// The output for two inputs.
  public func forward(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
    trace.forward([x, y]) { self($0[0], $0[1]) }
  }

  /// The derivatives by the two inputs of the last `forward`, from the derivative by its output.
  public func backward(_ upstream: Tensor<Scalar> = 1) -> (dx: Tensor<Scalar>, dy: Tensor<Scalar>) {
    let gradients = trace.backward(upstream, parameters: [])
    return (gradients[0], gradients[1])
  }
}

/// The graph of one call by hand, which `backward` runs in reverse.
public final class LayerTrace<Scalar: TensorScalar> {
  private let graph = Graph<Scalar>()
  private var inputs: [Variable<Scalar>] = []
  private var result: Variable<Scalar>?
  private(set) var gradients: Gradients<Scalar>?

  /// A trace without a call.
  public init() {}

  /// The inputs of the last call.
  var inputValues: [Tensor<Scalar>] { inputs.map(\.value) }

  /// The output of the last call, or `nil` before the first.
  var output: Tensor<Scalar>? { result?.value }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(
    _ values: [Tensor<Scalar>], _ body: ([Variable<Scalar>]) -> Variable<Scalar>
  ) -> Tensor<Scalar> {
    graph.removeAll()
    gradients = nil
    inputs = values.map { graph.variable($0) }
    let result = body(inputs)
    self.result = result
    return result.value
  }

  func backward(_ upstream: Tensor<Scalar>, parameters: [Parameter<Scalar>]) -> [Tensor<Scalar>] {
    guard let result else { stop("backward needs a forward before it: its derivatives depend on the input") }
    let gradients = result.backward(upstream: upstream, for: inputs + parameters.map { graph.variable($0) })
    self.gradients = gradients
    return inputs.map { gradients[$0] }
  }
}
