import CKernels

// How the kernels' work is divided among threads: always over the elements of the result, in blocks that are
// large enough to be worth a thread's while. Every element is computed in the same way in whatever block it lies.

extension TensorScalar {
  /// How many elements of a simple loop are worth a chunk of their own.
  fileprivate static var elementsPerChunk: Int { 32_768 }
}

extension Kernels where Scalar: TensorScalar {
  /// The sums over the rows of a matrix, one for each column.
  func sumRows(_ x: Input, _ rows: Int, _ columns: Int, _ sums: Output) {
    let perChunk = roundedUp(columns, over: chunks(ofElements: rows * columns), toMultipleOf: 64)
    Parallelism.forEachChunk((columns + perChunk - 1) / perChunk) { chunk in
      let first = chunk * perChunk
      columnSums(rows, Swift.min(perChunk, columns - first), x + first, columns, sums + first)
    }
  }

  /// max(x, 0).
  func relu(_ x: Tensor<Scalar>) -> Tensor<Scalar> { map(x, reluForward) }

  /// e to the power of each element.
  func exp(_ x: Tensor<Scalar>) -> Tensor<Scalar> { map(x, exp) }

  /// log(1 + x) for each element x ≥ 0.
  func log1p(_ x: Tensor<Scalar>) -> Tensor<Scalar> { map(x, log1p) }

  /// The hyperbolic tangent of each element.
  func tanh(_ x: Tensor<Scalar>) -> Tensor<Scalar> { map(x, tanh) }

  /// 1 / (1 + e⁻ˣ) for each element x.
  func sigmoid(_ x: Tensor<Scalar>) -> Tensor<Scalar> { map(x, sigmoid) }

  /// What a loop makes of each element.
  @inline(__always)
  private func map(
    _ x: Tensor<Scalar>, _ loop: (_ count: Int, _ x: Input, _ y: Output) -> Void
  ) -> Tensor<Scalar> {
    x.withUnsafeElements { elements in
      Tensor.make(x.shape) { result in
        guard let input = elements.baseAddress else { return }
        forEachBlock(ofElements: elements.count) { start, count in loop(count, input + start, result + start)
        }
      }
    }
  }

  /// The derivative by x where y = max(x, 0) and the derivative by y is `upstream`.
  func reluGradient(_ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    gradient(upstream, x, reluBackward)
  }

  /// The derivative by x of ``tanh(_:)``.
  func tanhGradient(_ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    gradient(upstream, x, activations.tanhBackward)
  }

  /// The derivative by x of ``sigmoid(_:)``.
  func sigmoidGradient(_ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    gradient(upstream, x, activations.sigmoidBackward)
  }

  /// x above 0, and below it as many times x.
  func leakyReLU(_ x: Tensor<Scalar>, slope: Scalar) -> Tensor<Scalar> {
    map(x) { activations.leakyReLU($0, slope, $1, $2) }
  }

  /// The derivative by x of ``leakyReLU(_:slope:)``.
  func leakyReLUGradient(
    _ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>, slope: Scalar
  ) -> Tensor<Scalar> {
    gradient(upstream, x) { activations.leakyReLUBackward($0, slope, $1, $2, $3) }
  }

  /// x Φ(x) for each element x.
  func gelu(_ x: Tensor<Scalar>) -> Tensor<Scalar> { map(x, activations.gelu) }

  /// The derivative by x of ``gelu(_:)``.
  func geluGradient(_ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    gradient(upstream, x, activations.geluBackward)
  }

  /// x times its sigmoid for each element x.
  func silu(_ x: Tensor<Scalar>) -> Tensor<Scalar> { map(x, activations.silu) }

  /// The derivative by x of ``silu(_:)``.
  func siluGradient(_ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    gradient(upstream, x, activations.siluBackward)
  }

  /// log(1 + eˣ) for each element x.
  func softplus(_ x: Tensor<Scalar>) -> Tensor<Scalar> { map(x, activations.softplus) }

  /// The derivative by x of ``softplus(_:)``.
  func softplusGradient(_ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    gradient(upstream, x, activations.softplusBackward)
  }

  /// What a loop makes of each element x and the derivative that arrives there.
  @inline(__always)
  private func gradient(
    _ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>,
    _ loop: (_ count: Int, _ x: Input, _ dy: Input, _ dx: Output) -> Void
  ) -> Tensor<Scalar> {
    upstream.withUnsafeElements { upstream in
      x.withUnsafeElements { elements in
        Tensor.make(x.shape) { result in
          guard let input = elements.baseAddress, let upstream = upstream.baseAddress else { return }
          forEachBlock(ofElements: elements.count) { start, count in
            loop(count, input + start, upstream + start, result + start)
          }
        }
      }
    }
  }

  /// y += scale · x, in place.
  func add(_ x: Tensor<Scalar>, scaledBy scale: Scalar, to y: inout Tensor<Scalar>) {
    require(
      x.shape == y.shape, "an update of shape \(x.shape) can't be added to a parameter of shape \(y.shape)")
    y.withUnsafeMutableElements { target in
      x.withUnsafeElements { source in
        guard let input = source.baseAddress, let output = target.baseAddress else { return }
        forEachBlock(ofElements: source.count) { start, count in
          addScaled(count, scale, input + start, output + start)
        }
      }
    }
  }

  /// Rows of bytes as numbers.
  func gatherRows(_ rows: bp_byte_rows, _ count: Int, _ columns: Int, _ output: Output) {
    let perChunk = roundedUp(count, over: chunks(ofElements: count * columns), toMultipleOf: 4)
    Parallelism.forEachChunk((count + perChunk - 1) / perChunk) { chunk in
      let first = chunk * perChunk
      gather(
        Swift.min(perChunk, count - first), columns, rows.moved(row: first, column: 0),
        output + first * columns)
    }
  }

  /// Calls a function with blocks of so many elements.
  func forEachBlock(ofElements count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    let perChunk = roundedUp(count, over: chunks(ofElements: count), toMultipleOf: 64)
    Parallelism.forEachChunk((count + perChunk - 1) / perChunk) { chunk in
      let start = chunk * perChunk
      body(start, Swift.min(perChunk, count - start))
    }
  }

  /// Calls a function with blocks of rows of so many elements each.
  func forEachBlock(
    ofRows rows: Int, of columns: Int, _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    let perChunk = roundedUp(rows, over: chunks(ofElements: rows * columns), toMultipleOf: 1)
    Parallelism.forEachChunk((rows + perChunk - 1) / perChunk) { chunk in
      let first = chunk * perChunk
      body(first, Swift.min(perChunk, rows - first))
    }
  }

  private func chunks(ofElements count: Int) -> Int {
    Swift.max(1, Swift.min(count / Scalar.elementsPerChunk, 4 * Parallelism.threadCount))
  }

  private func roundedUp(_ count: Int, over chunks: Int, toMultipleOf step: Int) -> Int {
    Swift.max(step, ((count + chunks - 1) / chunks + step - 1) / step * step)
  }
}

extension bp_byte_rows {
  /// The rows from one of them on, without the columns before one.
  func moved(row: Int, column: Int) -> bp_byte_rows {
    bp_byte_rows(bytes: bytes + column, ld: ld, index: index + row, divisor: divisor)
  }
}
