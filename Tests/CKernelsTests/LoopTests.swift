import CKernels
import Testing

/// The loops over vectors against their definitions, for every instruction set
/// of the machine, at every small length and with the surroundings watched.
@Suite struct LoopTests {
  static let lengths = Array(0...70) + [127, 128, 129, 1000]
  static let before = 7, after = 33

  /// Runs a loop over `count` elements of a longer array and compares with
  /// what each element should have become.
  func check<T: KernelScalar>(
    _ start: [T], count: Int, _ kernels: Kernels<T>, _ what: String,
    _ body: (UnsafeMutablePointer<T>) -> Void, _ expected: (Int, T) -> T
  ) {
    var got = start
    got.withUnsafeMutableBufferPointer { body($0.baseAddress! + Self.before) }
    var wanted = start
    for i in 0..<count { wanted[Self.before + i] = expected(i, start[Self.before + i]) }
    #expect(same(got, wanted), "\(what), \(count) of \(T.self), \(String(cString: bp_isa_name(kernels.isa)))")
  }

  func checkElementwise<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for kernels in allKernels(T.self) {
      for count in Self.lengths {
        let start: [T] = random.numbers(Self.before + count + Self.after)
        var x: [T] = random.numbers(count + 3)
        // Unusual numbers, wherever they fall.
        for special in [T.nan, .infinity, -.infinity, -.nan] {
          x[Int.random(in: 0..<x.count, using: &random)] = special
        }
        let dy: [T] = random.numbers(count + 3)
        let alpha: T = -0.37

        check(start, count: count, kernels, "axpy") {
          kernels.axpy(count, alpha, x, $0)
        } _: { i, y in
          y.addingProduct(alpha, x[i])
        }
        check(start, count: count, kernels, "fill") {
          kernels.fill(count, alpha, $0)
        } _: { _, _ in
          alpha
        }
        check(start, count: count, kernels, "relu") {
          kernels.relu(count, x, $0)
        } _: { i, _ in
          x[i] <= 0 ? 0 : x[i]
        }
        check(start, count: count, kernels, "relu in place") {
          kernels.relu(count, $0, $0)
        } _: { _, y in
          y <= 0 ? 0 : y
        }
        check(start, count: count, kernels, "relu backward") {
          kernels.reluBackward(count, x, dy, $0)
        } _: { i, _ in
          x[i] <= 0 ? 0 : dy[i]
        }
        check(start, count: count, kernels, "relu backward in place") {
          kernels.reluBackward(count, x, $0, $0)
        } _: { i, y in
          x[i] <= 0 ? 0 : y
        }
      }
    }
  }

  @Test func elementwiseFloat() { checkElementwise(Float.self, seed: 1) }
  @Test func elementwiseDouble() { checkElementwise(Double.self, seed: 2) }

  func checkColumnSums<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for columns in 0...140 {
      for rows in [0, 1, 2, 9] {
        let ld = columns + Int.random(in: 0..<4, using: &random)
        let x: [T] = random.numbers(rows * ld + 1)
        let start: [T] = random.numbers(Self.before + columns + Self.after)
        let cut = Int.random(in: 0...columns, using: &random)
        for kernels in allKernels(T.self) {
          for accumulate in [false, true] {
            let expected = { (j: Int, old: T) -> T in
              var sum: T = accumulate ? old : 0
              for r in 0..<rows { sum += x[r * ld + j] }
              return sum
            }
            check(
              start, count: columns, kernels, "column sums of \(rows)",
              {
                kernels.columnSums(rows, columns, x, ld, $0, accumulate)
              }, expected)
            check(
              start, count: columns, kernels, "column sums of \(rows), cut at \(cut)",
              { out in
                x.withUnsafeBufferPointer { x in
                  kernels.columnSums(rows, cut, x.baseAddress!, ld, out, accumulate)
                  kernels.columnSums(rows, columns - cut, x.baseAddress! + cut, ld, out + cut, accumulate)
                }
              }, expected)
          }
        }
      }
    }
  }

  @Test func columnSumsFloat() { checkColumnSums(Float.self, seed: 3) }
  @Test func columnSumsDouble() { checkColumnSums(Double.self, seed: 4) }

  /// Sixteen interleaved sums, then half of them added to the other half until one is left.
  private func sum<T: KernelScalar>(_ row: ArraySlice<T>, without place: Int?) -> T {
    var sums = [T](repeating: 0, count: 16)
    for (i, x) in row.enumerated() { sums[i % 16] += i == place ? 0 : x }
    while sums.count > 1 {
      let half = sums.count / 2
      sums = (0..<half).map { sums[$0] + sums[$0 + half] }
    }
    return sums[0]
  }

  func checkRowSums<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for columns in Array(0...40) + [63, 64, 65, 200] {
      for rows in [0, 1, 2, 9] {
        let ld = columns + Int.random(in: 0..<4, using: &random)
        let x: [T] = random.numbers(rows * ld + 1)
        let start: [T] = random.numbers(Self.before + rows + Self.after)
        let places = (0..<rows).map { _ in columns > 0 ? Int.random(in: 0..<columns, using: &random) : 0 }
        for kernels in allKernels(T.self) {
          check(start, count: rows, kernels, "sums of rows of \(columns)") {
            kernels.rowSums(rows, columns, x, ld, nil, $0)
          } _: { r, _ in
            sum(x[r * ld..<r * ld + columns], without: nil)
          }
          check(start, count: rows, kernels, "sums of rows of \(columns), each without an element") {
            kernels.rowSums(rows, columns, x, ld, places, $0)
          } _: { r, _ in
            sum(x[r * ld..<r * ld + columns], without: places[r])
          }
        }
      }
    }
  }

  @Test func rowSumsFloat() { checkRowSums(Float.self, seed: 9) }
  @Test func rowSumsDouble() { checkRowSums(Double.self, seed: 10) }

  func checkArgmax<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for columns in Array(1...40) + [63, 64, 65, 200] {
      for rows in [0, 1, 2, 9] {
        let ld = columns + Int.random(in: 0..<4, using: &random)
        // Few different numbers, so that many are the largest; now and then nothing but -infinity.
        let choices: [T] = [[-1, 0, -0.0, 2], [-.infinity], [.infinity, 5, .nan], [-3, -.infinity]][
          Int.random(in: 0..<4, using: &random)]
        // What lies behind a row is larger than all in it.
        var x = [T](repeating: .infinity, count: rows * ld + 1)
        for r in 0..<rows {
          for j in 0..<columns { x[r * ld + j] = choices.randomElement(using: &random)! }
        }
        let expected = (0..<rows).map { r in
          let row = x[r * ld..<r * ld + columns]
          return (row.firstIndex { $0.isNaN } ?? row.firstIndex(of: row.max()!)!) - r * ld
        }
        for kernels in allKernels(T.self) {
          var got = [Int](repeating: -1, count: rows + 2)
          kernels.argmax(rows, columns, x, ld, &got)
          #expect(
            got == expected + [-1, -1], "\(rows) x \(columns), \(String(cString: bp_isa_name(kernels.isa)))")
        }
      }
    }
  }

  @Test func argmaxFloat() { checkArgmax(Float.self, seed: 7) }
  @Test func argmaxDouble() { checkArgmax(Double.self, seed: 8) }

  func checkGather<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    // Widths that treat few and many elements; every byte occurs in the last.
    for columns in [0, 1, 2, 5, 15, 16, 17, 31, 50, 64, 255, 784] {
      let stored = 9
      let bytes = (0..<(stored * columns + 1)).map { UInt8(truncatingIfNeeded: $0 * 7) }
      for rows in [0, 1, 3, 20] {
        let index = (0..<rows).map { _ in Int.random(in: 0..<stored, using: &random) }
        for divisor: T in [255, 1, 3, 0.1, 7, 128, 1e30, -255, 0] {
          for kernels in allKernels(T.self) {
            let start: [T] = random.numbers(Self.before + rows * columns + Self.after)
            let expected = { (i: Int, _: T) -> T in
              T(bytes[index[i / columns] * columns + i % columns]) / divisor
            }
            let positions = index.map(Int64.init)
            check(
              start, count: rows * columns, kernels, "gather",
              { out in
                withByteRows(bytes, columns, positions, divisor) {
                  kernels.gatherBytes(rows, columns, $0, out)
                }
              }, expected)
          }
        }
      }
    }
  }

  @Test func gatherFloat() { checkGather(Float.self, seed: 5) }
  @Test func gatherDouble() { checkGather(Double.self, seed: 6) }
}
