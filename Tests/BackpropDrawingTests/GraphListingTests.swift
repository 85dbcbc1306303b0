import Backprop
import BackpropDrawing
import Testing

@Suite("The listing of a graph of one's own")
struct OwnGraphListingTests {
  @Test("has the notes' apples, worked out by hand: 100 · 2 · 1.1")
  func apples() {
    let graph = Graph<Double>()
    let apple = graph.variable(100, name: "apple")
    let count = graph.variable(2, name: "count")
    let price = ((apple * count).named("price") * graph.constant(1.1)).named("total")
    #expect(
      "\(GraphListing(graph.snapshot(gradients: price.backward())))" == """
             node                       shape   value   derivative
        #0 = apple                      ()      100     2.2
        #1 = count                      ()      2       110
        #2 = price = multiply(#0, #1)   ()      200     1.1
        #3 = 1.1                        ()      1.1     –
        #4 = total = multiply(#2, #3)   ()      220     1

        result
          220

        derivatives of the result
          apple  2.2
          count  110
        """)
  }

  @Test("in Float has the digits of Float, and without a backward pass no derivatives")
  func float() {
    let graph = Graph<Float>()
    let x = graph.variable([0.1, 0.2], name: "x")
    _ = graph.variable(5, name: "unused")
    let y = x * x
    let forward = GraphListing(graph.snapshot()).lines
    #expect(forward.contains { $0.contains("[0.01, 0.04]") && $0.hasSuffix("–") })
    #expect(forward.suffix(2) == ["result", "  [0.01, 0.04]"])
    let lines = GraphListing(graph.snapshot(gradients: y.backward())).lines
    #expect(
      lines.suffix(3) == [
        "derivatives of the sum of the result's elements", "  x       [0.2, 0.4]", "  unused  0",
      ])
    #expect(GraphListing(Graph<Float>().snapshot()).lines.count == 1)
  }
}
