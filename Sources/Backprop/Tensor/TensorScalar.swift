#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A type of number that networks are made of: `Float` for training, `Double` for checking derivatives.
///
/// The mathematics of single numbers comes from the platform's C library, whose results don't depend on how this package
/// was built. For the exp, tanh and sigmoid of a tensor's elements and for its softmax there are loops of the package's
/// own, whose results have the same bits on every platform and are off by less than one unit in the last place; so there
/// are for its GELU, SiLU and softplus, off by a few.
public protocol TensorScalar: RealScalar, BinaryFloatingPoint, LosslessStringConvertible, _SoftmaxLoops,
  _TargetLoops, _ElementLossLoops
where RawSignificand: FixedWidthInteger {
  /// The compiled loops for this type. Not for use outside the package.
  static var _kernels: Kernels<Self> { get }

  // The steps of elementwise functions; see ElementwiseSteps.swift.
  static func _forward<F: ElementwiseFunction>(_ function: F, _ step: inout ForwardStep<Self>) -> Tensor<Self>
  static func _backward<F: ElementwiseFunction>(_ function: F, _ step: BackwardStep<Self>)
  static func _hashBranches<F: ElementwiseFunction>(
    _ function: F, _ x: Tensor<Self>, into hasher: inout Hasher)
  static func _forward<F: BinaryElementwiseFunction>(
    _ function: F, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward<F: BinaryElementwiseFunction>(_ function: F, _ step: BackwardStep<Self>)

  // How far rows differ, with a default implementation in StartCheck.swift.
  static func _spread(ofRows tensor: Tensor<Self>) -> Double

  // The loops of an embedding, with default implementations beside the operation.
  static func _rows(ofIndices indices: Tensor<Self>, among count: Int) -> [Int]
  static func _forward(
    _ embedding: EmbeddingOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ embedding: EmbeddingOperation<Self>, _ step: BackwardStep<Self>)

  // The steps of operations with windows, with default implementations beside the operations.
  static func _forward(
    _ convolution: Convolution2DOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ convolution: Convolution2DOperation<Self>, _ step: BackwardStep<Self>)
  static func _forward(
    _ pooling: MaxPool2DOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ pooling: MaxPool2DOperation<Self>, _ step: BackwardStep<Self>)
  static func _forward(
    _ pooling: AveragePool2DOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ pooling: AveragePool2DOperation<Self>, _ step: BackwardStep<Self>)

  static func _forward(
    _ joined: RectifiedConvolutionOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ joined: RectifiedConvolutionOperation<Self>, _ step: BackwardStep<Self>)

  // Those of normalisations, likewise.
  static func _forward(
    _ norm: BatchNormOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ norm: BatchNormOperation<Self>, _ step: BackwardStep<Self>)
  static func _forward(
    _ norm: RunningNormOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ norm: RunningNormOperation<Self>, _ step: BackwardStep<Self>)
  static func _forward(
    _ norm: LayerNormOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ norm: LayerNormOperation<Self>, _ step: BackwardStep<Self>)
  static func _forward(
    _ dropout: DropoutOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self>
  static func _backward(_ dropout: DropoutOperation<Self>, _ step: BackwardStep<Self>)
}

extension Float: TensorScalar {
  public static func exp(_ x: Float) -> Float { expf(x) }
  public static func log(_ x: Float) -> Float { logf(x) }
  public static func log1p(_ x: Float) -> Float { log1pf(x) }
  public static func tanh(_ x: Float) -> Float { tanhf(x) }
  public static func erfc(_ x: Float) -> Float { erfcf(x) }
  public static func pow(_ x: Float, _ y: Float) -> Float { powf(x, y) }
  public static var _kernels: Kernels<Float> { .float }
}

extension Double: TensorScalar {
  #if canImport(Darwin)
    public static func exp(_ x: Double) -> Double { Darwin.exp(x) }
    public static func log(_ x: Double) -> Double { Darwin.log(x) }
    public static func log1p(_ x: Double) -> Double { Darwin.log1p(x) }
    public static func tanh(_ x: Double) -> Double { Darwin.tanh(x) }
    public static func erfc(_ x: Double) -> Double { Darwin.erfc(x) }
    public static func pow(_ x: Double, _ y: Double) -> Double { Darwin.pow(x, y) }
  #elseif canImport(Glibc)
    public static func exp(_ x: Double) -> Double { Glibc.exp(x) }
    public static func log(_ x: Double) -> Double { Glibc.log(x) }
    public static func log1p(_ x: Double) -> Double { Glibc.log1p(x) }
    public static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
    public static func erfc(_ x: Double) -> Double { Glibc.erfc(x) }
    public static func pow(_ x: Double, _ y: Double) -> Double { Glibc.pow(x, y) }
  #elseif canImport(Musl)
    public static func exp(_ x: Double) -> Double { Musl.exp(x) }
    public static func log(_ x: Double) -> Double { Musl.log(x) }
    public static func log1p(_ x: Double) -> Double { Musl.log1p(x) }
    public static func tanh(_ x: Double) -> Double { Musl.tanh(x) }
    public static func erfc(_ x: Double) -> Double { Musl.erfc(x) }
    public static func pow(_ x: Double, _ y: Double) -> Double { Musl.pow(x, y) }
  #endif
  public static var _kernels: Kernels<Double> { .double }
}
