import CKernels

// How a matrix product is divided among threads: into strips of the result or, where that costs less, into the two
// halves of its sums. Every element is computed in the same way however many threads there are.

extension TensorScalar {
  /// How many multiply-adds of a matrix product are worth a chunk of their own.
  fileprivate static var productsPerChunk: Int { 100_000 }
  /// How many multiply-adds of a matrix product, for each thread, are worth more than one chunk.
  fileprivate static var productsWorthHelp: Int { 400_000_000 }
}

/// Products whose elements are sums of two halves, each a chain of fused multiply-adds of its own.
///
/// In a training step the weight of a first layer is read by the forward pass and changed by the backward pass. With
/// strips of rows in both, each thread would read in the forward pass what the other has just changed, and fetching that
/// from the other's core takes as long as the arithmetic. Divided at the middle of the sums, the same inputs and the same
/// rows of the weight belong to the same thread in both passes, and only the sums are exchanged, which are few.
///
/// Whether a product's sums are halved depends on its sizes alone, never on the threads.
enum SumOfHalves {
  /// Whether an element of a product with sums of `inner` terms and so many columns is a sum of two halves.
  static func isUsed(columns: Int, inner: Int) -> Bool { inner >= 512 && columns <= mostColumns }

  /// With more columns there are so many sums that exchanging them would cost more than it saves.
  static var mostColumns: Int { 256 }

  /// Whether the threads take a half each of a product with so many rows; more rows they divide among themselves.
  static func isShared(rows: Int) -> Bool { rows <= 256 }

  /// Where the second half starts: between the strips that the weight's gradient is divided into.
  static func middle(of inner: Int) -> Int { ProductStrips.start(of: 1, in: 2, width: inner, multipleOf: 24) }
}

/// Strips of about equal width.
enum ProductStrips {
  /// Where a strip starts: between whole tiles, so that no tile is cut. The first strips are the wider ones: they are
  /// the caller's, who begins first and has what is read in his own cache.
  static func start(of strip: Int, in strips: Int, width: Int, multipleOf tile: Int) -> Int {
    strip == strips ? width : (strip * width / strips + tile - 1) / tile * tile
  }
}

extension Kernels where Scalar: TensorScalar {
  /// C = op(A) · op(B) + bias or, with a scale, C += scale · (op(A) · op(B) + bias).
  ///
  /// With a scale, at most `mostTermsAdded` terms may be summed.
  @inline(never)
  func multiply(
    _ product: MatrixProduct, _ a: FirstFactor<Scalar>, _ b: Input, _ bias: Input?, scale: Scalar? = nil,
    _ c: Output
  ) {
    let operands = Operands(a: a, b: b, bias: bias, scale: scale)
    if SumOfHalves.isUsed(columns: product.columns, inner: product.inner), scale == nil {
      multiplyHalves(product, operands, c)
    } else if product.rows >= product.columns {
      // The tallest tiles are those of narrow products; without them strips can be more even.
      let tile = product.columns > SumOfHalves.mostColumns ? Self.rowsOfTiles / 2 : Self.rowsOfTiles
      forEachStrip(of: product.rows, multipleOf: tile, in: product) { rows in
        multiply(
          product, operands, rows: rows, columns: 0..<product.columns, inner: 0..<product.inner,
          c + rows.lowerBound * product.columns)
      }
    } else {
      forEachStrip(of: product.columns, multipleOf: 64, in: product) { columns in
        multiply(
          product, operands, rows: 0..<product.rows, columns: columns, inner: 0..<product.inner,
          c + columns.lowerBound)
      }
    }
  }

  /// The most terms of a product that is added to something else than zeros.
  static var mostTermsAdded: Int { Int(BP_SCALED_DEPTH) }

  /// A multiple of the rows of all tiles that kernels cut a product into.
  private static var rowsOfTiles: Int { 24 }

  /// What a product reads.
  private struct Operands {
    let a: FirstFactor<Scalar>
    let b: Input
    let bias: Input?
    let scale: Scalar?

    var withoutBias: Operands { Operands(a: a, b: b, bias: nil, scale: scale) }
  }

