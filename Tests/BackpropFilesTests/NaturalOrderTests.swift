import BackpropFiles
import Testing

@Suite struct NaturalOrderTests {
  @Test func numbersCountAsNumbers() {
    let names = [
      "10", "2", "class 10", "class 2", "class 2b", "a", "B", "02", "1", "", "class 2a10", "class 2a9",
    ]
    #expect(
      names.sorted { $0.comesNaturallyBefore($1) } == [
        "", "1", "02", "2", "10", "a", "B", "class 2", "class 2a9", "class 2a10", "class 2b", "class 10",
      ])
  }

  @Test func theOrderIsStrict() {
    for name in ["", "a", "01", "1", "x9y"] { #expect(!name.comesNaturallyBefore(name)) }
    #expect("A2".comesNaturallyBefore("a2") && "a2".comesNaturallyBefore("A10"))
    #expect("01".comesNaturallyBefore("1"))
    #expect(!"1".comesNaturallyBefore("01"))
  }
}
