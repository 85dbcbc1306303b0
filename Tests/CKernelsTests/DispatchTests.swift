import CKernels
import Testing

/// The choice of an instruction set.
@Suite struct DispatchTests {
  @Test func portableIsAlwaysThere() {
    #expect(bp_isa_available(BP_ISA_PORTABLE))
    #expect(bp_kernels_for_f32(BP_ISA_PORTABLE) != nil)
    #expect(bp_kernels_for_f64(BP_ISA_PORTABLE) != nil)
  }

  @Test func bestIsAvailableAndFasterThanPortable() {
    let best = bp_isa_best()
    #expect(bp_isa_available(best))
    #expect(machineISAs.allSatisfy { $0.rawValue <= best.rawValue })
    #if arch(arm64)
      #expect(best == BP_ISA_NEON)
    #endif
  }

  @Test func tablesExactlyForWhatIsAvailable() {
    for raw in 0..<UInt32(8) {
      let isa = bp_isa(rawValue: raw)
      #expect((bp_kernels_for_f32(isa) != nil) == bp_isa_available(isa))
      #expect((bp_kernels_for_f64(isa) != nil) == bp_isa_available(isa))
    }
  }

  @Test func names() {
    let names = (0..<UInt32(BP_ISA_COUNT)).map { String(cString: bp_isa_name(bp_isa(rawValue: $0))) }
    #expect(names == ["portable", "neon", "avx2", "avx512"])
    #expect(String(cString: bp_isa_name(bp_isa(rawValue: 99))) == "unknown")
  }
}
