import Testing

@testable import Backprop

@Suite("Names of what a network holds")
struct NamedStateTests {
  private func affine(_ inputs: Int, _ outputs: Int) -> Affine<Double> {
    Affine(weight: .ones([inputs, outputs]), bias: .zeros([outputs]))
  }

  /// A layer that holds others.
  private final class Holder: Layer {
    let members: [Member<Double>]
    init(_ layers: [any Layer<Double>]) {
      members = layers.enumerated().map { .layer("\($0)", $1) }
    }
    func outputShape(for sample: TensorShape) -> TensorShape { sample }
    func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> { x }
  }

  /// A layer that holds two others and a parameter of its own.
  private final class Pair: Layer {
    let first: Affine<Double>
    let second: Affine<Double>
    let factor = Parameter<Double>(2, name: "W")

    init(_ first: Affine<Double>, _ second: Affine<Double>) { (self.first, self.second) = (first, second) }

    var members: [Member<Double>] {
      [.layer("first", first), .layer("second", second), .parameter("factor", factor)]
    }
    func outputShape(for sample: TensorShape) throws(ShapeError) -> TensorShape {
      try second.outputShape(for: first.outputShape(for: sample))
    }
    func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> {
      second(first(x, in: pass), in: pass) * x.graph.variable(factor)
    }
  }

  @Test("are paths from the outside in, and letters with numbers for people")
  func flat() {
    let network = Sequential<Double>(affine(3, 4), ReLU(), affine(4, 2))
    let state = NamedState(of: network)
    #expect(state.layers.map(\.path) == ["", "0", "1", "2"])
    #expect(state.layers.map(\.label) == ["Sequential", "Affine1", "ReLU1", "Affine2"])
    #expect(state.parameters.map(\.path) == ["0.weight", "0.bias", "2.weight", "2.bias"])
    #expect(state.parameters.map(\.label) == ["W1", "b1", "W2", "b2"])
  }

  @Test("no container changes a parameter, however many are built around it")
  func unchanged() {
    let a = affine(2, 2)
    for _ in 0..<3 { _ = NamedState(of: Sequential<Double>(a, ReLU())) }
    #expect(a.weight.name == "W" && a.bias.name == "b")
    let twice = NamedState(of: Sequential<Double>(Sequential<Double>(a), a))
    #expect(twice.parameters.map(\.label) == ["W1", "b1"])
    #expect(a.weight.name == "W")
  }

  @Test("one layer in several places has one name, that of the first")
  func shared() {
    let (a, b) = (affine(2, 2), affine(2, 2))
    let network = Sequential<Double>(a, b, a)
    let state = NamedState(of: network)
    #expect(state.parameters.map(\.path) == ["0.weight", "0.bias", "1.weight", "1.bias"])
    #expect(state.parameters.map(\.label) == ["W1", "b1", "W2", "b2"])
    #expect(network.layers.map(\.name) == ["Affine1", "Affine2", "Affine1"])
    #expect(state.parameterCount == 12 && network.parameterCount == 12)
  }

