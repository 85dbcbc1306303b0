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

  @Test("says of numbers that are all the same that they are, and of those that look so that they do")
  func equalNumbers() {
    func told(_ numbers: [Double]) -> (listed: String?, drawn: [String]?) {
      let graph = Graph<Double>()
      let all = (0..<40).map { $0 < numbers.count ? numbers[$0] : numbers[0] }
      _ = graph.variable(Tensor(shape: [2, 20], all), name: "x")
      let line = GraphListing(graph.snapshot()).lines(columns: 80).first { $0.contains("(2, 20)") }
      let words = line?.components(separatedBy: "(2, 20)").last?.split(separator: "  ").first
      let label = GraphDrawing(graph.snapshot()).layout.labels.first { $0.role == .value }
      return (words?.trimmingPrefix(" ").description, label?.lines)
    }
    for (numbers, listed, drawn) in [
      ([0.5], "all 0.5", "all 0.5"), ([0.5, 0.5000000001], "all about 0.5", "all about 0.5"),
      ([0.5, 1], "from 0.5 to 1, mean 0.5125", "0.5 … 1"), ([0.5, .nan], "0.5, 1 of them nan", "0.5, 1 nan"),
      ([.nan], "all nan", "40 nan"),
    ] {
      let (line, label) = told(numbers)
      #expect(line == "40 numbers, " + listed, "\(numbers)")
      #expect(label == ["(2, 20)", "x", drawn], "\(numbers)")
    }
  }

  @Test("is no wider than it may be, however long a name is", arguments: [20, 24, 40, 80])
  func longNames(columns: Int) {
    let graph = Graph<Double>()
    let name = "a_rather_long_name_of_a_value_in_the_graph"
    let x = graph.variable(2, name: name)
    let y = graph.variable([[1, -2.5e-9], [3.25, 4]], name: "苹果的个数很多很多很多很多很多很多很多")
    let listing = GraphListing(graph.snapshot(gradients: (x * y).named(name + "2").backward()))
    let lines = listing.lines(columns: columns)
    for line in lines { #expect(width(line) <= columns, "\(line)") }
    #expect(lines.contains { $0.contains("…") }, "\(lines)")
    #expect(!listing.lines.contains { $0.contains("…") })
  }

  /// How many columns a line takes: two for each Chinese character.
  private func width(_ line: String) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
  }
}
