import Backprop
import Testing

@Suite("Graphs")
struct GraphTests {
  private let graph = Graph<Double>()

  @Test("keep every intermediate value readable")
  func intermediateValues() {
    let x = graph.variable(3, name: "x")
    let square = x * x
    let sum = square + x
    let result = sum.log()
    #expect(graph.count == 4)
    #expect(x.value == 3 && square.value == 9 && sum.value == 12)
    expectClose(result.value.item, 2.484906649788)  // log 12, mpmath 1.3
    #expect([x, square, sum, result].map(\.index) == [0, 1, 2, 3])
  }

  @Test("add up the derivatives of a value that feeds several nodes")
  func fanOut() {
    let x = graph.variable([2, -1])
    // x² + 3 x + x: 2 x + 4
    let y = x * x + x * 3 + x
    #expect(y.backward()[x] == [8, 2])
    let doubled = x + x
    #expect(doubled.backward()[x] == [2, 2])
    // Through a shared intermediate value: s = 2 x, s² has the derivative 8 x.
    #expect((doubled * doubled).backward()[x] == [16, -8])
    #expect((x - x).backward()[x] == [0, 0])
    #expect((x / x).backward()[x] == [0, 0])
  }

  @Test("give the same answer however often they are asked, and before and after growing")
  func twice() {
    let x = graph.variable([1, 2])
    let y = x.exp() * x
    let first = y.backward()
    let second = y.backward()
    #expect(first[x] == second[x])
    let z = y * 2
    #expect(y.backward()[x] == first[x])
    #expect(z.backward()[x] == first[x] * 2)
    #expect(graph.count == 5)
  }

  @Test("go backward from inner nodes, which later nodes don't touch")
  func fromInnerNodes() {
    let x = graph.variable(3)
    let inner = x * x
    let outer = inner * 10
    let gradients = inner.backward()
    #expect(gradients[x] == 6)
    #expect(gradients[outer] == 0)
    #expect(x.backward()[x] == 1)
    #expect(outer.backward()[inner] == 10)
  }

  @Test("take any upstream value, broadcast to the result's shape")
  func upstream() {
    let x = graph.variable([[1, 2], [3, 4]])
    let y = x * 3
    #expect(y.backward()[x] == [[3, 3], [3, 3]])
    #expect(y.backward(upstream: -2)[x] == [[-6, -6], [-6, -6]])
    #expect(y.backward(upstream: [1, 10])[x] == [[3, 30], [3, 30]])
    #expect(y.backward(upstream: [[1], [10]])[x] == [[3, 3], [30, 30]])
    #expect(y.backward(upstream: [[1, 2], [3, 4]])[x] == [[3, 6], [9, 12]])
  }

  @Test("sum the derivatives of a value that broadcasting repeated")
  func unbroadcasting() {
    let number = graph.variable(2)
    let row = graph.variable([1, 2, 3])
    let column = graph.variable([[10], [20]])
    let y = row * column + number
    let gradients = y.backward(upstream: [[1, 2, 3], [4, 5, 6]])
    #expect(gradients[number] == 21)
    // Σ over rows of upstream · column: 10·1 + 20·4 and so on.
    #expect(gradients[row] == [90, 120, 150])
    // Σ over columns of upstream · row: 1 + 4 + 9, 4 + 10 + 18.
    #expect(gradients[column] == [[14], [32]])
  }

  @Test("compute the derivatives that are asked for and no others")
  func subset() {
    let x = graph.variable(2)
    let y = graph.variable(5)
    let product = Counted()
    let first = applied(product, to: [x, y])
    let behind = Counted()
    let result = applied(behind, to: [first, y])
    // x y²: by x it is 25, by y 2 x y = 20.
    #expect(result.backward(for: [x])[x] == 25)
    #expect(product.counts.all == [1, 0, 1] && behind.counts.all == [1, 0, 1])
    #expect(result.backward(for: [y])[y] == 20)
    #expect(product.counts.all == [1, 1, 2] && behind.counts.all == [2, 1, 2])
    let both = result.backward(for: [x, y])
    #expect(both[x] == 25 && both[y] == 20)
    #expect(result.backward(for: [first])[first] == 5)
    #expect(product.counts.all == [2, 2, 3] && behind.counts.all == [4, 2, 4])
    _ = result.backward(for: [Variable<Double>]())
    #expect(product.counts.all == [2, 2, 3] && behind.counts.all == [4, 2, 4])
  }

