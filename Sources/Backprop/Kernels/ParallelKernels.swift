// How the kernels' work is divided among threads: always over the elements of the result, in blocks that are
// large enough to be worth a thread's while. Every element is computed in the same way in whatever block it lies.

extension TensorScalar {
  /// How many elements of a simple loop are worth a chunk of their own.
  fileprivate static var elementsPerChunk: Int { 32_768 }
  /// How many multiply-adds of a matrix product are worth a chunk of their own.
  fileprivate static var productsPerChunk: Int { 250_000 }
}

extension Kernels where Scalar: TensorScalar {
  /// C = op(A) · op(B) + bias.
  func multiply(_ product: MatrixProduct, _ a: Input, _ b: Input, _ bias: Input?, _ c: Output) {
    if product.rows >= product.columns {
      forEachStrip(of: product.rows, in: product) { first, count in
        var block = product
        block.rows = count
        multiply(
          block, a + first * (product.aIsTransposed ? 1 : product.strideOfA), product.strideOfA, b,
          product.strideOfB, bias, c + first * product.columns, product.columns)
      }
    } else {
      forEachStrip(of: product.columns, in: product) { first, count in
        var block = product
        block.columns = count
        multiply(
          block, a, product.strideOfA, b + first * (product.bIsTransposed ? product.strideOfB : 1),
          product.strideOfB, bias.map { $0 + first }, c + first, product.columns)
      }
    }
  }

  /// Cuts a product's result into strips of about equal width, as many for each thread.
  private func forEachStrip(
    of width: Int, in product: MatrixProduct, _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    let threads = Parallelism.threadCount
    let work = product.rows * product.columns * product.inner
    // Each strip packs what it reads, so slivers would spend their time on packing.
    let limit = Swift.min(work / Scalar.productsPerChunk, width / 48, 4 * threads)
    let strips = limit <= threads ? Swift.max(limit, 1) : limit / threads * threads
    let (least, rest) = width.quotientAndRemainder(dividingBy: strips)
    Parallelism.forEachChunk(strips) { strip in
      body(strip * least + Swift.min(strip, rest), least + (strip < rest ? 1 : 0))
    }
  }

  private func multiply(
    _ block: MatrixProduct, _ a: Input, _ strideOfA: Int, _ b: Input, _ strideOfB: Int, _ bias: Input?,
    _ c: Output, _ strideOfC: Int
  ) {
    let needed = gemmScratch(block.rows, block.columns, block.inner, block.aIsTransposed, block.bIsTransposed)
    // Taken from the pool like any tensor, so that it is there again for the next product.
    let scratch = needed > 0 ? Tensor<Scalar>(uninitialized: Shape(vector: needed)) : nil
    gemm(
      block.rows, block.columns, block.inner, block.aIsTransposed, block.bIsTransposed, a, strideOfA, b,
      strideOfB,
      c, strideOfC, bias, scratch?.storage.address.assumingMemoryBound(to: Scalar.self))
    withExtendedLifetime(scratch) {}
  }

  /// The sums over the rows of a matrix, one for each column.
  func sumRows(_ x: Input, _ rows: Int, _ columns: Int, _ sums: Output) {
    let perChunk = roundedUp(columns, over: chunks(ofElements: rows * columns), toMultipleOf: 64)
    Parallelism.forEachChunk((columns + perChunk - 1) / perChunk) { chunk in
      let first = chunk * perChunk
      columnSums(rows, Swift.min(perChunk, columns - first), x + first, columns, sums + first)
    }
  }

  /// max(x, 0).
  func relu(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    x.withUnsafeElements { elements in
      Tensor.make(x.shape) { result in
        guard let input = elements.baseAddress else { return }
        forEachBlock(ofElements: elements.count) { start, count in
          reluForward(count, input + start, result + start)
        }
      }
    }
  }

  /// The derivative by x where y = max(x, 0) and the derivative by y is `upstream`.
  func reluGradient(_ upstream: Tensor<Scalar>, _ x: Tensor<Scalar>) -> Tensor<Scalar> {
    upstream.withUnsafeElements { upstream in
      x.withUnsafeElements { elements in
        Tensor.make(x.shape) { result in
          guard let input = elements.baseAddress, let upstream = upstream.baseAddress else { return }
          forEachBlock(ofElements: elements.count) { start, count in
            reluBackward(count, input + start, upstream + start, result + start)
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

  /// Rows of bytes at some positions, each byte divided by `divisor`. The positions must be valid.
  func gatherRows(
    of bytes: UnsafePointer<UInt8>, at positions: [Int64], columns: Int, divisor: Scalar, into output: Output
  ) {
    positions.withUnsafeBufferPointer { positions in
      guard let indices = positions.baseAddress else { return }
      let perChunk = roundedUp(
        positions.count, over: chunks(ofElements: positions.count * columns), toMultipleOf: 4)
      Parallelism.forEachChunk((positions.count + perChunk - 1) / perChunk) { chunk in
        let first = chunk * perChunk
        let count = Swift.min(perChunk, positions.count - first)
        gather(count, columns, bytes, indices + first, divisor, output + first * columns)
      }
    }
  }

  private func forEachBlock(ofElements count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    let perChunk = roundedUp(count, over: chunks(ofElements: count), toMultipleOf: 64)
    Parallelism.forEachChunk((count + perChunk - 1) / perChunk) { chunk in
      let start = chunk * perChunk
      body(start, Swift.min(perChunk, count - start))
    }
  }

  private func chunks(ofElements count: Int) -> Int {
    Swift.max(1, Swift.min(count / Scalar.elementsPerChunk, 4 * Parallelism.threadCount))
  }

  private func roundedUp(_ count: Int, over chunks: Int, toMultipleOf step: Int) -> Int {
    Swift.max(step, ((count + chunks - 1) / chunks + step - 1) / step * step)
  }
}
