import CKernels
import Testing

@testable import Backprop

/// The compiled loops for each instruction set of this machine against their definitions, to the bit.
@Suite("The kernels of every instruction set")
struct KernelTests {
  private static let sets = InstructionSet.all

  private func floats(_ name: String) throws -> bp_kernels_f32 {
    let set = try #require(InstructionSet.available.first { InstructionSet.name($0) == name })
    return try #require(bp_kernels_f32_for(set)).pointee
  }

  private func doubles(_ name: String) throws -> bp_kernels_f64 {
    let set = try #require(InstructionSet.available.first { InstructionSet.name($0) == name })
    return try #require(bp_kernels_f64_for(set)).pointee
  }

  /// One product: sizes, which operand is transposed, what is added, and how far rows are apart beyond their length.
  private struct Product {
    var (m, n, k) = (1, 1, 1)
    var (transposesA, transposesB, hasBias, isAdded) = (false, false, false, false)
    var gap = 0

    init(_ generated: inout Generated) {
      (m, n, k) = (generated.number(in: 0...70), generated.number(in: 0...70), generated.number(in: 0...40))
      if generated.number(in: 0...3) == 0 { m = generated.number(in: 0...3) }
      (transposesA, transposesB) = (generated.number(in: 0...1) == 1, generated.number(in: 0...1) == 1)
      (hasBias, isAdded) = (generated.number(in: 0...1) == 1, generated.number(in: 0...3) == 0)
      gap = generated.number(in: 0...2)
    }

    var strideOfA: Int { (transposesA ? m : k) + gap }
    var strideOfB: Int { (transposesB ? k : n) + gap }
    var strideOfC: Int { n + gap }
    var countOfA: Int { (transposesA ? k : m) * strideOfA }
    var countOfB: Int { (transposesB ? n : k) * strideOfB }

    /// C as the header defines it: a chain of fused multiply-adds for each element; gaps stay as they were.
    func defined<Scalar: TensorScalar>(_ a: [Scalar], _ b: [Scalar], _ bias: [Scalar], _ c: [Scalar])
      -> [Scalar]
    {
      var c = c
      for i in 0..<m {
        for j in 0..<n {
          var sum: Scalar = 0
          for l in 0..<k {
            let left = a[transposesA ? l * strideOfA + i : i * strideOfA + l]
            sum.addProduct(left, b[transposesB ? j * strideOfB + l : l * strideOfB + j])
          }
          if hasBias { sum += bias[j] }
          c[i * strideOfC + j] = isAdded ? c[i * strideOfC + j].addingProduct(-0.25, sum) : sum
        }
      }
      return c
    }
  }

  @Test("multiply matrices by the defined chain of fused multiply-adds, in Float", arguments: sets)
  func floatProducts(_ name: String) throws {
    let kernels = try floats(name)
    var generated = Generated(seed: 71)
    for _ in 0..<40 {
      let product = Product(&generated)
      let (a, b): ([Float], [Float]) = (
        numbers(&generated, product.countOfA), numbers(&generated, product.countOfB)
      )
      let bias: [Float] = numbers(&generated, product.n)
      let before: [Float] = numbers(&generated, product.m * product.strideOfC + 5)
      var c = before
      let needed = kernels.gemm_scratch(
        product.m, product.n, product.k, product.transposesA, product.transposesB)
      var scratch = [Float](repeating: .nan, count: needed + 1)
      kernels.gemm(
        product.m, product.n, product.k, product.transposesA, product.transposesB, a, product.strideOfA, b,
        product.strideOfB, &c, product.strideOfC, product.hasBias ? bias : nil,
        product.isAdded ? [-0.25] : nil, &scratch)
      #expect(c == product.defined(a, b, bias, before), "\(product)")
    }
  }

  @Test("multiply matrices by the defined chain of fused multiply-adds, in Double", arguments: sets)
  func doubleProducts(_ name: String) throws {
    let kernels = try doubles(name)
    var generated = Generated(seed: 72)
    for _ in 0..<40 {
      let product = Product(&generated)
      let (a, b): ([Double], [Double]) = (
        numbers(&generated, product.countOfA), numbers(&generated, product.countOfB)
      )
      let bias: [Double] = numbers(&generated, product.n)
      let before: [Double] = numbers(&generated, product.m * product.strideOfC + 5)
      var c = before
      let needed = kernels.gemm_scratch(
        product.m, product.n, product.k, product.transposesA, product.transposesB)
      var scratch = [Double](repeating: .nan, count: needed + 1)
      kernels.gemm(
        product.m, product.n, product.k, product.transposesA, product.transposesB, a, product.strideOfA, b,
        product.strideOfB, &c, product.strideOfC, product.hasBias ? bias : nil,
        product.isAdded ? [-0.25] : nil, &scratch)
      #expect(c == product.defined(a, b, bias, before), "\(product)")
    }
  }