  @Test("layers that hold layers, and nesting, give unique names")
  func nested() {
    let network = Sequential<Double>(
      Pair(affine(2, 3), affine(3, 2)), Sequential<Double>(ReLU(), affine(2, 2)),
      Pair(affine(2, 2), affine(2, 1)))
    let state = NamedState(of: network)
    #expect(
      state.parameters.map(\.path) == [
        "0.first.weight", "0.first.bias", "0.second.weight", "0.second.bias", "0.factor", "1.1.weight",
        "1.1.bias", "2.first.weight", "2.first.bias", "2.second.weight", "2.second.bias", "2.factor",
      ])
    let labels = state.parameters.map(\.label)
    #expect(
      labels == ["W1", "b1", "W2", "b2", "W3", "W4", "b4", "W5", "b5", "W6", "b6", "W7"])
    #expect(Set(state.layers.map(\.label)).count == state.layers.count)
    // The same in whatever order one asks, and again.
    #expect(NamedState(of: network).parameters.map(\.label) == labels)
  }

  @Test("a layer has the number of its letters, whatever layers of other letters stand before it")
  func numbers() throws {
    /// γ · x, or any other letter, with a statistic.
    final class Scaling: Layer {
      let members: [Member<Double>]
      init(_ letter: String) {
        members = [
          .parameter("factor", Parameter([1], name: letter)), .statistic("mean", Statistic([0], name: "μ")),
        ]
      }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> {
        guard case .parameter(_, let factor) = members[0] else { return x }
        return x * x.graph.variable(factor)
      }
    }
    let between = Sequential<Double>(
      affine(3, 1), Scaling("γ"), affine(1, 2), ReLU(), Scaling("γ"), affine(2, 1))
    let state = NamedState(of: between)
    #expect(
      state.layers.map(\.label) == [
        "Sequential", "Affine1", "Scaling1", "Affine2", "ReLU1", "Scaling2", "Affine3",
      ])
    #expect(state.parameters.map(\.label) == ["W1", "b1", "γ1", "W2", "b2", "γ2", "W3", "b3"])
    #expect(state.statistics.map(\.label) == ["μ1", "μ2"])
    // Tensors of one layer have one number, with or without a bias before it.
    let uneven = Sequential<Double>(Scaling("W"), affine(1, 2))
    #expect(NamedState(of: uneven).parameters.map(\.label) == ["W1", "W2", "b2"])
    // Where layers of two kinds share a letter, an error says whose the tensor is.
    let graph = Graph<Double>()
    _ = uneven(graph.constant([[1]]))
    let w = try #require(graph.nodes.indices.first { graph.name(of: $0) == "W2" })
    let weight = Variable(graph: graph, index: w, round: graph.round)
    let error = #expect(throws: ShapeError.self) {
      try graph.apply(MatMulOperation<Double>(), to: [graph.constant([1, 2, 3]), weight])
    }
    #expect(
      error?.description.contains("W2 of shape (1, 2) (Affine1's weight)") == true,
      "\(error?.description ?? "")")
  }

  @Test("two tensors of one letter in one layer are told apart by their paths")
  func sameLetter() {
    final class Double2: Layer {
      let a = Parameter<Double>([1], name: "W")
      let b = Parameter<Double>([2], name: "W")
      var members: [Member<Double>] { [.parameter("a", a), .parameter("b", b)] }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> {
        x * x.graph.variable(a) + x.graph.variable(b)
      }
    }
    let state = NamedState(of: Sequential<Double>(Double2(), Double2()))
    #expect(state.parameters.map(\.label) == ["W1", "0.b", "W2", "1.b"])
    #expect(state.parameters.map(\.path) == ["0.a", "0.b", "1.a", "1.b"])
  }

  @Test("are each one's own, whatever letters and kinds the layers' authors have chosen")
  func colliding() {
    /// A layer with parameters of any names and letters.
    final class Affine1: Layer {
      let members: [Member<Double>]
      init(_ members: [(name: String, letter: String)]) {
        self.members = members.map { .parameter($0.name, Parameter([1], name: $0.letter)) }
      }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> { x }
    }
    // The eleventh W is W11, and so is the first W1; the same goes for the kinds Affine and Affine1.
    let first = Affine1([("a", "W1"), ("b", "b"), ("b1", "b")])
    let many = NamedState(
      of: Holder([first] + (0..<11).map { _ in affine(1, 1) }))
    // A layer's own path has no point where it stands alone.
    let alone = NamedState(of: first)
    for state in [many, alone] {
      let labels = state.parameters.map(\.label)
      #expect(Set(labels).count == labels.count, "\(labels)")
      let layers = state.layers.map(\.label)
      #expect(Set(layers).count == layers.count, "\(layers)")
    }
    #expect(alone.parameters.map(\.label) == ["W11", "b1", "b1′"])
  }

  @Test("reach the graph's nodes, errors and reports, whoever runs the network")
  func inGraphs() throws {
    let network = Sequential<Double>(Sequential<Double>(affine(3, 4), ReLU()), affine(4, 2))
    func names(_ graph: Graph<Double>) -> [String] {
      graph.snapshot().nodes.filter { $0.operation == nil && !$0.isConstant }.compactMap(\.name)
    }
    let (byNetwork, byModel) = (Graph<Double>(), Graph<Double>())
    _ = network(byNetwork.constant(.ones([1, 3])))
    let model = try Model(network)
    let batch = Batch<Double>(.ones([2, 3]), .classes([0, 1]))
    _ = model.loss(of: batch, in: byModel)
    #expect(names(byNetwork) == ["W1", "b1", "W2", "b2"] && names(byModel) == names(byNetwork))
    #expect(
      GradientCheck<Double>().check(model, on: batch).parameters.map(\.name) == ["W1", "b1", "W2", "b2"])
    // A layer by itself has no number to have.
    let alone = Graph<Double>()
    _ = affine(3, 4)(alone.constant(.ones([1, 3])))
    #expect(names(alone) == ["W", "b"])
    // Two networks in one graph each name their own, also in one pass.
    for pass in [nil, Pass<Double>.training(iteration: 0)] {
      let both = Graph<Double>()
      let other = Sequential<Double>(affine(2, 1))
      let x = both.constant(.ones([1, 3]))
      _ = pass.map { other(network(x, in: $0), in: $0) } ?? other(network(x))
      #expect(names(both) == ["W1", "b1", "W2", "b2", "W1", "b1"])
    }
    // A graph that was emptied knows nothing of the networks before.
    let graph = Graph<Double>()
    let shared = affine(2, 2)
    _ = Sequential<Double>(affine(3, 2), shared)(graph.constant(.ones([1, 3])))
    #expect(names(graph) == ["W1", "b1", "W2", "b2"])
    graph.removeAll()
    _ = Sequential<Double>(shared)(graph.constant(.ones([1, 2])))
    #expect(names(graph) == ["W1", "b1"])
  }

  @Test("two members of one name, or one with a point in it, stop the program with a sentence")
  func badNames() async {
    func said(_ result: ExitTest.Result?) -> String {
      String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
    let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      final class Twice: Layer {
        let (a, b) = (Parameter<Float>(1, name: "a"), Parameter<Float>(1, name: "b"))
        var members: [Member<Float>] { [.parameter("w", a), .parameter("w", b)] }
        func outputShape(for sample: TensorShape) -> TensorShape { sample }
        func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x }
      }
      _ = NamedState(of: Twice())
    }
    #expect(said(twice).contains("Twice has two members called 'w'"), "\(said(twice))")
    let point = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      final class Pointed: Layer {
        let a = Parameter<Float>(1, name: "a")
        var members: [Member<Float>] { [.parameter("0.weight", a)] }
        func outputShape(for sample: TensorShape) -> TensorShape { sample }
        func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x }
      }
      _ = NamedState(of: Pointed())
    }
    #expect(said(point).contains("Pointed has a member called '0.weight'"), "\(said(point))")
  }
}
