import Backprop
import Testing

@Suite("The table of a model's layers")
struct ModelTableTests {
  @Test("has shapes, parameters and their numbers, counted by hand")
  func notes() throws {
    var generator = Philox4x32(seed: 1)
    let model = try Model(Sequential<Float>(sizes: [784, 50, 10], using: &generator))
    // 784 · 50 + 50 and 50 · 10 + 10.
    #expect(
      try model.layerTable(for: [784]) == """
        layer    output  parameters              numbers
        input    (784,)
        Affine1  (50,)   W1 (784, 50), b1 (50,)    39250
        ReLU1    (50,)                                 0
        Affine2  (10,)   W2 (50, 10), b2 (10,)       510
        total                                      39760
        """)
    #expect(throws: ShapeError.self) { try model.layerTable(for: [785]) }
  }

  @Test("counts what stands in two places once in the sum")
  func shared() throws {
    let a = Affine<Double>(weight: .ones([2, 2]), bias: .zeros([2]))
    let lines = try Model(Sequential<Double>(a, ReLU(), a)).layerTable(for: [2]).split(separator: "\n")
    #expect(lines.count == 6 && lines[2] == lines[4] && lines[2].hasSuffix(" 6") && lines[5].hasSuffix(" 6"))
  }
}
