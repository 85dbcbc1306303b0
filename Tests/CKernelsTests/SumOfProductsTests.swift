import CKernels
import Testing

/// Sums of products and squares against their definitions, for every instruction set of the machine.
@Suite struct SumOfProductsTests {
  /// Which operands are given.
  static let choices = [(about: false, y: false), (true, false), (false, true), (true, true)]

  func checkColumns<T: LoopScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for columns in Array(0...40) + [63, 64, 65, 140] {
      for rows in [0, 1, 2, 9] {
        let (ldx, ldy) = (columns + 3, columns + 1)
        let x: [T] = random.numbers(rows * ldx + 1)
        let y: [T] = random.numbers(rows * ldy + 1)
        let about: [T] = random.numbers(columns + 1)
        let start: [T] = random.numbers(columns + Loops.after)
        let cut = Int.random(in: 0...columns, using: &random)
        for (hasAbout, hasY) in Self.choices {
          for accumulate in [false, true] {
            var wanted = start
            for j in 0..<columns {
              var sum: T = accumulate ? start[j] : 0
              for r in 0..<rows {
                let d = hasAbout ? x[r * ldx + j] - about[j] : x[r * ldx + j]
                sum.addProduct(d, hasY ? y[r * ldy + j] : d)
              }
              wanted[j] = sum
            }
            for kernels in allLoops(T.self) {
              var got = start
              got.withUnsafeMutableBufferPointer { out in
                x.withUnsafeBufferPointer { x in
                  y.withUnsafeBufferPointer { y in
                    about.withUnsafeBufferPointer { about in
                      for (from, to) in [(0, cut), (cut, columns)] {
                        kernels.columnProducts(
                          rows, to - from, x.baseAddress! + from, ldx,
                          hasAbout ? about.baseAddress! + from : nil, hasY ? y.baseAddress! + from : nil,
                          ldy, out.baseAddress! + from, accumulate)
                      }
                    }
                  }
                }
              }
              #expect(same(got, wanted), "\(rows) x \(columns), \(hasAbout), \(hasY), \(kernels.name)")
            }
          }
        }
      }
    }
  }

  @Test func columnsFloat() { checkColumns(Float.self, seed: 1) }
  @Test func columnsDouble() { checkColumns(Double.self, seed: 2) }

  func checkRows<T: LoopScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for columns in Array(0...40) + [63, 64, 65, 200] {
      for rows in [0, 1, 2, 9] {
        let (ldx, ldy) = (columns + 3, columns + 1)
        let x: [T] = random.numbers(rows * ldx + 1)
        let y: [T] = random.numbers(rows * ldy + 1)
        var about: [T] = random.numbers(rows + 1)
        // What lies behind a row must not come in, whatever is taken from it.
        if rows == 9 { about[4] = .infinity }
        let start: [T] = random.numbers(rows + Loops.after)
        for (hasAbout, hasY) in Self.choices {
          var wanted = start
          for r in 0..<rows {
            var sums = [T](repeating: 0, count: 16)
            for j in 0..<columns {
              let d = hasAbout ? x[r * ldx + j] - about[r] : x[r * ldx + j]
              sums[j % 16].addProduct(d, hasY ? y[r * ldy + j] : d)
            }
            while sums.count > 1 {
              let half = sums.count / 2
              sums = (0..<half).map { sums[$0] + sums[$0 + half] }
            }
            wanted[r] = sums[0]
          }
          for kernels in allLoops(T.self) {
            var got = start
            about.withUnsafeBufferPointer { about in
              y.withUnsafeBufferPointer { y in
                kernels.rowProducts(
                  rows, columns, x, ldx, hasAbout ? about.baseAddress! : nil, hasY ? y.baseAddress! : nil,
                  ldy, &got)
              }
            }
            #expect(same(got, wanted), "\(rows) x \(columns), \(hasAbout), \(hasY), \(kernels.name)")
          }
        }
      }
    }
  }

  @Test func rowsFloat() { checkRows(Float.self, seed: 3) }
  @Test func rowsDouble() { checkRows(Double.self, seed: 4) }
}
