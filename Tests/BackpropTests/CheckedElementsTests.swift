import Backprop
import Testing

@Suite("A gradient check of some elements of each parameter")
struct CheckedElementsTests {
  private static func wrong(at position: Int, elements: Int?, seed: UInt64) -> GradientReport {
    let x = Tensor<Double>(shape: [20, 50], (0..<1000).map { 0.5 + Double($0) / 1000 })
    var gradient = (x * 2).scalars
    gradient[position] = 7
    return GradientCheck<Double>(elements: elements, seed: seed).check(
      at: x, gradient: Tensor(shape: [20, 50], gradient)
    ) { ($0 * $0).sum().item }
  }

  @Test("tells how many of how many, and leaves small parameters whole")
  func counts() {
    let report = GradientCheck<Double>(elements: 10).check([.ones([3, 40]), .ones([4])]) {
      $0[0].sum() * $0[1].sum()
    }
    #expect(report.parameters.map(\.checkedCount) == [10, 4])
    #expect(report.parameters.map(\.shape.elementCount) == [120, 4])
    let lines = report.description.split(separator: "\n")
    #expect(lines[0].hasSuffix(", 10 of 120 elements") && !lines[1].contains("elements"))
    let large = GradientCheck<Double>(elements: 1000).check([.ones([1234, 2])]) { $0[0].sum() }
    #expect(large.description.hasSuffix(", 1,000 of 2,468 elements"))
  }

  @Test("draws other elements for another seed, each as often as the others")
  func drawing() {
    // Of 200 draws of 100 of 1000 elements a given one is in 20; 4 standard deviations are 17.
    let found = (0..<200).filter { !Self.wrong(at: 321, elements: 100, seed: UInt64($0)).passed }
    #expect((4...37).contains(found.count))
    #expect(Self.wrong(at: 321, elements: nil, seed: 0).parameters[0].worstElement == [6, 21])
    #expect(!Self.wrong(at: 999, elements: 1000, seed: 1).passed)
  }

  @Test("finds a derivative that isn't finite wherever it is", arguments: [0, 57, 999])
  func notFinite(_ position: Int) {
    var gradient = [Double](repeating: 1, count: 1000)
    gradient[position] = .nan
    let report = GradientCheck<Double>(elements: 3).check(at: .ones([1000]), gradient: Tensor(gradient)) {
      $0.sum().item
    }
    #expect(report.verdict == .nan)
    #expect(report.parameters[0].worstElement == [position])
    #expect(report.parameters[0].checkedCount == 3)
  }

  @Test("tells its progress, from none to all, on the calling thread")
  func progress() throws {
    var told: [(Int, Int)] = []
    let check = GradientCheck<Double>(elements: 50) { told.append(($0, $1)) }
    let model = try Model(TwoLayerNet<Double>(inputSize: 20, hiddenSize: 6, outputSize: 3).network)
    _ = check.check(model, on: Batch(.ones([2, 20]), .classes([0, 2])))
    // 50 of 120 weights, 6 biases, 18 weights, 3 biases.
    #expect(told.first! == (0, 77) && told.last! == (77, 77))
    #expect(told.map(\.0) == told.map(\.0).sorted())
  }
}
