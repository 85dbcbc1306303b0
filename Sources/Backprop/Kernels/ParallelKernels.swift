import CKernels

// How the kernels' work is divided among threads: always over the elements of the result, in blocks that are
// large enough to be worth a thread's while. Every element is computed in the same way in whatever block it lies.

extension TensorScalar {
  /// How many elements of a simple loop are worth a chunk of their own.
  fileprivate static var elementsPerChunk: Int { 32_768 }
  /// How many multiply-adds of a matrix product are worth a chunk of their own.
  fileprivate static var productsPerChunk: Int { 250_000 }
  /// How many multiply-adds of a matrix product, for each thread, are worth more than one chunk.
  fileprivate static var productsWorthHelp: Int { 400_000_000 }
}

extension Kernels where Scalar: TensorScalar {
  /// C = op(A) · op(B) + bias or, with a scale, C += scale · (op(A) · op(B) + bias).
  ///
  /// With a scale, at most `mostTermsAdded` terms may be summed.
  func multiply(
    _ product: MatrixProduct, _ a: Input, _ b: Input, _ bias: Input?, scale: Scalar? = nil, _ c: Output
  ) {
    if product.rows >= product.columns {
      forEachStrip(of: product.rows, multipleOf: 24, in: product) { first, count in
        var block = product
        block.rows = count
        multiply(
          block, a + first * (product.aIsTransposed ? 1 : product.strideOfA), product.strideOfA, b,
          product.strideOfB, bias, scale, c + first * product.columns, product.columns)
      }
    } else {
      forEachStrip(of: product.columns, multipleOf: 64, in: product) { first, count in
        var block = product
        block.columns = count
        multiply(
          block, a, product.strideOfA, b + first * (product.bIsTransposed ? product.strideOfB : 1),
          product.strideOfB, bias.map { $0 + first }, scale, c + first, product.columns)
      }
    }
  }

  /// The most terms of a product that is added to something else than zeros.
  static var mostTermsAdded: Int { Int(BP_SCALED_DEPTH) }

  /// Cuts a product's result into strips of about equal width, as many for each thread.
  ///
  /// - Parameter tile: a multiple of the rows, or columns, of the tiles that kernels cut a product into.
  private func forEachStrip(
    of width: Int, multipleOf tile: Int, in product: MatrixProduct,
    _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    let threads = Parallelism.threadCount
    let work = product.rows * product.columns * product.inner
    // Each strip packs what it reads, so slivers would spend their time on packing. A strip for each thread is best
    // where all cores are free; long products are cut finer, so that a thread that has lost its core can be helped.
    let limit = Swift.min(work / Scalar.productsPerChunk, width / tile, 4 * threads)
    let strips =
      limit <= threads || work < threads * Scalar.productsWorthHelp
      ? Swift.min(limit, threads) : limit / threads * threads
    guard strips > 1 else { return body(0, width) }
    func start(of strip: Int) -> Int {
      let even = strip * width / strips
      // Edges between whole tiles, so that no tile is cut; the last strip takes what is left.
      return strip == strips ? width : (even + tile / 2) / tile * tile
    }
    Parallelism.forEachChunk(strips) { strip in
      body(start(of: strip), start(of: strip + 1) - start(of: strip))
    }
  }

  private func multiply(
    _ block: MatrixProduct, _ a: Input, _ strideOfA: Int, _ b: Input, _ strideOfB: Int, _ bias: Input?,
    _ scale: Scalar?, _ c: Output, _ strideOfC: Int
  ) {
    let needed = gemmScratch(block.rows, block.columns, block.inner, block.aIsTransposed, block.bIsTransposed)
    // Taken from the pool like any tensor, so that it is there again for the next product.
    let scratch = needed > 0 ? Tensor<Scalar>(uninitialized: Shape(vector: needed)) : nil
    withUnsafePointer(to: scale ?? 0) { factor in
      gemm(
        block.rows, block.columns, block.inner, block.aIsTransposed, block.bIsTransposed, a, strideOfA, b,
        strideOfB, c, strideOfC, bias, scale == nil ? nil : factor,
        scratch?.storage.address.assumingMemoryBound(to: Scalar.self))
    }
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
