import CKernels
import Testing

/// The updates of optimisers against their definitions, element by element, for every instruction set of the machine,
/// at every small length, in pieces and with the surroundings watched.
@Suite struct UpdateTests {
  /// A parameter, its state and its gradient: one element of each array.
  struct Element<T: KernelScalar> {
    var w: T
    var first: T
    var second: T
    let dw: T
  }

  typealias Update<T: KernelScalar> = (inout Element<T>, UpdateCoefficients<T>) -> Void
  typealias Loop<T: KernelScalar> = (
    LoopKernels<T>, Int, UpdateCoefficients<T>, UnsafePointer<T>, [UnsafeMutablePointer<T>]
  ) -> Void

  /// What the optimiser follows: the gradient with its decay.
  static func gradient<T>(_ e: Element<T>, _ u: UpdateCoefficients<T>) -> T {
    (u.scale * e.dw).addingProduct(u.decay, e.w)
  }

  /// Runs a loop over arrays of w, the first and the second state, in two pieces.
  func check<T: LoopScalar>(
    _ what: String, _ coefficients: UpdateCoefficients<T>, seed: UInt64, _ loop: Loop<T>, _ update: Update<T>
  ) {
    var random = TestRandom(seed: seed)
    for count in Loops.lengths {
      let size = Loops.before + count + Loops.after
      let dw: [T] = random.numbers(size)
      let squares: [T] = random.numbers(size)
      let start: [[T]] = [random.numbers(size), random.numbers(size), squares.map(\.magnitude)]
      var wanted = start
      for i in 0..<count {
        let at = Loops.before + i
        var e = Element(w: start[0][at], first: start[1][at], second: start[2][at], dw: dw[at])
        update(&e, coefficients)
        (wanted[0][at], wanted[1][at], wanted[2][at]) = (e.w, e.first, e.second)
      }
      let cut = Int.random(in: 0...count, using: &random)
      for kernels in allLoops(T.self) {
        var (w, first, second) = (start[0], start[1], start[2])
        for (from, to) in [(0, cut), (cut, count)] {
          let at = Loops.before + from
          w.withUnsafeMutableBufferPointer { w in
            first.withUnsafeMutableBufferPointer { first in
              second.withUnsafeMutableBufferPointer { second in
                dw.withUnsafeBufferPointer { dw in
                  loop(
                    kernels, to - from, coefficients, dw.baseAddress! + at,
                    [w.baseAddress! + at, first.baseAddress! + at, second.baseAddress! + at])
                }
              }
            }
          }
        }
        #expect(
          same(w, wanted[0]) && same(first, wanted[1]) && same(second, wanted[2]),
          "\(what), \(count) of \(T.self), \(kernels.name)")
      }
    }
  }

  func checkGradientDescent<T: LoopScalar>(_: T.Type) {
    let coefficients = UpdateCoefficients<T>(scale: 0.7, decay: 0.03)
    check("gradient descent", coefficients, seed: 1) { kernels, n, u, dw, state in
      kernels.sgd(n, u, dw, nil, state[0])
    } _: { e, u in
      e.w = e.w.addingProduct(-u.rate, Self.gradient(e, u))
    }
    for nesterov in [false, true] {
      var coefficients = coefficients
      coefficients.nesterov = nesterov
      check("momentum, Nesterov's: \(nesterov)", coefficients, seed: 2) { kernels, n, u, dw, state in
        kernels.sgd(n, u, dw, state[1], state[0])
      } _: { e, u in
        let g = Self.gradient(e, u)
        e.first = u.momentum * e.first + g
        e.w = e.w.addingProduct(-u.rate, nesterov ? g.addingProduct(u.momentum, e.first) : e.first)
      }
    }
  }

  @Test func gradientDescentFloat() { checkGradientDescent(Float.self) }
  @Test func gradientDescentDouble() { checkGradientDescent(Double.self) }

  func checkSquares<T: LoopScalar>(_: T.Type) {
    let coefficients = UpdateCoefficients<T>(scale: 0.7, decay: 0.03, epsilon: 1e-3)
    check("AdaGrad", coefficients, seed: 3) { kernels, n, u, dw, state in
      kernels.adagrad(n, u, dw, state[2], state[0])
    } _: { e, u in
      let g = Self.gradient(e, u)
      e.second = e.second.addingProduct(g, g)
      e.w = e.w.addingProduct(-u.rate, g / (e.second.squareRoot() + u.epsilon))
    }
    check("RMSprop", coefficients, seed: 4) { kernels, n, u, dw, state in
      kernels.rmsprop(n, u, dw, state[2], state[0])
    } _: { e, u in
      let g = Self.gradient(e, u)
      e.second = (u.kept * e.second).addingProduct(u.fresh * g, g)
      e.w = e.w.addingProduct(-u.rate, g / (e.second.squareRoot() + u.epsilon))
    }
  }

  @Test func squaresFloat() { checkSquares(Float.self) }
  @Test func squaresDouble() { checkSquares(Double.self) }

  func checkAdam<T: LoopScalar>(_: T.Type) {
    let coefficients = UpdateCoefficients<T>(
      scale: 0.7, decay: 0.03, epsilon: 1e-3, root: 1.25, shrink: 0.002)
    check("Adam", coefficients, seed: 5) { kernels, n, u, dw, state in
      kernels.adam(n, u, dw, state[1], state[2], state[0])
    } _: { e, u in
      let g = Self.gradient(e, u)
      e.first = (u.kept * e.first).addingProduct(u.fresh, g)
      e.second = (u.keptOfSquares * e.second).addingProduct(u.freshOfSquares * g, g)
      let step = e.first / u.epsilon.addingProduct(u.root, e.second.squareRoot())
      e.w = e.w.addingProduct(-u.shrink, e.w).addingProduct(-u.rate, step)
    }
  }

  @Test func adamFloat() { checkAdam(Float.self) }
  @Test func adamDouble() { checkAdam(Double.self) }

  @Test("Adam's first step goes the rate's length, whatever the gradient, and AdamW's decay shrinks")
  func firstStep() {
    let rate = 0.001
    let coefficients = UpdateCoefficients<Double>(
      rate: rate / (1 - 0.9), root: 1 / (1 - 0.999).squareRoot(), shrink: rate * 0.01)
    for kernels in allLoops(Double.self) {
      var (m, h, w) = ([0.0, 0, 0], [0.0, 0, 0], [1.0, -2, 3])
      kernels.adam(3, coefficients, [0.5, -200, 0], &m, &h, &w)
      let wanted = [1 * (1 - 1e-5) - rate, -2 * (1 - 1e-5) + rate, 3 * (1 - 1e-5)]
      #expect(zip(w, wanted).allSatisfy { abs($0 - $1) < 1e-10 }, "\(w), \(kernels.name)")
    }
  }
}