  /// A product as the sum of its halves; the bias is added to the first.
  private func multiplyHalves(_ product: MatrixProduct, _ operands: Operands, _ c: Output) {
    let columns = 0..<product.columns
    let middle = SumOfHalves.middle(of: product.inner)
    let (first, second) = (0..<middle, middle..<product.inner)
    let work = product.rows * product.columns * product.inner
    let threads = Swift.min(Parallelism.threadCount, work / Scalar.productsPerChunk)
    if threads > 1, SumOfHalves.isShared(rows: product.rows) {
      withScratch(product.rows * product.columns) { sums in
        let groups = Swift.max(Swift.min(threads / 2, product.rows / Self.rowsOfTiles), 1)
        Parallelism.forEachChunk(2 * groups) { chunk in
          let rows = Self.strip(chunk % groups, of: groups, width: product.rows, multipleOf: Self.rowsOfTiles)
          let start = rows.lowerBound * product.columns
          if chunk < groups {
            multiply(product, operands, rows: rows, columns: columns, inner: first, c + start)
          } else {
            multiply(product, operands.withoutBias, rows: rows, columns: columns, inner: second, sums + start)
          }
        }
        addScaled(product.rows * product.columns, 1, sums, c)
      }
    } else {
      // A few rows at a time, so that the second half of their sums stays in the nearest cache.
      let step = Swift.max(16384 / Swift.max(product.columns, 1) / Self.rowsOfTiles, 1) * Self.rowsOfTiles
      forEachStrip(of: product.rows, multipleOf: Self.rowsOfTiles, in: product) { strip in
        withScratch(Swift.min(step, strip.count) * product.columns) { sums in
          for start in stride(from: strip.lowerBound, to: strip.upperBound, by: step) {
            let rows = start..<Swift.min(start + step, strip.upperBound)
            let c = c + start * product.columns
            multiply(product, operands, rows: rows, columns: columns, inner: first, c)
            multiply(product, operands.withoutBias, rows: rows, columns: columns, inner: second, sums)
            addScaled(rows.count * product.columns, 1, sums, c)
          }
        }
      }
    }
  }

  /// Cuts a product's result into strips of about equal width, as many for each thread.
  ///
  /// - Parameter tile: a multiple of the rows, or columns, of the tiles that kernels cut a product into.
  private func forEachStrip(
    of width: Int, multipleOf tile: Int, in product: MatrixProduct, _ body: (_ strip: Range<Int>) -> Void
  ) {
    let threads = Parallelism.threadCount
    let work = product.rows * product.columns * product.inner
    // Each strip packs what it reads, so slivers would spend their time on packing. A strip for each thread is best
    // where all cores are free; long products are cut finer, so that a thread that has lost its core can be helped.
    let limit = Swift.min(work / Scalar.productsPerChunk, width / tile, 4 * threads)
    let strips =
      limit <= threads || work < threads * Scalar.productsWorthHelp
      ? Swift.min(limit, threads) : limit / threads * threads
    guard strips > 1 else { return body(0..<width) }
    Parallelism.forEachChunk(strips) { body(Self.strip($0, of: strips, width: width, multipleOf: tile)) }
  }

  private static func strip(_ index: Int, of strips: Int, width: Int, multipleOf tile: Int) -> Range<Int> {
    let start = ProductStrips.start(of: index, in: strips, width: width, multipleOf: tile)
    return start..<ProductStrips.start(of: index + 1, in: strips, width: width, multipleOf: tile)
  }

  /// The block of a product with the given rows and columns, and of its sums the given terms.
  @inline(never)
  private func multiply(
    _ product: MatrixProduct, _ operands: Operands, rows: Range<Int>, columns: Range<Int>, inner: Range<Int>,
    _ c: Output
  ) {
    let (transA, transB) = (product.aIsTransposed, product.bIsTransposed)
    let (strideOfA, strideOfB) = (product.strideOfA, product.strideOfB)
    let b =
      operands.b + columns.lowerBound * (transB ? strideOfB : 1) + inner.lowerBound * (transB ? 1 : strideOfB)
    // Of A as it is stored.
    let (row, column) = transA ? (inner.lowerBound, rows.lowerBound) : (rows.lowerBound, inner.lowerBound)
    let bias = operands.bias.map { $0 + columns.lowerBound }
    var a: Input?
    var bytes: bp_byte_rows?
    switch operands.a {
    case .elements(let elements): a = elements + row * strideOfA + column
    case .bytes(let rows): bytes = rows.moved(row: row, column: column)
    }
    let block = ProductBlock(
      rows: rows.count, columns: columns.count, inner: inner.count, aIsTransposed: transA,
      bIsTransposed: transB, a: a, strideOfA: strideOfA, bytesOfA: bytes, b: b, strideOfB: strideOfB, c: c,
      strideOfC: product.columns, bias: bias, scale: operands.scale)
    withScratch(productScratch(block)) { self.product(block, $0) }
  }

  /// Memory for so many elements: on the stack if they are few, and else taken from the pool like any tensor's, so that
  /// it is there again for the next product.
  @inline(never)
  func withScratch(_ count: Int, _ body: (_ scratch: Output) -> Void) {
    if count <= 256 {
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: Swift.max(count, 1)) { scratch in
        if let address = scratch.baseAddress { body(address) }
      }
    } else {
      let (address, capacity) = StoragePool.take(bytes: count * MemoryLayout<Scalar>.stride)
      defer { StoragePool.give(address, capacity: capacity) }
      body(address.bindMemory(to: Scalar.self, capacity: count))
    }
  }
}
