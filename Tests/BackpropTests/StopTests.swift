import Backprop
import Foundation
import Testing

/// A programmer's mistakes end the program with a sentence; each is made in a child process.
@Suite("A programmer's mistake stops the program with a sentence")
struct StopTests {
  private func expect(
    _ result: ExitTest.Result?, says sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(sentence), "\(said)", sourceLocation: sourceLocation)
  }

  @Test("when shapes of tensors don't fit")
  func tensorShapes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let a = Tensor<Double>.zeros([2, 3])
      _ = a + Tensor<Double>.zeros([2])
    }
    expect(
      result,
      says:
        "+ can't take a value of shape (2, 3) and a value of shape (2,): aligned at their last axes, two sizes must be equal or one of them 1"
    )
  }

  @Test("when a result would have more elements than an Int counts")
  func tooManyElements() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tall = Tensor<Double>.zeros([1 << 32, 0])
      _ = tall.matmul(.zeros([0, 1 << 32]))
    }
    expect(
      result,
      says:
        "shape (4294967296, 0) and a value of shape (0, 4294967296): the product would be larger than the address space"
    )
  }

  @Test("when shapes of variables don't fit, with their names")
  func variableShapes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph<Double>()
      let x = graph.variable(.zeros([2]), name: "x")
      let w = graph.variable(.zeros([3, 4]), name: "W")
      _ = x.matmul(w)
    }
    expect(
      result,
      says:
        "matmul can't take x of shape (2,) and W of shape (3, 4): the last axis of the first operand (2) must be as long as the second to last axis of the second (3)"
    )
  }

  @Test("when a variable belongs to another graph")
  func foreignVariable() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Graph<Double>().variable(1) + Graph<Double>().variable(2)
    }
    expect(result, says: "add needs variables of one graph, but one belongs to another")
  }

  @Test("when a variable is older than its graph's removeAll()")
  func staleVariable() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph<Double>()
      let x = graph.variable(1)
      graph.removeAll()
      _ = graph.variable(2)
      _ = x * x
    }
    expect(result, says: "multiply got a variable from before the graph's removeAll()")
  }

  @Test("when a derivative is read that wasn't asked for")
  func unaskedDerivative() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph<Double>()
      let x = graph.variable(1, name: "x")
      let y = graph.variable(1, name: "y")
      _ = (x * y).backward(for: [x])[y]
    }
    expect(
      result, says: "the derivative by y was not asked for: it is not among the variables given to backward")
  }

  @Test("when a layer goes backward before it went forward")
  func backwardFirst() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ReLU<Double>().backward()
    }
    expect(result, says: "backward needs a forward before it: its derivatives depend on the input")
  }

  @Test("when an index lies outside")
  func index() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.zeros([2, 3])[1, 3]
    }
    expect(result, says: "index 3 is outside an axis of size 3")
  }

  @Test("when the elements of a literal differ in shape")
  func literal() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x: Tensor<Double> = [[1, 2], [3]]
      _ = x
    }
    expect(
      result, says: "a list needs elements of one shape, but element 0 has shape (2,) and element 1 (1,)")
  }

  @Test("when the number of threads is out of range")
  func threads() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Parallelism.threadCount = 0
    }
    expect(result, says: "the number of threads must be from 1 to 256, not 0")
  }
}
