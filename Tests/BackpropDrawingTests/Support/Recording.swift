import Backprop
import Foundation
import Testing

/// Texts that were looked at once and must stay as they are. With `BACKPROP_RECORD` set they are written anew, to be
/// looked at again.
enum Recording {
  static func expect(_ text: String, equals name: String, file: String = #filePath) throws {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
      .appendingPathComponent("Recorded")
    let url = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["BACKPROP_RECORD"] != nil {
      try Data(text.utf8).write(to: url)
      return
    }
    let recorded = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    #expect(text == recorded, "\(name) has changed; look at it and run the tests with BACKPROP_RECORD=1")
  }
}

/// The graphs whose drawings are recorded.
enum RecordedGraph {
  static func snapshot(_ name: String) -> GraphSnapshot<Double> {
    let graph = Graph<Double>()
    let result: Variable<Double>
    switch name {
    case "shopping":
      let apples = graph.variable(100, name: "apple") * graph.variable(2, name: "count")
      let oranges = graph.variable(150, name: "橘子") * graph.variable(3, name: "个数")
      result = (apples + oranges) * graph.variable(1.1, name: "tax")
    case "fan-out":
      let x = graph.variable(0.5, name: "x")
      result = 1 / (1 + (-x).exp()) * x + x.log() * x.exp()
    case "groups":
      let x = graph.variable([1, -2], name: "x")
      let hidden = graph.group("Affine1") {
        x.affine(
          weight: graph.variable([[1, 2, 3], [4, 5, 6]], name: "W1"),
          bias: graph.variable([1, 2, 3], name: "b1"))
      }
      let active = graph.group("ReLU1") { hidden.relu() }
      result = graph.group("Loss") { active.softmaxWithLoss(graph.constant([0, 0, 1], name: "t")) }.named("L")
    default:
      let x = graph.variable([1, 2], name: "the_embedding_of_the_first_token_before_normalisation")
      let w = graph.variable([[1, 2], [3, 4]], name: "第一隐藏层的权重矩阵")
      result = x.matmul(w) * graph.variable(1e-9, name: "<script>alert(1)</script>")
    }
    return graph.snapshot(gradients: result.backward(), withContributions: true)
  }
}
