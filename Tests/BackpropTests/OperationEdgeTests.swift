import Backprop
import Testing

/// What operations do at the ends of their domains, as their documentation says.
@Suite("Operations at the edge")
struct OperationEdgeTests {
  private let graph = Graph<Double>()

  @Test("powers: 0 to the power of 0 is 1 and has no slope; a negative base takes whole exponents")
  func powers() {
    let x = graph.variable([0, 0, 0, -2, -2, 3])
    let y = graph.variable([0, 2, 1, 3, 0, 0])
    let z = x.power(y)
    #expect(z.value == [1, 0, 0, -8, 1, 1])
    let gradients = z.backward()
    #expect(gradients[x] == [0, 0, 1, 12, 0, 0])
    // By the exponent: 0 for a base of 0, NaN for a negative one, log 3 for 3.
    let byExponent = gradients[y].scalars
    #expect(Array(byExponent[0..<3]) == [0, 0, 0])
    #expect(byExponent[3].isNaN && byExponent[4].isNaN)
    expectClose(byExponent[5], 1.0986122886681098)  // mpmath 1.3
    #expect(x.power(0).backward()[x] == [0, 0, 0, 0, 0, 0])
    #expect(graph.variable(-8).power(1.0 / 3).value.item.isNaN)
    #expect(x.power(2).backward()[x] == [0, 0, 0, -4, -4, 6])
  }

  @Test("logarithms, roots and quotients at 0 and below follow IEEE 754")
  func atZero() {
    let x = graph.variable([0, -1])
    let log = x.log()
    #expect(log.value.scalars[0] == -.infinity && log.value.scalars[1].isNaN)
    #expect(log.backward()[x].scalars[0] == .infinity)
    let root = x.squareRoot()
    #expect(root.value.scalars[0] == 0 && root.value.scalars[1].isNaN)
    #expect(root.backward()[x].scalars[0] == .infinity)
    #expect(x.reciprocal().value.scalars == [.infinity, -1])
    let one = graph.variable([1, 1])
    #expect((one / x).value.scalars == [.infinity, -1])
    #expect((one / x).backward()[one].scalars == [.infinity, -1])
  }

  @Test("maxima share their derivative among equals, and pass NaN on")
  func maxima() {
    let x = graph.variable([[1, 5, 5], [2, 2, 2]])
    #expect(x.max(axis: 1).value == [5, 2])
    #expect(x.max(axis: 1).backward(upstream: [4, 9])[x] == [[0, 2, 2], [3, 3, 3]])
    #expect(x.max().backward()[x] == [[0, 0.5, 0.5], [0, 0, 0]])
    let notANumber = graph.variable([1, Tensor(.nan)])
    #expect(notANumber.max().value.item.isNaN)
    #expect(notANumber.max().backward()[notANumber].scalars.filter(\.isNaN).count == 2)
  }

  @Test("softmax survives large numbers, and rules out classes with a logit of −∞")
  func softmax() {
    let infinity = Tensor<Double>(.infinity)
    #expect(graph.variable([1000, 1000, -1000]).softmax().value == [0.5, 0.5, 0])
    #expect(graph.variable([0, -infinity]).softmax().value == [1, 0])
    #expect(graph.variable([0, -infinity]).logSoftmax().value.scalars == [0, -.infinity])
    #expect(graph.variable([0, infinity]).softmax().value.scalars.filter(\.isNaN).count == 2)
    #expect(graph.variable([0, Tensor(.nan)]).softmax().value.scalars.filter(\.isNaN).count == 2)
    #expect(graph.variable([-infinity, -infinity]).softmax().value.scalars.filter(\.isNaN).count == 2)
    #expect(graph.variable([1000, 0]).logSoftmax().value == [0, -1000])
  }

  @Test("an embedding picks rows for indices of any shape, and adds up the derivatives of repeated ones")
  func embedding() throws {
    let table = graph.variable([[1, 2], [3, 4], [5, 6]])
    let indices = graph.variable([[2, 0], [2, 1]])
    let y = indices.embedding(in: table)
    #expect(y.value == [[[5, 6], [1, 2]], [[5, 6], [3, 4]]])
    let gradients = y.backward(upstream: [[[1, 2], [10, 20]], [[100, 200], [0.5, 0.25]]])
    #expect(gradients[table] == [[10, 20], [0.5, 0.25], [101, 202]])
    #expect(gradients[indices] == [[0, 0], [0, 0]])
    #expect(graph.variable(1).embedding(in: table).value == [3, 4])
    #expect(graph.variable(.zeros([0])).embedding(in: table).value.shape == [0, 2])
  }

