import CKernels
import Testing

@Suite struct PeakTests {
  @Test("the measure of the peak counts its work, and its sums end where they must", arguments: machineISAs)
  func counts(_ isa: bp_isa) throws {
    let float = try #require(bp_kernels_for_f32(isa)?.pointee)
    let double = try #require(bp_kernels_for_f64(isa)?.pointee)
    var result: Float = 0
    let one = float.fma_peak(1, &result)
    #expect(one > 0 && float.fma_peak(100, &result) == 100 * one)
    #expect(float.fma_peak(0, &result) == 0 && float.fma_peak(-1, &result) == 0)
    var sum = 0.0
    // x ← x / 2 + 1 tends to 2, whatever x was: the total is twice the number of sums.
    let flops = double.fma_peak(200, &sum)
    #expect(double.fma_peak(1, &sum) == flops / 200)
    _ = double.fma_peak(200, &sum)
    #expect(sum > 2 && (sum / 2).rounded() == sum / 2)
    // A vector of Double has half the lanes of one of Float.
    #expect(one == 2 * double.fma_peak(1, &sum))
  }
}
