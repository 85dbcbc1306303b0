import Backprop
import Synchronization
import Testing

@Suite("Long chains")
struct DeepChainTests {
  @Test("of 150,000 nodes are built, differentiated and freed on a stack of 512 KB")
  func longChain() {
    let results = Mutex<[Double]>([])
    onThread(stackBytes: 512 << 10) {
      do {
        let graph = Graph<Double>()
        let x = graph.variable(1)
        var y = x
        for _ in 0..<75_000 { y = -y + x }
        // Every step turns y into 1 − y: after an even number of steps it is 1 again, its derivative by x too.
        let derivative = y.backward(for: [x])[x].item
        results.withLock { $0 = [Double(graph.count), y.value.item, derivative] }
      }
    }
    #expect(results.withLock { $0 } == [150_001, 1, 1])
  }

  @Test("keep the derivative of every node when all are asked for")
  func allDerivatives() {
    let results = Mutex<[Double]>([])
    onThread(stackBytes: 512 << 10) {
      let graph = Graph<Double>()
      let x = graph.variable(2)
      var nodes = [x]
      for _ in 0..<20_000 { nodes.append(-nodes[nodes.count - 1]) }
      let gradients = nodes[nodes.count - 1].backward()
      results.withLock { $0 = [gradients[nodes[0]].item, gradients[nodes[19_999]].item] }
    }
    #expect(results.withLock { $0 } == [1, -1])
  }
}
