import Backprop
import Testing

@Suite struct GroupTests {
  @Test("Groups hold the nodes that were appended within them, outer before inner")
  func nested() {
    let graph = Graph<Double>()
    let x = graph.variable(1, name: "x")
    let y = graph.group("outer") {
      let inner = graph.group("inner") { x * 2 }
      return inner + 1
    }
    _ = y.exp()
    #expect(
      graph.snapshot().groups == [
        GraphGroup(title: "outer", nodes: 1..<5), GraphGroup(title: "inner", nodes: 1..<3),
      ])
    graph.removeAll()
    #expect(graph.snapshot().groups.isEmpty)
  }

  @Test("A group without nodes isn't kept, and an error leaves a group of what was there")
  func edges() {
    struct Failure: Error {}
    let graph = Graph<Double>()
    graph.group("nothing") { graph.group("nothing either") {} }
    #expect(graph.snapshot().groups.isEmpty)
    #expect(throws: Failure.self) {
      try graph.group("half") {
        _ = graph.variable(1)
        throw Failure()
      }
    }
    #expect(graph.snapshot().groups == [GraphGroup(title: "half", nodes: 0..<1)])
    graph.group("forgotten") {
      _ = graph.variable(1)
      graph.removeAll()
      _ = graph.variable(1)
    }
    #expect(graph.snapshot().groups.isEmpty)
  }

  @Test("A network's layers are groups where that is asked for, with the same values")
  func network() throws {
    var random = Philox4x32(seed: 0)
    let model = try Model(Sequential<Double>(sizes: [4, 3, 2], using: &random))
    let batch = Batch<Double>(.ones([1, 4]), .classes([1]))
    let snapshot = model.snapshot(of: batch)
    #expect(snapshot.groups.map(\.title) == ["Affine1", "ReLU1", "Affine2", "Loss"])
    #expect(snapshot.nodes.last?.name == "L")
    #expect(snapshot.nodes.last?.value == model.loss(of: batch, in: Graph()).value)
    #expect(model.snapshot(of: batch, title: { $0.path }).groups.map(\.title) == ["0", "1", "2", "Loss"])
  }

  @Test("The parts of a shared operand's derivative add up to it, and each is its line's own")
  func contributions() throws {
    let graph = Graph<Double>()
    let x = graph.variable(3, name: "x")
    let y = x * x + x.exp() * graph.constant(2)
    let nodes = graph.snapshot(gradients: y.backward(), withContributions: true).nodes
    #expect(nodes[1].contributions.map { $0?.item } == [3, 3])
    let exp = try #require(nodes.first { $0.operation == "exp" })
    #expect(exp.contributions.count == 1)
    let parts = nodes.flatMap { node in
      zip(node.inputs, node.contributions).compactMap { $0 == 0 ? $1?.item : nil }
    }
    #expect(abs(parts.reduce(0, +) - (nodes[0].gradient?.item ?? .nan)) < 1e-12)
    #expect(nodes.last?.contributions.isEmpty == true)
    #expect(graph.snapshot(gradients: y.backward()).nodes.allSatisfy { $0.contributions.isEmpty })
  }
}
