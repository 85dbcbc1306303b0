import Backprop
import Testing

@testable import BackpropDrawing

@Suite struct TrainingReportTests {
  @Test("the same values give the same bytes")
  func sameBytes() {
    #expect(SampleReport.full().html == SampleReport.full().html)
    // Times are measured and so never the same: they aren't looked at.
    var history = SampleReport.history()
    history.duration = .seconds(7)
    #expect(SampleReport.full(history: history).html == SampleReport.full().html)
  }

  @Test("the page is well-formed, its links lead somewhere, and every part is there")
  func markup() throws {
    let page = SampleReport.full().html
    let markup = try Markup.parse(page: page)
    let ids = markup.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    #expect(
      Set(ids).isSuperset(of: [
        "summary", "curves", "settings", "confusion", "mistakes", "weights", "layers", "graph",
      ]))
    for link in markup.all("a") {
      let target = try #require(link.attributes["href"])
      #expect(target.hasPrefix("#") && ids.contains(String(target.dropFirst())))
    }
    #expect(markup.all("img").count == 5 + 6)
    #expect(
      markup.all("img").allSatisfy {
        $0.attributes["alt"]?.isEmpty == false
          && $0.attributes["src"]?.hasPrefix("data:image/png;base64,") == true
      })
    #expect(markup.all("svg", class: "chart").count == 2 * 2 + 2 + 2 + 2 + 4 + 4)
    #expect(
      markup.all("svg", class: "chart").allSatisfy {
        $0.attributes["tabindex"] == "0" && $0.attributes["aria-label"] != nil
      })
    #expect(markup.all("svg", class: "graph").count == 1)
    #expect(markup.text.contains("5 of 10, the most confident mistakes first"))
    #expect(markup.text.contains("image 3") == false && markup.text.contains("T-shirt/top"))
  }

  @Test("what isn't shown of a deep network is told")
  func deepNetwork() {
    var report = SampleReport.full()
    #expect(
      !report.html.contains("more layers lie between") && !report.html.contains("from the first to the last"))
    report.featureMaps = SampleReport.featureMaps(layerCount: 24)
    #expect(!report.html.contains("more layers lie between"))
    report.featureMaps = SampleReport.featureMaps(layerCount: 31)
    #expect(report.html.contains("7 more layers lie between these"))
    let names = (1...11).map { "Affine\($0)" }
    report.history.gradientLayers = names
    for index in report.history.epochs.indices {
      report.history.epochs[index].learningRate = 0.1
      report.history.epochs[index].gradientNorms = names.map { _ in 1 }
    }
    #expect(report.html.contains("8 of 11 layers, from the first to the last; the table has all."))
  }

  @Test("nothing in it is fetched, and its policy allows only its own script and style")
  func policy() throws {
    let page = SampleReport.full().html
    let markup = try Markup.parse(page: page)
    let policy = try #require(
      markup.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?.attributes[
        "content"])
    #expect(policy.hasPrefix("default-src 'none'; img-src data:; style-src 'sha256-"))
    #expect(!policy.contains("unsafe") && !policy.contains("http"))
    #expect(markup.all("style").count == 1 && markup.all("script").count == 1 && markup.all("link").isEmpty)
    // Inline style attributes and handlers would be blocked.
    for element in markup.elements {
      #expect(element.attributes.keys.allSatisfy { $0 != "style" && !$0.hasPrefix("on") })
    }
    let withoutNames = page.split(separator: "http://www.w3.org/2000/svg").joined()
    #expect(
      !withoutNames.contains("http:") && !withoutNames.contains("https:") && !withoutNames.contains("url("))
  }

  @Test(
    "hostile names stay names",
    arguments: [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x", "</style></title>&amp;",
      "\u{202E}gnp.exe",
      "\u{0}\u{1B}[31m", "名字 <b>", "]]>", "{0} {1}",
    ])
  func hostile(name: String) throws {
    let report = SampleReport.full(title: Words(same: name), classNames: [name, name, name])
    let page = report.html
    let markup = try Markup.parse(page: page)
    #expect(markup.all("script").count == 1 && markup.all("b").isEmpty && markup.all("img").count == 11)
    #expect(!page.contains("\u{202E}") && !page.contains("\u{1B}") && !page.contains("\u{0}"))
    let harmless = try Markup.parse(
      page: SampleReport.full(title: Words(same: "a"), classNames: ["a", "a", "a"]).html)
    #expect(markup.elements.map(\.name) == harmless.elements.map(\.name))
  }

  @Test("parts that aren't given are left out, and strange histories shown")
  func sparse() throws {
    for losses in [[], [1], [.nan], [2, .infinity, 1]] as [[Double]] {
      var history = TrainingHistory()
      history.losses = losses
      let page = TrainingReport(title: Words("a", "甲"), classNames: [], history: history).html
      let markup = try Markup.parse(page: page)
      let ids = markup.elements.compactMap { $0.attributes["id"] }
      #expect(ids.contains("curves") && !ids.contains("confusion") && !ids.contains("graph"))
      #expect(markup.text.contains("There was no iteration.") == losses.isEmpty)
      #expect(markup.text.contains("--watch-nan") == losses.contains { !$0.isFinite })
    }
  }

  @Test("many classes, many layers, and pictures that don't fit")
  func large() throws {
    var report = SampleReport.full(classNames: (0..<256).map { "class \($0)" })
    report.confusion = ConfusionMatrix(labels: [0, 1, 255], guesses: [0, 2, 255], classCount: 256)
    report.mistakes[0].picture = .init(rows: 3, columns: 3, pixels: [1])
    let layer = report.layers[0]
    report.layers = Array(repeating: layer, count: 101)
    let markup = try Markup.parse(page: report.html)
    #expect(markup.all("table", class: "confusion").isEmpty && markup.text.contains("256 classes"))
    #expect(markup.text.contains("77 more layers"))
    #expect(markup.all("svg", class: "chart").count == 2 * 2 + 24 * 6)
    #expect(markup.all("span", class: "missing").count == 1)
  }

  @Test("what stopped the training is said, and marked in the graph")
  func nonFinite() throws {
    let graph = Graph<Double>()
    let x = graph.variable(0, name: "<x>")
    let y = x.log() * 2
    let gradients = y.backward()
    let finding = try #require(graph.firstNonFinite(gradients: gradients))
    let marks = DrawingOptions.marks(for: finding)
    #expect(marks == [1: .wrong, 3: .forwardPath])
    var options = DrawingOptions()
    options.marks = marks
    var report = TrainingReport(title: Words("a", "甲"), classNames: [], history: TrainingHistory())
    report.history.nonFinite = finding
    report.graph = GraphDrawing(graph.snapshot(gradients: gradients), options: options)
    let markup = try Markup.parse(page: report.html)
    #expect(markup.text.contains("log (node 1) made it from\n  <x> (): 0"))
    #expect(markup.all("g", class: "wrong").contains { $0.attributes["data-node"] == "1" })
    #expect(markup.all("g", class: "path-forward").contains { $0.attributes["data-node"] == "3" })
  }

  @Test("a gradient check that fails marks the wrong operation, and the way to the parameters it spoils")
  func checkMarks() throws {
    struct WrongExp: GraphOperation {
      let name = "exp"
      func forward(_ step: inout ForwardStep<Double>) -> Tensor<Double> { step[0].exp() }
      func backward(_ step: BackwardStep<Double>) { step.pass(step.upstream * step.output * 1.1, to: 0) }
    }
    let (v, w) = (Parameter<Double>([0.5, 0.7], name: "v"), Parameter<Double>([0.2, 0.3], name: "w"))
    func loss(_ graph: Graph<Double>) -> Variable<Double> {
      let inner = graph.variable(w) * 3
      guard let bad = try? graph.apply(WrongExp(), to: [inner]) else { return inner }
      return (bad + graph.variable(v)).sum()
    }
    let report = GradientCheck<Double>().check([v, w]) { loss($0) }
    #expect(report.parameters.map(\.verdict) == [.ok, .wrong])
    let graph = Graph<Double>()
    let result = loss(graph)
    let snapshot = graph.snapshot(gradients: result.backward())
    let operations = GradientCheck<Double>().wrongOperations(in: result)
    let marks = DrawingOptions.marks(for: report, operations: operations, in: snapshot)
    // w, w · 3 and the wrong operation; neither the 3 nor v nor the sum.
    #expect(marks == [0: .backwardPath, 2: .backwardPath, 3: .wrong])
    #expect(
      DrawingOptions.marks(for: report, operations: [], in: snapshot)
        == [0: .wrong, 2: .backwardPath, 3: .backwardPath, 5: .backwardPath, 6: .backwardPath])
  }
}
