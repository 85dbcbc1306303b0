/// A layer that can be called by hand, `forward` and then `backward`, as the notes do.
///
/// A layer that keeps a trace gets both; they run the same operations as in a graph.
///
/// ```swift
/// final class Doubling: TracedLayer {
///   let trace = LayerTrace<Float>()
///   func outputShape(for sample: TensorShape) -> TensorShape { sample }
///   func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x * 2 }
///   func copied(by copier: LayerCopier<Float>) -> Doubling { Doubling() }
/// }
/// ```
public protocol TracedLayer<Scalar>: Layer {
  /// What a call by hand leaves behind for `backward`.
  var trace: LayerTrace<Scalar> { get }
}

extension TracedLayer {
  /// The layer's output for an input; in an evaluation if no pass is given.
  public func forward(_ x: Tensor<Scalar>, in pass: Pass<Scalar> = .evaluation()) -> Tensor<Scalar> {
    trace.forward(self, x, pass)
  }

  /// The derivative by the input of the last `forward`, from the derivative by its output; computes the parameters'
  /// gradients on the way, see ``gradient(of:)``. Layers within this one have theirs, too.
  @discardableResult
  public func backward(_ upstream: Tensor<Scalar> = 1) -> Tensor<Scalar> {
    trace.backward(upstream, parameters: parameters)[0]
  }

  /// The derivative by one of the layer's parameters that the last `backward` found, or `nil` before the first.
  public func gradient(of parameter: Parameter<Scalar>) -> Tensor<Scalar>? {
    trace.gradients?[parameter]
  }

  /// ∂L/∂W of the layer's own W from the last `backward`; `nil` before the first, and where it has none.
  public var dW: Tensor<Scalar>? { gradient(ofOwn: "W") }

  /// ∂L/∂b of the layer's own b from the last `backward`; `nil` before the first, and where it has none.
  public var db: Tensor<Scalar>? { gradient(ofOwn: "b") }

  private func gradient(ofOwn name: String) -> Tensor<Scalar>? {
    for case .parameter(_, let parameter) in members where parameter.name == name {
      return gradient(of: parameter)
    }
    return nil
  }
}
