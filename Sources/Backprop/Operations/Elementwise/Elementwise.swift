/// The operation of a graph that applies a function to each element of its operand.
public struct Elementwise<Function: ElementwiseFunction, Scalar: TensorScalar>: GraphOperation {
  /// The function.
  public let function: Function

  public var name: String { function.name }
  public var symbol: String { function.symbol }
  public var settings: [String: Setting] { function.settings }

  /// The operation of a function.
  @inlinable
  public init(_ function: Function) { self.function = function }

  @inline(__always)
  public func forward(_ step: inout ForwardStep<Scalar>) -> Tensor<Scalar> {
    Scalar._forward(function, &step)
  }

  @inline(__always)
  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(function, step) }

  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    Scalar._hashBranches(function, step[0], into: &hasher)
  }
}

extension Elementwise where Function: ParameterlessFunction {
  /// The operation; it has no settings.
  @inlinable
  public init() { self.init(Function()) }
}

/// The operation of a graph that applies a function to pairs of elements of its operands, with broadcasting.
public struct BinaryElementwise<Function: BinaryElementwiseFunction, Scalar: TensorScalar>: GraphOperation {
  /// The function.
  public let function: Function

  public var name: String { function.name }
  public var symbol: String { function.symbol }
  public var settings: [String: Setting] { function.settings }

  /// The operation of a function.
  @inlinable
  public init(_ function: Function) { self.function = function }

  @inline(__always)
  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(function, &step)
  }

  @inline(__always)
  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(function, step) }
}

extension BinaryElementwise where Function: ParameterlessFunction {
  /// The operation; it has no settings.
  @inlinable
  public init() { self.init(Function()) }
}