  @Test("run their loops over vectors as defined, of any length", arguments: sets)
  func loops(_ name: String) throws {
    let (single, double) = (try floats(name), try doubles(name))
    var generated = Generated(seed: 73)
    for count in Array(0...40) + [63, 64, 65, 127, 128, 129, 1000] {
      let x: [Float] = numbers(&generated, count) + [9]
      let y: [Float] = numbers(&generated, count) + [8]
      var result = y
      single.axpy(count, -0.3, x, &result)
      #expect(result == zip(y, x).map { $0.addingProduct(-0.3, $1) }.dropLast() + [8])
      result = y
      single.relu(count, x, &result)
      #expect(result == x.dropLast().map { max($0, 0) } + [8])
      result = [Float](repeating: 7, count: count + 1)
      single.relu_backward(count, x, y, &result)
      #expect(result == zip(x, y).map { $0 <= 0 ? 0 : $1 }.dropLast() + [7])
      single.fill(count, 2.5, &result)
      #expect(result == Array(repeating: 2.5, count: count) + [7])
      let wide = x.map(Double.init)
      var wideResult = [Double](repeating: 6, count: count + 1)
      double.relu(count, wide, &wideResult)
      #expect(wideResult == wide.dropLast().map { max($0, 0) } + [6])
      double.axpy(count, 0.7, wide, &wideResult)
      #expect(wideResult == wide.dropLast().map { max($0, 0).addingProduct(0.7, $0) } + [6])
    }
  }

  @Test("sum columns in the order of the rows", arguments: sets)
  func columnSums(_ name: String) throws {
    let kernels = try floats(name)
    var generated = Generated(seed: 74)
    for _ in 0..<40 {
      let (rows, columns) = (generated.number(in: 0...20), generated.number(in: 0...70))
      let stride = columns + generated.number(in: 0...3)
      let x: [Float] = numbers(&generated, rows * stride)
      var sums = [Float](repeating: 3, count: columns + 1)
      kernels.column_sums(rows, columns, x, stride, &sums, false)
      let expected = (0..<columns).map { column in
        (0..<rows).reduce(Float(0)) { $0 + x[$1 * stride + column] }
      }
      #expect(sums == expected + [3])
      kernels.column_sums(rows, columns, x, stride, &sums, true)
      #expect(
        sums == (0..<columns).map { column in
          (0..<rows).reduce(expected[column]) { $0 + x[$1 * stride + column] }
        } + [3])
    }
  }

  @Test("pick rows of bytes and divide them to the bit", arguments: sets)
  func gather(_ name: String) throws {
    let (single, double) = (try floats(name), try doubles(name))
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    for (columns, index) in [(1, [0, 299, 5]), (25, [11, 0, 0, 3]), (100, [2, 1]), (300, [0])] {
      let positions = index.map(Int64.init)
      let picked = index.flatMap { row in bytes[row * columns..<(row + 1) * columns] }
      var floats = [Float](repeating: -1, count: picked.count + 1)
      single.gather_bytes_i64(index.count, columns, bytes, positions, 255, &floats)
      #expect(floats == picked.map { Float($0) / 255 } + [-1])
      var doubles = [Double](repeating: -1, count: picked.count + 1)
      double.gather_bytes_i32(index.count, columns, bytes, index.map(Int32.init), 3, &doubles)
      #expect(doubles == picked.map { Double($0) / 3 } + [-1])
    }
  }

  @Test("are named, the plain one always among them")
  func names() {
    #expect(InstructionSet.all.contains("portable"))
    #expect(InstructionSet.all.contains(InstructionSet.current))
  }

  private func numbers<Scalar: TensorScalar>(_ generated: inout Generated, _ count: Int) -> [Scalar] {
    generated.tensor([count], as: Scalar.self).scalars
  }
}
