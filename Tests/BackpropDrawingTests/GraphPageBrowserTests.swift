import Backprop
import Foundation
import Testing

@testable import BackpropDrawing

/// Pages in a real browser, stepped with real key presses. Where none is installed these tests are skipped, and the
/// run says so.
@Suite("A graph's page in a browser", .enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct GraphPageBrowserTests {
  @Test("shows the library's numbers to the last bit")
  func numbers() throws {
    let browser = try Browser()
    for page in PageCase.all {
      try browser.open(GraphPage(page.snapshot(), title: page.name).html)
      #expect(try browser.content("#inputs-note").hasPrefix("Change a value"), "\(page.name)")
      try browser.press("End")
      #expect(try ShownNumbers(browser) == ShownNumbers(page.snapshot()), "\(page.name)")
      browser.expectSilence()
    }
  }

  @Test("ends with the drawing that the library makes")
  func labels() throws {
    let browser = try Browser()
    for page in PageCase.all {
      let snapshot = page.snapshot()
      try browser.open(GraphPage(snapshot, title: page.name).html)
      try browser.press("End")
      let shown = try browser.texts(
        """
        [...document.querySelectorAll('.graph .label')].map((label) => label.dataset.node + ': '
          + [...label.querySelectorAll('text')].map((line) => line.textContent).join(' | '))
        """)
      let drawn = GraphDrawing(snapshot).layout.labels.map { label in
        "\(label.node): \(label.lines.map(SVGText.visible).joined(separator: " | "))"
      }
      #expect(shown.sorted() == drawn.sorted(), "\(page.name)")
      let pending = try browser.texts(
        "[...document.querySelectorAll('.graph .pending')].map((part) => part.outerHTML)")
      #expect(pending.isEmpty, "\(page.name)")
    }
  }

  @Test("computes the library's numbers itself for other inputs")
  func recomputing() throws {
    let browser = try Browser()
    for page in PageCase.all {
      try browser.open(GraphPage(page.snapshot(), title: page.name).html)
      try browser.press("End")
      // Every input gets another value, so that nothing is left of what the library computed.
      let values = page.inputs.enumerated().map { position, input in
        input.value * 1.25 + Tensor(0.375 + Double(position) / 8)
      }
      for (input, value) in zip(page.inputs, values) {
        try browser.type("\(nested(value))", intoInput: input.name)
      }
      let shown = try ShownNumbers(browser)
      let expected = ShownNumbers(page.snapshot(values))
      // Functions of the C library may differ from the nearest double by one unit in the last place.
      #expect(shown.agrees(with: expected), "\(page.name)")
      if ["shopping", "alone", "broadcasting", "affine", "reductions", "shapes", "batches"].contains(
        page.name)
      {
        #expect(shown.values == expected.values || page.name == "affine", "\(page.name)")
      }
      try browser.click("#restore")
      #expect(try ShownNumbers(browser) == ShownNumbers(page.snapshot()), "\(page.name)")
      browser.expectSilence()
    }
  }

  @Test("steps forward, then backward, with upstream × local derivative = downstream at each node")
  func steps() throws {
    let page = PageCase.all[1]
    let snapshot = page.snapshot()
    let operations = snapshot.nodes.filter { $0.operation != nil }
    let browser = try Browser()
    try browser.open(GraphPage(snapshot, title: page.name).html)
    #expect(try browser.content("#where") == "Step 0 of \(2 * operations.count + 1)")
    // Before the first step the inputs are known, and nothing else.
    var known = try ShownNumbers(browser)
    #expect(known.values.filter { $0 != nil }.count == snapshot.nodes.filter { $0.operation == nil }.count)
    #expect(known.derivatives.allSatisfy { $0 == nil })
    for node in operations {
      try browser.press("ArrowRight")
      #expect(try browser.content("#phase") == "Forward")
      #expect(try browser.text("document.querySelector('.graph .current').id") == "node-\(node.id)")
      known = try ShownNumbers(browser)
      #expect(known.values[node.id] == [node.value.item.bitPattern])
    }
    try browser.press(" ")
    #expect(try browser.content("#step h2") == "The backward pass begins at the result")
    var sums = [Double](repeating: 0, count: snapshot.nodes.count)
    for node in operations.reversed() {
      try browser.press("ArrowRight")
      #expect(try browser.content("#phase") == "Backward")
      let upstream = try #require(node.gradient?.item)
      for (operand, input) in node.inputs.enumerated() where !snapshot.nodes[input].isConstant {
        #expect(try browser.number("upstream", operand: operand) == upstream)
        let local = try #require(try browser.number("local", operand: operand))
        let downstream = try #require(try browser.number("downstream", operand: operand))
        #expect((upstream * local - downstream).magnitude <= 1e-15 * downstream.magnitude)
        sums[input] += downstream
        if let sum = try browser.number("sum", operand: operand) { #expect(sum == sums[input]) }
      }
      #expect(try browser.content("#announcement").contains("upstream"))
    }
    #expect(
      try browser.content("#where") == "Step \(2 * operations.count + 1) of \(2 * operations.count + 1)")
    #expect(try ShownNumbers(browser) == ShownNumbers(snapshot))
    // Beyond the end nothing happens, and back to the start everything is hidden again.
    try browser.press("ArrowRight")
    #expect(try browser.text("document.getElementById('next').getAttribute('aria-disabled')") == "true")
    try browser.press("ArrowLeft")
    #expect(try browser.content("#where").hasPrefix("Step \(2 * operations.count) "))
    try browser.press("Home")
    #expect(try ShownNumbers(browser).derivatives.allSatisfy { $0 == nil })
    browser.expectSilence()
  }

  @Test("calls operands and results by their own names, and others by letters that are no value's name")
  func letters() throws {
    let browser = try Browser()
    func rules(_ name: String) throws -> [String] {
      let page = try #require(PageCase.all.first { $0.name == name })
      try browser.open(GraphPage(page.snapshot(), title: name).html)
      return try browser.texts("nodes.filter(isOperation).map(ruleOf)")
    }
    #expect(try rules("affine") == ["Z = X · W + b", "z = 1 / (1 + exp(−u))"])
    let layers = try rules("layers")
    #expect(layers[0] == "Z = X · W1" && layers[3] == "Z = U · W2", "\(layers)")
    let functions = try rules("functions")
    #expect(functions[0] == "z = log x" && functions[1] == "z = √y", "\(functions)")
    #expect(functions.contains("z = u × v"), "\(functions)")
    let probabilities = try rules("probabilities")
    #expect(probabilities.contains("z = −(1/N) Σ t log softmax(a)"), "\(probabilities)")
    browser.expectSilence()
  }

  @Test("shows what it can't compute, and says why")
  func obstacles() throws {
    let browser = try Browser()
    let single = Graph<Float>()
    let x = single.variable(0.1, name: "x")
    let y = (x * x).named("y")
    try browser.open(
      GraphPage(single.snapshot(gradients: y.backward(), withContributions: true), title: "y").html)
    try browser.press("End")
    #expect(try browser.content("#inputs-note").contains("single precision"))
    #expect(try browser.number("downstream", operand: 0) == Double(Float(0.1)))
    #expect(try browser.number("sum", operand: 1) == Double(Float(0.1) * 2))
    browser.expectSilence()

    // An operation of the same name that computes something else.
    struct Imposter: Backprop.GraphOperation {
      let name = "exp"
      func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0] * 3 }
      func backward(_ step: BackwardStep<Double>) { step.pass(step.upstream * 3, to: 0) }
    }
    let graph = Graph<Double>()
    let z = try graph.apply(Imposter(), to: [graph.variable(2, name: "z")])
    try browser.open(GraphPage(graph.snapshot(gradients: z.backward()), title: "z").html)
    try browser.press("End")
    #expect(try browser.content("#inputs-note").contains("doesn’t know"))
    #expect(try browser.content("#step").contains("the operation’s own"))
    #expect(try browser.number("local", operand: 0) == nil)
    #expect(try ShownNumbers(browser) == ShownNumbers(graph.snapshot(gradients: z.backward())))
    browser.expectSilence()
  }

  @Test("stays usable with thousands of nodes")
  func large() throws {
    let page = PageCase("chain", [("x", 0.5)]) { x in
      (0..<3000).reduce(x[0]) { y, position in position % 3 == 0 ? y.sigmoid() : y * 1.5 }
    }
    let browser = try Browser()
    try browser.open(GraphPage(page.snapshot(), title: "chain").html)
    try browser.press("End")
    let shown = try browser.text(
      "document.querySelector('#values tr[data-node=\"0\"] [data-role=derivative]').dataset.value")
    #expect(Double(shown) == page.snapshot().nodes[0].gradient?.item)
    // All lines that the folded drawing has are drawn in the end, and a node within a box shows as the box.
    #expect(
      try browser.texts("[...document.querySelectorAll('.graph .pending')].map((part) => part.outerHTML)")
        .isEmpty)
    try browser.evaluate("go(1500)")
    #expect(
      try browser.text("document.querySelector('.graph .current').getAttribute('class')").contains("folded"))
    try browser.type("0.25", intoInput: "x")
    #expect(try browser.content("#more").contains("more nodes"))
    browser.expectSilence()
  }

  private func nested(_ tensor: Tensor<Double>) -> String {
    guard tensor.rank > 0 else { return "\(tensor.item)" }
    let size = tensor.count / max(tensor.shape[0], 1)
    let parts = (0..<tensor.shape[0]).map { position in
      let scalars = Array(tensor.scalars[position * size..<(position + 1) * size])
      return nested(Tensor(scalars).reshaped(TensorShape(tensor.shape.dropFirst())))
    }
    return "[\(parts.joined(separator: ", "))]"
  }
}
