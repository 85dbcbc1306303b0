import Backprop
import Foundation
import Testing

@testable import BackpropDrawing

@Suite("A graph's page") struct GraphPageTests {
  private let shopping = PageCase.all[0]

  @Test("has the same bytes for the same graph")
  func determinism() {
    for page in PageCase.all {
      #expect(
        GraphPage(page.snapshot(), title: page.name).html == GraphPage(page.snapshot(), title: page.name).html
      )
    }
  }

  @Test("names no address but that of SVG's own namespace, and forbids every request")
  func addresses() {
    let html = GraphPage(shopping.snapshot(), title: "shopping").html
    #expect(html.components(separatedBy: "://").count == 2)
    #expect(html.contains("http://www.w3.org/2000/svg"))
    #expect(
      !html.contains("@import") && !html.contains("url(") && !html.contains(" src=")
        && !html.contains("<link"))
    #expect(html.contains("content=\"default-src 'none'; style-src 'sha256-"))
    #expect(!html.contains("unsafe-inline"))
  }

  @Test("keeps hostile names from becoming markup")
  func hostileNames() {
    let graph = Graph<Double>()
    let names = [
      "</script><script>hacked=1</script>", "<!--<script>", "\"'><img src=x onerror=hacked=1>",
      "a\u{2028}b\u{202E}c",
      "&lt;b&gt;", "]]>\0",
    ]
    var sum = graph.constant(0)
    for (position, name) in names.enumerated() {
      sum = sum + graph.variable(Tensor(Double(position)), name: name)
    }
    let html = GraphPage(graph.snapshot(gradients: sum.backward()), title: names.joined(separator: " ")).html
    #expect(html.components(separatedBy: "<script").count == 3)
    #expect(html.components(separatedBy: "</script").count == 3)
    #expect(!html.contains("<img") && !html.contains("<!--") && !html.contains("\u{202E}"))
    let model = html.components(separatedBy: "id=\"graph-data\">")[1].components(separatedBy: "</script>")[0]
    #expect(!model.contains { "<>&\u{2028}\u{2029}".contains($0) })
    #expect(model.contains("\\u003c/script\\u003e\\u003cscript\\u003ehacked=1"))
  }

  @Test("carries every number so that it reads back the same bits")
  func numbers() throws {
    struct Model: Decodable {
      struct Node: Decodable { var value: [Double] }
      var nodes: [Node]
    }
    let numbers: [Double] = [
      0.1 + 0.2, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0, 1 / 3, 123_456_789.125,
    ]
    let graph = Graph<Double>()
    let x = graph.variable(Tensor(numbers), name: "x")
    let page = PageModel(graph.snapshot(gradients: x.sum().backward()), result: nil)
    let model = try JSONDecoder().decode(Model.self, from: Data(page.json.utf8))
    #expect(model.nodes[0].value.map(\.bitPattern) == numbers.map(\.bitPattern))
  }

  @Test("tells of an upstream value that isn't one")
  func upstream() {
    let graph = Graph<Double>()
    let y = graph.variable(10, name: "x") * graph.variable(5, name: "y")
    let plain = PageModel(graph.snapshot(gradients: y.backward()), result: nil)
    #expect(!plain.json.contains("isUpstreamGiven"))
    let given = PageModel(graph.snapshot(gradients: y.backward(upstream: 1.3)), result: nil)
    #expect(given.json.contains("\"isUpstreamGiven\":true"))
  }

  @Test("leaves out the numbers of large tensors, and stands for an empty graph, too")
  func extremes() {
    let graph = Graph<Double>()
    let x = graph.variable(.zeros([101, 100]), name: "x")
    let model = PageModel(graph.snapshot(gradients: x.sum().backward()), result: nil)
    #expect(model.json.contains("\"shape\":[101,100],\"name\":\"x\",\"value\":null"))
    #expect(GraphPage(Graph<Double>().snapshot(), title: "").html.contains("\"nodes\":[]"))
  }
}
