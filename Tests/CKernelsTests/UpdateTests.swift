import CKernels
import Testing

/// What an optimiser's update means; that every instruction set computes it by its definition is among the kernels'
/// cases.
@Suite struct UpdateTests {
  @Test("Adam's first step goes the rate's length, whatever the gradient, and AdamW's decay shrinks")
  func firstStep() throws {
    let rate = 0.001
    var coefficients = bp_adam_f64(
      scale: 1, decay: 0, rate: rate / (1 - 0.9), epsilon: 1e-8, kept1: 0.9, fresh1: 0.1, kept2: 0.999,
      fresh2: 0.001, root: 1 / (1 - 0.999).squareRoot(), shrink: rate * 0.01)
    for isa in machineISAs {
      let kernels = try #require(bp_kernels_for_f64(isa)?.pointee)
      var (m, h, w) = ([0.0, 0, 0], [0.0, 0, 0], [1.0, -2, 3])
      kernels.adam(3, &coefficients, [0.5, -200, 0], &m, &h, &w)
      let wanted = [1 * (1 - 1e-5) - rate, -2 * (1 - 1e-5) + rate, 3 * (1 - 1e-5)]
      #expect(
        zip(w, wanted).allSatisfy { abs($0 - $1) < 1e-10 }, "\(w), \(String(cString: bp_isa_name(isa)))")
    }
  }
}
