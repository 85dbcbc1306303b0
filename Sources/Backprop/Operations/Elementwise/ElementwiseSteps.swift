// How generic code reaches loops that are compiled for one type of number: `Float` and `Double` each implement what
// follows, so a function's loops for them are called by their concrete types. Both say the same; the compiler makes two
// of it.

extension Float {
  @inline(__always)
  public static func _values<F: ElementwiseFunction>(_ function: F, _ x: Tensor<Float>) -> Tensor<Float> {
    function._values(x)
  }

  @inline(__always)
  public static func _values<F: BinaryElementwiseFunction>(
    _ function: F, _ x: Tensor<Float>, _ y: Tensor<Float>, _ shape: TensorShape
  ) -> Tensor<Float> { function._values(x, y, shape) }

  @inline(__always)
  public static func _forward<F: ElementwiseFunction>(_ function: F, _ step: inout ForwardStep<Float>)
    -> Tensor<Float>
  {
    function._forward(&step)
  }

  @inline(__always)
  public static func _backward<F: ElementwiseFunction>(_ function: F, _ step: BackwardStep<Float>) {
    function._backward(step)
  }

  public static func _hashBranches<F: ElementwiseFunction>(
    _ function: F, _ x: Tensor<Float>, into hasher: inout Hasher
  ) { function._hashBranches(x, into: &hasher) }

  @inline(__always)
  public static func _forward<F: BinaryElementwiseFunction>(
    _ function: F, _ step: inout ForwardStep<Float>
  ) throws(ShapeError) -> Tensor<Float> { try function._forward(&step) }

  @inline(__always)
  public static func _backward<F: BinaryElementwiseFunction>(_ function: F, _ step: BackwardStep<Float>) {
    function._backward(step)
  }
}

extension Double {
  @inline(__always)
  public static func _values<F: ElementwiseFunction>(_ function: F, _ x: Tensor<Double>) -> Tensor<Double> {
    function._values(x)
  }

  @inline(__always)
  public static func _values<F: BinaryElementwiseFunction>(
    _ function: F, _ x: Tensor<Double>, _ y: Tensor<Double>, _ shape: TensorShape
  ) -> Tensor<Double> { function._values(x, y, shape) }

  @inline(__always)
  public static func _forward<F: ElementwiseFunction>(_ function: F, _ step: inout ForwardStep<Double>)
    -> Tensor<Double>
  {
    function._forward(&step)
  }

  @inline(__always)
  public static func _backward<F: ElementwiseFunction>(_ function: F, _ step: BackwardStep<Double>) {
    function._backward(step)
  }

  public static func _hashBranches<F: ElementwiseFunction>(
    _ function: F, _ x: Tensor<Double>, into hasher: inout Hasher
  ) { function._hashBranches(x, into: &hasher) }

  @inline(__always)
  public static func _forward<F: BinaryElementwiseFunction>(
    _ function: F, _ step: inout ForwardStep<Double>
  ) throws(ShapeError) -> Tensor<Double> { try function._forward(&step) }

  @inline(__always)
  public static func _backward<F: BinaryElementwiseFunction>(_ function: F, _ step: BackwardStep<Double>) {
    function._backward(step)
  }
}
