/// A derivative by a parameter when all that contributes to it has arrived: numbers, or a product Aᵀ · B that nobody
/// has multiplied out yet.
///
/// A weight's derivative in an affine layer is such a product. Added to the weight where it is computed, it is never
/// written out in between; with weights of a few megabytes that saves more time than anything else in a training step.
/// The bits are the same either way.
public struct FinishedGradient<Scalar: TensorScalar> {
  private enum Form {
    case numbers(Tensor<Scalar>)
    case product(transposing: ProductFactor<Scalar>, Tensor<Scalar>)
  }

  private let form: Form

  /// The shape, which is the parameter's.
  public let shape: TensorShape

  /// A derivative as numbers.
  public init(_ numbers: Tensor<Scalar>) {
    form = .numbers(numbers)
    shape = numbers.shape
  }

  /// Aᵀ · B of matrices `(N, D)` and `(N, M)`, in a shape of D · M elements.
  init(transposing a: ProductFactor<Scalar>, _ b: Tensor<Scalar>, shape: TensorShape) {
    form = .product(transposing: a, b)
    self.shape = shape
  }

  /// The numbers; a product is multiplied out at each call.
  public var tensor: Tensor<Scalar> {
    switch form {
    case .numbers(let numbers): numbers
    case .product(let a, let b): matrixProduct(a, b, transposingA: true).reshaped(shape)
    }
  }

  /// Adds a multiple of the derivative to a tensor of its shape, in place: target ← target + s · gradient, each element
  /// one fused multiply-add.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func add(to target: inout Tensor<Scalar>, scaledBy scale: Scalar) {
    guard case .product(let a, let b) = form,
      case let product = MatrixProduct(a, b, transposingA: true),
      product.inner <= Kernels<Scalar>.mostTermsAdded
    else {
      checkShape(target.shape)
      return Scalar._kernels.add(tensor, scaledBy: scale, to: &target)
    }
    checkShape(target.shape)
    target.withUnsafeMutableElements { target in
      a.withUnsafeFactor { a in
        b.withUnsafeElements { b in
          guard let b = b.baseAddress, let target = target.baseAddress else { return }
          Scalar._kernels.multiply(product, a, b, nil, scale: scale, target)
        }
      }
    }
  }

  /// Stops where this isn't the derivative by a tensor of a shape.
  @inline(__always)
  func checkShape(_ target: TensorShape, of name: @autoclosure () -> String = "a parameter") {
    require(
      shape == target, "a derivative of shape \(shape) can't be that by \(name()) of shape \(target)")
  }
}
