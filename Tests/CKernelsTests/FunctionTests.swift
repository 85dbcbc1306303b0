import CKernels
import Foundation
import Testing

/// tanh, sigmoid, erf, exp and log1p against mpmath's values, at their limits, and to the bit.
@Suite struct FunctionTests {
  /// A number next to the true value, and by how much of its last place that is larger.
  struct Value<T: LoopScalar> {
    let nearest: T
    let rest: Double

    /// How far a number is from the true value, in units in the last place.
    func error(of x: T) -> Double {
      if x == nearest && !nearest.isFinite { return 0 }
      return abs(Double((x - nearest) / nearest.ulp) - rest)
    }
  }

  /// A function of the kernels, and what is said of it.
  struct Function<T: LoopScalar>: Sendable {
    let name: String
    let loop: @Sendable (LoopKernels<T>) -> LoopKernels<T>.Function
    /// The largest error, in units in the last place.
    let error: Double
    /// Its values at 0, -0, infinity and -infinity; log1p has no negative arguments.
    let limits: [T]
    /// The hash of its values at all numbers of the table.
    let hash: UInt64
  }

  static let functionsOfFloat: [Function<Float>] = [
    .init(name: "tanh", loop: { $0.tanh }, error: 0.501, limits: [0, -0.0, 1, -1], hash: 0x9ef7a5481bd31996),
    .init(
      name: "sigmoid", loop: { $0.sigmoid }, error: 0.501, limits: [0.5, 0.5, 1, 0], hash: 0x5263170254b488f2),
    .init(name: "erf", loop: { $0.erf }, error: 0.503, limits: [0, -0.0, 1, -1], hash: 0x606928613a7c394f),
    .init(
      name: "exp", loop: { $0.exp }, error: 0.501, limits: [1, 1, .infinity, 0], hash: 0xe5e5494d502b217e),
    .init(
      name: "log1p", loop: { $0.log1p }, error: 0.501, limits: [0, -0.0, .infinity], hash: 0x7c1caba0c288b387),
  ]

  static let functionsOfDouble: [Function<Double>] = [
    .init(name: "tanh", loop: { $0.tanh }, error: 0.55, limits: [0, -0.0, 1, -1], hash: 0xf66fb9ac17df09bb),
    .init(
      name: "sigmoid", loop: { $0.sigmoid }, error: 0.76, limits: [0.5, 0.5, 1, 0], hash: 0xa1f9823b1ef6b83f),
    .init(name: "erf", loop: { $0.erf }, error: 0.87, limits: [0, -0.0, 1, -1], hash: 0x92882f7115316e1f),
    .init(
      name: "exp", loop: { $0.exp }, error: 0.76, limits: [1, 1, .infinity, 0], hash: 0x4ec145b5a0b7f335),
    .init(
      name: "log1p", loop: { $0.log1p }, error: 0.87, limits: [0, -0.0, .infinity], hash: 0x628c5d208f7f934c),
  ]

  /// The table's numbers of a type, and the values of the functions in its columns, by function.
  static func table<T: LoopScalar>(_ section: String) throws -> (numbers: [T], values: [[Value<T>]]) {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/functions.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let start = try #require(lines.firstIndex { $0 == section })
    var numbers: [T] = []
    var values = [[Value<T>]](repeating: [], count: 5)
    for line in lines[(start + 1)...] {
      let words = line.split(separator: " ")
      if words.count == 1 { break }
      try #require(words.count == 11)
      let bits = { (i: Int) throws in T(bitPattern: try #require(T.Bits(words[i], radix: 16))) }
      numbers.append(try bits(0))
      for f in 0..<5 {
        let rest = try #require(Double(words[2 + 2 * f]))
        values[f].append(Value(nearest: try bits(1 + 2 * f), rest: rest / 1000))
      }
    }
    return (numbers, values)
  }

  func check<T: LoopScalar>(_ functions: [Function<T>], _ section: String) throws {
    let (numbers, values) = try Self.table(section) as (numbers: [T], values: [[Value<T>]])
    try #require(numbers.count > 500)
    for (function, values) in zip(functions, values) {
      let x = function.name == "log1p" ? numbers.map(\.magnitude) : numbers
      for kernels in allLoops(T.self) {
        var y = [T](repeating: .nan, count: x.count)
        function.loop(kernels)(x.count, x, &y)
        let what = "\(function.name) of \(T.self), \(kernels.name)"
        for i in x.indices where !(values[i].error(of: y[i]) <= function.error + 0.001) {
          Issue.record("\(what): \(y[i]) for \(x[i]) is off by \(values[i].error(of: y[i])) places")
        }
        // FNV-1a, of bytes.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        y.withUnsafeBytes { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 } }
        #expect(hash == function.hash, "\(what): the bits aren't those of every machine, but \(hash)")
      }
    }
  }

  @Test("are as accurate as they say, over all exponents, and have the same bits on every machine")
  func accuracyFloat() throws { try check(Self.functionsOfFloat, "float") }
  @Test("are as accurate as they say, over all exponents, and have the same bits on every machine")
  func accuracyDouble() throws { try check(Self.functionsOfDouble, "double") }

  /// What isn't finite, zeros of both signs, and tiny numbers, at every length, in place and with the surroundings
  /// watched.
  func checkLimits<T: LoopScalar>(_ functions: [Function<T>]) {
    let all: [T] = [0, -0.0, .infinity, -.infinity]
    for function in functions {
      let numbers = all.prefix(function.limits.count) + [.nan]
      let limits = function.limits + [.nan]
      for kernels in allLoops(T.self) {
        for count in Loops.lengths {
          let size = Loops.before + count + Loops.after
          let start = (0..<size).map { numbers[($0 + count) % numbers.count] }
          var wanted = start
          for i in 0..<count {
            let at = Loops.before + i
            wanted[at] = limits[(at + count) % numbers.count]
          }
          var got = start
          got.withUnsafeMutableBufferPointer {
            let here = $0.baseAddress! + Loops.before
            function.loop(kernels)(count, here, here)
          }
          #expect(same(got, wanted), "\(function.name), \(count) of \(T.self), \(kernels.name)")
        }
      }
    }
  }

  @Test func limitsFloat() { checkLimits(Self.functionsOfFloat) }
  @Test func limitsDouble() { checkLimits(Self.functionsOfDouble) }

  func checkSymmetry<T: LoopScalar>(_: T.Type) {
    var random = TestRandom(seed: 1)
    let x = (0..<3000).map { _ in T(exp2(Double.random(in: -30...6, using: &random))) }
    for kernels in allLoops(T.self) {
      for (name, loop) in [("tanh", kernels.tanh), ("erf", kernels.erf)] {
        var (up, down) = (x, x.map { -$0 })
        loop(x.count, up, &up)
        loop(x.count, down, &down)
        #expect(same(up, down.map { -$0 }), "\(name) of \(T.self), \(kernels.name)")
        #expect(up.allSatisfy { $0 <= 1 }, "\(name) of \(T.self), \(kernels.name)")
      }
    }
  }

  @Test func symmetryFloat() { checkSymmetry(Float.self) }
  @Test func symmetryDouble() { checkSymmetry(Double.self) }
}