  @Test("pass nothing to constants")
  func constants() {
    let x = graph.variable(2)
    let c = graph.constant(5)
    #expect(c.isConstant && !x.isConstant)
    let product = Counted()
    let y = applied(product, to: [x, c])
    #expect(y.backward()[x] == 5)
    #expect(product.counts.all == [1, 0, 1])
    let fixed = Counted()
    let z = applied(fixed, to: [c, c])
    #expect((z + x).backward()[x] == 1)
    #expect(fixed.counts.all == [0, 0, 0])
  }

  @Test("give zeros for variables that the result doesn't depend on")
  func independent() {
    let x = graph.variable([1, 2])
    let other = graph.variable([[1, 2, 3]])
    let y = x.sum()
    #expect(y.backward()[other] == .zeros([1, 3]))
    #expect(y.backward(for: [other])[other] == .zeros([1, 3]))
    let later = graph.variable([1, 2, 3])
    #expect(y.backward()[later] == [0, 0, 0])
  }

  @Test("have one node for a parameter, however often it is used")
  func sharedParameter() {
    let weight = Parameter<Double>(3, name: "w")
    let unused = Parameter<Double>([1, 2], name: "u")
    #expect(graph.variable(weight).index == graph.variable(weight).index)
    #expect(graph.count == 1)
    #expect(graph.variable(weight).name == "w")
    let y = graph.variable(weight) * graph.variable(weight) * 5
    #expect(y.backward()[weight] == 30)
    #expect(y.backward(for: [weight])[weight] == 30)
    #expect(y.backward(for: [weight, unused])[unused] == [0, 0])
    // The node holds the value of its time.
    weight.value = 100
    #expect(y.backward()[weight] == 30)
  }

  @Test("forget everything on demand and start anew")
  func removeAll() {
    let weight = Parameter<Double>(3, name: "w")
    let y = graph.variable(weight) * 2
    #expect(y.value == 6)
    graph.removeAll()
    #expect(graph.count == 0)
    weight.value = 4
    let again = graph.variable(weight) * 2
    #expect(again.value == 8)
    #expect(again.backward()[weight] == 2)
    #expect(graph.count == 3)
  }

  @Test("take operations from outside the package, with any number of operands")
  func ownOperations() throws {
    let x = graph.variable([1, -2])
    let cube = try graph.apply(Cube(), to: [x])
    #expect(cube.value == [1, -8])
    #expect(cube.backward()[x] == [3, 12])
    let y = graph.variable([5, 7])
    let dot = try graph.apply(Dot(), to: [x, y])
    #expect(dot.value == -9)
    #expect(dot.backward()[x] == [5, 7] && dot.backward()[y] == [1, -2])
    let numbers = (1...6).map { graph.variable(Tensor(Double($0))) }
    let total = try graph.apply(Total(), to: numbers)
    #expect(total.value == 21)
    let gradients = total.backward(upstream: 2)
    #expect(numbers.allSatisfy { gradients[$0] == 2 })
    let twice = try graph.apply(Total(), to: Array(repeating: x, count: 5))
    #expect(twice.backward()[x] == [5, 5])
    #expect(try graph.apply(Total(), to: []).value == 0)
    #expect(GradientCheck<Double>().check([[0.3, -2]]) { applied(Cube(), to: $0) }.verdict == .ok)
  }

  @Test("show in a snapshot what was computed from what, with values and derivatives")
  func snapshot() {
    let x = graph.variable(3, name: "x")
    let y = (x * 2).named("double")
    let z = y.power(2)
    let plain = graph.snapshot()
    #expect(plain.nodes.map(\.id) == [0, 1, 2, 3])
    #expect(plain.nodes.map(\.name) == ["x", nil, "double", nil])
    #expect(plain.nodes.map(\.operation) == [nil, nil, "multiply", "power"])
    #expect(plain.nodes.map(\.symbol) == [nil, nil, "×", "**2"])
    #expect(plain.nodes.map(\.inputs) == [[], [], [0, 1], [2]])
    #expect(plain.nodes.map(\.value) == [3, 2, 6, 36])
    #expect(plain.nodes.map(\.isConstant) == [false, true, false, false])
    #expect(plain.nodes.allSatisfy { $0.gradient == nil })
    let full = graph.snapshot(gradients: z.backward())
    #expect(full.nodes.map(\.gradient) == [24, nil, 12, 1])
    let some = graph.snapshot(gradients: z.backward(for: [x]))
    #expect(some.nodes.map(\.gradient) == [24, nil, nil, nil])
  }
}
