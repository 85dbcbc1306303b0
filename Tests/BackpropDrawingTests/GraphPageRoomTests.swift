import Backprop
import BackpropDrawing
import Foundation
import Testing

/// A page's drawing after edits: no number covers anything, however wide it becomes.
@Suite("A page makes room", .enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct GraphPageRoomTests {
  @Test("in every graph of the page's tests, after edits and at every step")
  func cases() throws {
    let browser = try Browser()
    for page in PageCase.all {
      try browser.open(GraphPage(page.snapshot(), title: page.name).html)
      try browser.press("End")
      #expect(try browser.overlaps().isEmpty, "\(page.name) as it was")
      for (position, input) in page.inputs.enumerated() where position < 3 {
        try browser.evaluate(
          """
          setInput(\(position), tensor(nodes[\(position)].shape,
            nodes[\(position)].value.data.map((x, i) => (i % 2 ? -7.654321e-9 : 0.123456789) * (i + 1))))
          """)
        #expect(try browser.overlaps().isEmpty, "\(page.name) with another \(input.name)")
      }
      let count = try Int(browser.evaluate("now.steps.length") as? Double ?? 0)
      for step in Swift.stride(from: 0, to: count, by: max(1, count / 8)) {
        try browser.evaluate("go(\(step))")
        #expect(try browser.overlaps().isEmpty, "\(page.name) at step \(step)")
      }
      browser.expectSilence()
    }
  }

  // BACKPROP_GRAPHS=1000 tries a thousand, which takes ten minutes.
  @Test("in graphs of any kind, whatever is written into their inputs, and its numbers stay the library's")
  func generated() throws {
    let count = ProcessInfo.processInfo.environment["BACKPROP_GRAPHS"].flatMap { Int($0) } ?? 40
    var browser = try Browser()
    for seed in 0..<UInt64(count) {
      // One browser keeps every page that it has shown in mind.
      if seed % 100 == 99 { browser = try Browser() }
      let size = 4 + Int(seed) % 33
      let snapshot = GeneratedGraph.snapshot(seed: seed, size: size)
      try browser.open(
        GraphPage(snapshot, title: "\(seed)").html,
        look: Browser.Look(width: [1200, 400, 2560, 320][Int(seed) % 4]))
      // Letters of less than a pixel are as large as the browser likes: a dense drawing is looked at in life size.
      try browser.press("1")
      try browser.press("End")
      let before = try browser.overlaps()
      #expect(before.isEmpty, "\(seed): \(before)")
      var random = Philox4x32(seed: seed, stream: 13)
      var values: [Int: Tensor<Double>] = [:]
      for id in try browser.texts("[...inputs.keys()].map(String)").compactMap({ Int($0) }) {
        // Some are left as they are.
        guard Int.random(in: 0..<4, using: &random) > 0 else { continue }
        let old = snapshot.nodes[id].value
        let numbers = (0..<old.count).map { _ in Self.lengths.randomElement(using: &random) ?? 0 }
        values[id] = Tensor(shape: old.shape, numbers)
      }
      let changes = values.map { id, value in
        "inputs.set(\(id), tensor(nodes[\(id)].shape, [\(value.scalars.map { "\($0)" }.joined(separator: ", "))]))"
      }
      try browser.evaluate(changes.joined(separator: ";\n") + ";\nrecompute()")
      let after = try browser.overlaps()
      #expect(after.isEmpty, "\(seed): \(after) with \(values)")
      let expected = ShownNumbers(GeneratedGraph.snapshot(seed: seed, size: size, values: values))
      // Functions of the C library may differ in the last bit, and differences of what they give in more.
      let shown = try ShownNumbers(browser)
      #expect(shown.agrees(with: expected, to: 1e-12, ofAtLeast: 1), "\(seed) with \(values)")
      browser.expectSilence()
    }
  }

  /// Numbers that take little room and much.
  private static let lengths = [
    3, -1, 0.5, 0.123456789, -7.654321e-9, 12345.678, -0.00098765, 2, -8.8888e-30, 150, 1.75, -123456,
  ]

  // The numbers that once covered the node behind them.
  @Test("for a matrix of numbers with many digits, and closes again when they go")
  func matrix() throws {
    let page = PageCase("matrix", [("x", [[1, 2], [3, 4]]), ("W", [[1, 0], [0, 1]])]) { x in
      x[0].matmul(x[1]).relu()
    }
    let browser = try Browser()
    try browser.open(GraphPage(page.snapshot(), title: "x @ W").html)
    try browser.press("End")
    let before = try browser.text("svg.getAttribute('viewBox')")
    try browser.type("[[0.1234,-2.456],[3.789,4.012]]", intoInput: "x")
    #expect(try browser.overlaps().isEmpty)
    let wide = try browser.text("svg.getAttribute('viewBox')")
    #expect(wide != before)
    try browser.click("#restore")
    #expect(try browser.text("svg.getAttribute('viewBox')") == before)
    let moved = try browser.texts(
      "[...svg.querySelectorAll('.node[transform], .label[transform]')].map((part) => part.id)")
    #expect(moved.isEmpty)
    browser.expectSilence()
  }

  @Test("where a number is dragged in place")
  func dragging() throws {
    let browser = try Browser()
    let page = PageCase.all[0]
    try browser.open(GraphPage(page.snapshot(), title: page.name).html)
    try browser.press("End")
    let number = ".label.value[data-node='0'] text"
    try browser.drag(number, by: (x: 36, y: 0))
    // Six steps of a tenth of the first digit's place, which is 100.
    #expect(try browser.text("document.getElementById('input-0').value") == "160")
    #expect(try browser.content(number) == "160")
    #expect(try browser.content("#announcement") == "The result is 847.")
    let values: [Tensor<Double>] = [160, 2, 150, 3, 1.1].map { Tensor($0) }
    let expected = ShownNumbers(page.snapshot(values))
    let shown = try ShownNumbers(browser)
    #expect(shown.values == expected.values)
    try browser.drag(number, by: (x: -120, y: 0))
    #expect(try browser.text("document.getElementById('input-0').value") == "-40")
    #expect(try browser.overlaps().isEmpty)
    // A click alone changes nothing.
    try browser.click(number)
    #expect(try browser.text("document.getElementById('input-0').value") == "-40")
    browser.expectSilence()
  }
}
