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
