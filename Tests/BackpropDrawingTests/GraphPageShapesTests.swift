import Backprop
import BackpropDrawing
import Testing

/// The page of a graph that stands for its shapes: its numbers mean nothing, and none of them is shown.
@Suite("A page of shapes only", .enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct GraphPageShapesTests {
  @Test("steps through shapes and rules, with N samples and without a number")
  func network() throws {
    let browser = try Browser()
    try browser.open(page().html)
    #expect(try browser.content("#inputs-note").contains("no values"))
    #expect(try browser.content("#inputs-note").contains("N for the number of samples"))
    #expect(try browser.texts("[...document.querySelectorAll('.field')].map((field) => field.id)").isEmpty)
    let count = try Int(browser.evaluate("now.steps.length - 1") as? Double ?? 0)
    #expect(count == 9)
    for language in ["en", "zh-Hans"] {
      try browser.click("[data-language=\(language)]")
      try browser.press("Home")
      for step in 1...count {
        try browser.press("ArrowRight")
        let said = try browser.content("#announcement")
        #expect(!said.contains("?") && !said.contains("？") && !said.contains("undefined"), "\(said)")
        let shown = try browser.content("main") + said
        for wrong in [
          "(2,", "2.303", "not recorded", "没有记录", "numbers, ", "too many", "single precision", "undefined",
        ] {
          #expect(!shown.contains(wrong), "\(wrong) in step \(step)")
        }
        #expect(
          try browser.texts("[...document.querySelectorAll('[data-value]')].map((part) => part.outerHTML)")
            .isEmpty)
      }
    }
    try browser.click("[data-language=en]")
    // Back to the first layer's backward step, the last one.
    #expect(try browser.content("#announcement").contains("To W1: upstream (N, 50) becomes (784, 50)."))
    #expect(try browser.content("#step [data-operand=\"1\"] [data-role=upstream]") == "(N, 50)")
    #expect(try browser.content("#step [data-operand=\"1\"] [data-role=downstream]") == "(784, 50)")
    #expect(try browser.content("#values tr[data-node=\"0\"] [data-role=value]") == "(N, 784)")
    // One step back an elementwise derivative: a factor, told by its rule.
    try browser.press("ArrowLeft")
    #expect(try browser.content("#step .equation").contains("> 0 ? 1 : 0"))
    #expect(try browser.content("#step .equation .following .sign") == "×")
    browser.expectSilence()
  }

  @Test("what stands at a node while stepping hides no layer's name")
  func layerNames() throws {
    var random = Philox4x32(seed: 6)
    let network = try Sequential<Float>([
      Conv2D(channels: 1, filters: 3, kernel: .init(height: 3, width: 3), using: &random), ReLU(),
      MaxPool2D(2),
      Flatten(), Affine(inputs: 27, outputs: 2, using: &random),
    ])
    let model = try Model(network, sampleShape: [1, 8, 8])
    let page = try NetworkDrawing(of: model, sampleShape: [1, 8, 8], title: "images").page
    let browser = try Browser()
    for width in [320, 1000, 2560] {
      try browser.open(page.html, look: Browser.Look(width: width))
      try browser.press("1")
      let count = try Int(browser.evaluate("now.steps.length") as? Double ?? 0)
      for step in count / 2..<count {
        try browser.evaluate("go(\(step))")
        #expect(try browser.overlaps().isEmpty, "step \(step) at \(width) pixels")
      }
    }
    browser.expectSilence()
  }

  @Test("has no number in its drawing's tooltips either")
  func tooltips() {
    let (snapshot, options) = graph()
    let svg = GraphDrawing(snapshot, options: options).svg
    #expect(!svg.contains("(2,") && !svg.contains("0.69") && svg.contains("value of shape (N, 784)"))
  }

  @Test("a tensor of too many numbers is described by its shape where there are numbers, too")
  func large() throws {
    let graph = Graph<Double>()
    let x = graph.variable(.zeros([101, 100]), name: "m")
    let result = x.exp().sum()
    let browser = try Browser()
    try browser.open(
      GraphPage(graph.snapshot(gradients: result.backward(), withContributions: true), title: "m").html)
    try browser.press("End")
    #expect(try browser.content("#announcement").contains("becomes (101, 100)."))
    #expect(try !browser.content("#step").contains("not recorded"))
    browser.expectSilence()
  }

  private func page() -> GraphPage {
    let (snapshot, options) = graph()
    return GraphPage(snapshot, title: "784-50-10", options: options)
  }

  /// Two layers and a batch of two samples, which nothing may tell.
  private func graph() -> (GraphSnapshot<Float>, DrawingOptions) {
    let graph = Graph<Float>()
    let x = graph.constant(.zeros([2, 784]), name: "x")
    let hidden = x.affine(
      weight: graph.variable(.zeros([784, 50]), name: "W1"), bias: graph.variable(.zeros([50]), name: "b1")
    ).relu()
    let output = hidden.affine(
      weight: graph.variable(.zeros([50, 10]), name: "W2"), bias: graph.variable(.zeros([10]), name: "b2"))
    let loss = output.softmaxWithLoss([0, 0]).named("L")
    var options = DrawingOptions()
    options.batchSize = 2
    options.showsElements = false
    options.isOfShapesOnly = true
    options.labels.forward = [loss.index: ["L"]]
    let snapshot = graph.snapshot(gradients: loss.backward())
    for node in snapshot.nodes where node.operation != nil {
      options.labels.forward[node.id] = node.name.map { [$0] } ?? []
    }
    return (snapshot, options)
  }
}
