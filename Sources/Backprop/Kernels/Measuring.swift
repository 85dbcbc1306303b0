import CKernels

// What the benchmarks measure below the public interface.

extension TensorScalar {
  /// Does `rounds` fused multiply-adds on each lane of all the sums that fit into registers, and returns how many
  /// floating-point operations that were: the most that a core can do.
  package static func fusedMultiplyAdds(rounds: Int) -> Double { _kernels.fusedMultiplyAdds(rounds) }

  /// The same on each of the threads that computations use, all together.
  package static func fusedMultiplyAddsOnAllThreads(rounds: Int) -> Double {
    let threads = Parallelism.threadCount
    Parallelism.forEachChunk(threads) { _ in _ = fusedMultiplyAdds(rounds: rounds) }
    return Double(threads) * fusedMultiplyAdds(rounds: 1) * Double(rounds)
  }
}

/// One matrix product with its operands, to be computed again and again.
package struct MeasuredProduct<Scalar: TensorScalar> {
  private let product: MatrixProduct
  private let a: Tensor<Scalar>
  private let b: Tensor<Scalar>
  private var result: Tensor<Scalar>

  /// op(A) `(rows, inner)` · op(B) `(inner, columns)` of numbers between −1 and 1.
  package init(rows: Int, inner: Int, columns: Int, aIsTransposed: Bool = false, bIsTransposed: Bool = false)
  {
    product = MatrixProduct(
      rows: rows, columns: columns, inner: inner, aIsTransposed: aIsTransposed, bIsTransposed: bIsTransposed)
    var generator = Philox4x32(seed: 1)
    a = .uniform(TensorShape(rows: rows, columns: inner), in: -1..<1, using: &generator)
    b = .uniform(TensorShape(rows: inner, columns: columns), in: -1..<1, using: &generator)
    result = .zeros(TensorShape(rows: rows, columns: columns))
  }

  /// Computes the product into the same memory as before.
  package mutating func run() {
    let (product, a, b) = (product, a, b)
    result.withUnsafeMutableElements { result in
      a.withUnsafeElements { a in
        b.withUnsafeElements { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let result = result.baseAddress else { return }
          Scalar._kernels.multiply(product, .elements(a), b, nil, result)
        }
      }
    }
  }
}

/// One convolution with its operands, to be computed again and again; results come from the pool, as those of a graph do.
package struct MeasuredConvolution {
  private let shapes: ConvolutionShapes
  private let x: Tensor<Float>
  private let w: Tensor<Float>
  private let bias: Tensor<Float>
  private let dy: Tensor<Float>

  /// A square kernel on square images of numbers between −1 and 1, with a bias.
  package init(images: Int, channels: Int, size: Int, filters: Int, kernel: Int, padding: Int)
    throws(ShapeError)
  {
    var generator = Philox4x32(seed: 1)
    let (xShape, wShape) = (
      TensorShape([images, channels, size, size]), TensorShape([filters, channels, kernel, kernel])
    )
    shapes = try ConvolutionShapes(
      xShape, wShape, bias: nil, stride: 1, padding: Padding2D(padding), dilation: 1, groups: 1)
    x = .uniform(xShape, in: -1..<1, using: &generator)
    w = .uniform(wShape, in: -1..<1, using: &generator)
    bias = .uniform(TensorShape(vector: filters), in: -1..<1, using: &generator)
    dy = .uniform(shapes.result, in: -1..<1, using: &generator)
  }

  /// Computes the result.
  package func forward() { _ = Float._kernels.convolution(shapes, x, w, bias: bias) }

  /// Computes the derivative by the images.
  package func byInput() { _ = Float._kernels.convolutionByInput(shapes, w, dy, x.shape) }

  /// Computes the derivative by the filters.
  package func byWeight() { _ = Float._kernels.convolutionByWeight(shapes, x, dy, w.shape) }
}

/// A max pooling by windows of 2×2 with its operands, to be computed again and again.
package struct MeasuredPooling {
  private let shapes: PoolingShapes
  private let x: Tensor<Float>
  private let places: Tensor<Float>
  private let dy: Tensor<Float>

  /// Square images of numbers between −1 and 1.
  package init(images: Int, channels: Int, size: Int) throws(ShapeError) {
    var generator = Philox4x32(seed: 1)
    let shape = TensorShape([images, channels, size, size])
    shapes = try PoolingShapes(shape, for: "max_pool", window: 2, stride: 2, padding: 0)
    x = .uniform(shape, in: -1..<1, using: &generator)
    places = Float._kernels.maxPool(shapes, x).places
    dy = .uniform(shapes.result, in: -1..<1, using: &generator)
  }

  /// Computes the largest elements.
  package func forward() { _ = Float._kernels.maxPool(shapes, x) }

  /// Computes the derivative by the images.
  package func byInput() { _ = Float._kernels.maxPoolGradient(shapes, places, dy, x.shape) }
}

/// Memory that is copied again and again on all threads, to compare other loops with.
package struct MeasuredCopy {
  private let source: Tensor<Float>
  private var target: Tensor<Float>

  /// Some numbers of 4 bytes.
  package init(count: Int) {
    source = Tensor(repeating: 1, shape: TensorShape(vector: count))
    target = .zeros(TensorShape(vector: count))
  }

  /// Copies them into the same memory as before.
  package mutating func run() {
    let source = source
    target.withUnsafeMutableElements { target in
      source.withUnsafeElements { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        Float._kernels.forEachBlock(ofElements: source.count) { start, count in
          (to + start).update(from: from + start, count: count)
        }
      }
    }
  }
}