  @Test(
    "an embedding refuses indices that name no row, with their places",
    arguments: [
      (-1.0, "the index -1.0 at (1, 0) isn't a whole number from 0 to 2, where the table has 3 rows"),
      (3.0, "the index 3.0 at (1, 0) isn't a whole number from 0 to 2, where the table has 3 rows"),
      (0.5, "the index 0.5 at (1, 0) isn't a whole number from 0 to 2, where the table has 3 rows"),
      (Double.nan, "the index nan at (1, 0) isn't a whole number from 0 to 2, where the table has 3 rows"),
      (1e300, "the index 1e+300 at (1, 0) isn't a whole number from 0 to 2, where the table has 3 rows"),
    ])
  func refusedIndices(index: Double, rule: String) {
    let graph = Graph<Double>()
    let table = graph.variable(.zeros([3, 2]), name: "W")
    let indices = graph.variable(Tensor(shape: [2, 2], [0, 1, index, 2]), name: "x")
    let error = #expect(throws: ShapeError.self) {
      try graph.apply(EmbeddingOperation(), to: [indices, table])
    }
    #expect(error?.description == "embedding can't take x of shape (2, 2) and W of shape (3, 2): \(rule)")
  }

  @Test("an embedding refuses a table of another shape, and indices given with it that name no row")
  func refusedTables() {
    let vector = graph.variable([1, 2])
    let notATable = #expect(throws: ShapeError.self) {
      try graph.apply(EmbeddingOperation(), to: [vector, vector])
    }
    #expect(notATable?.rule.hasPrefix("the table must have two axes, (V, W)") == true)
    let error = #expect(throws: ShapeError.self) {
      try graph.apply(EmbeddingOperation(indices: [0, 7]), to: [graph.variable([[1, 2]])])
    }
    #expect(
      error?.rule == "the index 7 at 1 isn't a whole number from 0 to 0, where the table has 1 row")
    let empty = #expect(throws: ShapeError.self) {
      try graph.apply(EmbeddingOperation(indices: [0]), to: [graph.variable(.zeros([0, 2]))])
    }
    #expect(empty?.rule.hasPrefix("the table has no rows") == true)
  }

  @Test("losses with targets that don't sum to 1 have the derivatives that differences show")
  func unusualTargets() {
    let report = GradientCheck<Double>().check([
      [[1, -0.5, 0.3], [2, 0.1, -1]], [[0.2, 0.9, 1.4], [0, -1, 0.5]],
    ]) {
      $0[0].softmaxWithLoss($0[1])
    }
    #expect(report.verdict == .ok, "\(report)")
  }

  @Test("the sum of nothing is 0; its mean is refused, as its maximum is")
  func nothing() {
    let x = graph.variable(.zeros([0, 2]))
    #expect(x.sum().value == 0)
    // Along an axis that isn't empty there is nothing to divide, either.
    #expect(x.mean(axis: 1).value.shape == [0] && x.mean(axis: 1).backward()[x].shape == [0, 2])
    #expect(x.sum().backward()[x].shape == [0, 2])
    #expect(x.sum(axis: 0).value == [0, 0])
    #expect(x.softmax().value.shape == [0, 2])
  }

  @Test("numbers on either side of an operator are constants")
  func scalarOperands() {
    let x = graph.variable([1, 4])
    #expect((x + 2).value == [3, 6] && (2 + x).value == [3, 6])
    #expect((x - 2).value == [-1, 2] && (2 - x).value == [1, -2])
    #expect((x * 3).value == [3, 12] && (3 * x).value == [3, 12])
    #expect((x / 2).value == [0.5, 2] && (2 / x).value == [2, 0.5])
    #expect((-x).value == [-1, -4])
    #expect((2 - x).backward()[x] == [-1, -1])
    #expect((2 / x).backward()[x] == [-2, -0.125])
    #expect(x.reshaped(2, -1).value == [[1], [4]])
    #expect(x.reshaped(2, -1).transposed().backward(upstream: [[5, 6]])[x] == [5, 6])
  }
}
