import Backprop
import Testing

@Suite("The instruction sets")
struct InstructionSetTests {
  @Test("are named, the plain one always among them")
  func names() {
    #expect(InstructionSet.all.contains("portable"))
    #expect(InstructionSet.all.contains(InstructionSet.current))
  }
}
