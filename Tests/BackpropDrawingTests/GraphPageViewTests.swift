import Backprop
import BackpropDrawing
import Foundation
import Testing

/// How a page looks at a graph: its window, its numbers in full, and what stands at the nodes.
@Suite("A page's view", .enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct GraphPageViewTests {
  private func isInside(_ browser: Browser) throws -> Bool {
    try browser.evaluate(
      """
      (() => { const [a, b] = [svg.getBoundingClientRect(), figure.getBoundingClientRect()];
      return a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1; })()
      """) as? Bool ?? false
  }

  @Test("opens fitted to the window, at every width, and stays so", arguments: [320, 1000, 2560])
  func fitting(width: Int) throws {
    let browser = try Browser()
    let page = PageCase.all[1]
    try browser.open(GraphPage(page.snapshot(), title: page.name).html, look: Browser.Look(width: width))
    let isWhole1 = try isInside(browser)
    #expect(isWhole1)
    #expect(try browser.evaluate("document.documentElement.scrollWidth <= innerWidth") as? Bool == true)
    // Wide screens are used.
    #expect(try browser.evaluate("figure.clientWidth >= 0.9 * innerWidth") as? Bool == true)
    try browser.press("1")
    #expect(try browser.content("#zoom-level") == "100 %")
    for _ in 0..<6 { try browser.press("+") }
    let isCut = try !isInside(browser)
    #expect(isCut)
    try browser.press("0")
    let isWhole2 = try isInside(browser)
    #expect(isWhole2)
    browser.expectSilence()
  }

  @Test(
    "is read on a phone: nothing is cut off beside its window, no letter is tiny, and a long title can be scrolled"
  )
  func smallWindow() throws {
    let page = PageCase(
      "phone",
      [
        ("the_price_of_one_apple_in_the_market_of_t", 1.5), ("苹果的价格在市场上非常高而且每天都在上涨请注意这一点", 3.25),
        ("x", Tensor(shape: [28, 28], (0..<784).map { Double($0) / 7 })),
      ]
    ) { x in (x[2] * x[0] * x[1]).relu().mean() }
    let browser = try Browser()
    let name = "the_price_of_one_apple_in_the_market_of_t × 苹果的价格 + "
    for (title, isLong) in [("x", false), (String(repeating: name, count: 8), true)] {
      let html = GraphPage(page.snapshot(), title: title).html
      try browser.open(html, look: Browser.Look(width: 320, height: 640))
      try browser.press("End")
      #expect(try browser.evaluate("document.documentElement.scrollWidth <= innerWidth") as? Bool == true)
      let cut = try browser.texts(
        """
        [...document.querySelectorAll('#values :is(th, td), #step *, #fields *, .controls *')]
          .filter((part) => part.checkVisibility() && !part.closest('.unseen')
            && (part.getBoundingClientRect().right > innerWidth || part.scrollWidth > part.clientWidth + 1 && part.matches('td, th')))
          .map((part) => part.textContent)
        """)
      #expect(cut.isEmpty, "\(cut)")
      // Words and numbers stay whole.
      let value = try browser.content("#values tr[data-node='2'] [data-role=value]")
      #expect(value.contains("784 numbers, from 0 to 111.9"), "\(value)")
      #expect(
        try browser.evaluate("document.getElementById('where').getBoundingClientRect().height < 24") as? Bool
          == true)
      #expect(try browser.evaluate("scale >= 0.6") as? Bool == true)
      #expect(try browser.evaluate("document.querySelector('h1').tabIndex === 0") as? Bool == isLong)
    }
    let lines = try browser.accessibilityLines()
    #expect(
      lines.contains { $0.hasPrefix("columnheader: Value") } && lines.contains { $0.hasPrefix("rowheader: ") }
    )
    browser.expectSilence()
  }

  @Test(
    "on a phone letters are large enough as the page opens, and rows of numbers fit, also those of other inputs"
  )
  func letters() throws {
    let numbers = [0.123456, -1.5, 2.25, 0.333333, 1.75, -0.987654]
    let twelve = numbers + numbers.map { $0 * 3 }
    let pages: [PageCase] = [
      PageCase("product", [("x", Tensor(shape: [1, 6], numbers)), ("b", Tensor(shape: [6], numbers))]) { x in
        (x[0] * x[0] + x[1]).relu()
      },
      PageCase("layers", [("x", [[1, -2], [0.5, 3]]), ("W", [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]])]) { x in
        x[0].matmul(x[1]).softmaxWithLoss(x[0].graph.constant([[0, 1, 0], [1, 0, 0]]))
      },
      PageCase("normal", [("x", Tensor(shape: [2, 6], twelve))]) { x in
        (x[0].layerNormalized() * 2).sum()
      },
    ]
    let browser = try Browser()
    for page in pages {
      try browser.open(
        GraphPage(page.snapshot(), title: page.name).html, look: Browser.Look(width: 320, height: 640))
      // Nothing, or little, is left to be scrolled to the side, and life size is one tap away.
      let size = try browser.evaluate("13 * scale") as? Double ?? 0
      #expect(size >= 9, "\(page.name): \(size)")
      let share = try browser.evaluate("ownSize[0] * scale / figure.clientWidth") as? Double ?? 9
      #expect(share < 1.15, "\(page.name): \(share)")
      try browser.click("#zoom-life")
      #expect(try browser.evaluate("13 * scale") as? Double == 13)
      try browser.click("#zoom-fit")
      try browser.press("End")
      #expect(try ShownNumbers(browser) == ShownNumbers(page.snapshot()))
      let changed = Tensor(
        shape: page.inputs[0].value.shape, page.inputs[0].value.scalars.map { $0 * -1.2345 })
      try browser.evaluate("setInput(0, tensor(nodes[0].shape, nodes[0].value.data.map((x) => x * -1.2345)))")
      let others: [Tensor<Double>] = [changed] + page.inputs.dropFirst().map { $0.value }
      let numbersAreRight = try ShownNumbers(browser).agrees(with: ShownNumbers(page.snapshot(others)))
      #expect(numbersAreRight, "\(page.name)")
      let shown = try browser.texts(
        "[...svg.querySelectorAll('.label.value[data-node=\"0\"] text')].map((line) => line.textContent)")
      var options = DrawingOptions()
      options.width = 340
      let drawn = GraphDrawing(page.snapshot(others), options: options).layout.labels
      #expect(shown == drawn.first { $0.node == 0 && $0.role == .value }?.lines, "\(page.name)")
      #expect(try browser.overlaps().isEmpty, "\(page.name)")
    }
    browser.expectSilence()
  }

  @Test("the drawing's own words are in the reader's language")
  func words() throws {
    let page = PageCase("uses", [("w", 0.5), ("x", 2)]) { x in
      (1..<5).reduce(x[0] * x[1]) { sum, _ in sum + x[0] * x[1] }
    }
    var snapshot = page.snapshot()
    snapshot.groups = [.init(title: "Affine1 · 1,234 parameters", nodes: 2..<4)]
    let browser = try Browser()
    try browser.open(GraphPage(snapshot, title: page.name).html)
    let shown =
      "[...svg.querySelectorAll('.label.result text, .group text')].map((text) => text.textContent.trim())"
    #expect(
      try browser.texts(shown).sorted() == ["Affine1 · 1,234 parameters", "sum of 5 uses", "sum of 5 uses"])
    try browser.click("[data-language=zh-Hans]")
    #expect(try browser.texts(shown).sorted() == ["5 处使用之和", "5 处使用之和", "Affine1 · 1,234 个参数"])
    try browser.click("[data-language=en]")
    #expect(try browser.texts(shown).contains("sum of 5 uses"))
    browser.expectSilence()
  }

  @Test("a drawing that is scrolled begins at its start, also when the window changes")
  func start() throws {
    let page = PageCase("layers", [("x", 0.5)]) { x in
      (0..<60).reduce(x[0]) { y, position in position % 3 == 0 ? y.sigmoid() : y * 1.5 }
    }
    let browser = try Browser()
    try browser.open(
      GraphPage(page.snapshot(), title: page.name).html, look: Browser.Look(width: 1000, height: 600))
    #expect(try browser.evaluate("figure.scrollHeight > figure.clientHeight + 100") as? Bool == true)
    #expect(try browser.evaluate("[figure.scrollLeft, figure.scrollTop]") as? [Double] == [0, 0])
    for width in [700, 400] {
      try browser.call(
        "Emulation.setDeviceMetricsOverride",
        ["width": width, "height": 600, "deviceScaleFactor": 1, "mobile": false])
      try browser.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
      #expect(
        try browser.evaluate("[figure.scrollLeft, figure.scrollTop]") as? [Double] == [0, 0], "\(width)")
    }
    browser.expectSilence()
  }

  @Test("shows the rows that fit its window")
  func rows() throws {
    let page = PageCase("layers", [("x", 0.5)]) { x in
      (0..<24).reduce(x[0]) { y, position in position % 3 == 0 ? y.sigmoid() : y * 1.5 }
    }
    let html = GraphPage(page.snapshot(), title: page.name).html
    let browser = try Browser()
    var widths: [Double] = []
    for width in [320, 1200, 2560] {
      try browser.open(html, look: Browser.Look(width: width))
      widths.append(try browser.evaluate("ownSize[0]") as? Double ?? 0)
      #expect(try browser.evaluate("scale >= 0.5") as? Bool == true)
      #expect(try browser.evaluate("document.querySelectorAll('#drawing svg').length") as? Double == 1)
      #expect(try browser.text("svg.querySelector('.node.operation').id").hasPrefix("node-"))
      try browser.press("End")
      #expect(try ShownNumbers(browser) == ShownNumbers(page.snapshot()))
      #expect(try browser.overlaps().isEmpty, "\(width)")
    }
    #expect(widths == widths.sorted() && widths[0] < 450 && widths[2] > 1300, "\(widths)")
    browser.expectSilence()
  }

  @Test("moves the drawing when it is dragged, which is no click")
  func panning() throws {
    let browser = try Browser()
    let page = PageCase.all[1]
    try browser.open(GraphPage(page.snapshot(), title: page.name).html, look: Browser.Look(width: 700))
    for _ in 0..<5 { try browser.press("+") }
    try browser.evaluate("figure.scrollTo(200, 100)")
    try browser.drag("#drawing", by: (x: -80, y: -40))
    #expect(try browser.evaluate("figure.scrollLeft") as? Double == 280)
    #expect(try browser.evaluate("figure.scrollTop") as? Double == 140)
    #expect(try browser.content("#where").hasPrefix("Step 0 "))
    browser.expectSilence()
  }

  @Test("lists all numbers of a tensor at a click or Enter, to copy")
  func listing() throws {
    let numbers = (0..<1600).map { Double($0) / 7 }
    let page = PageCase("large", [("W", Tensor(shape: [40, 40], numbers))]) { x in (x[0] * x[0]).sum() }
    let browser = try Browser()
    try browser.open(GraphPage(page.snapshot(), title: page.name).html)
    try browser.click(".label.value[data-node='0'] text")
    #expect(try browser.evaluate("listing.open") as? Bool == true)
    #expect(try browser.content("#listing-title") == "W (40, 40)")
    let listed = try browser.text("document.getElementById('listing-text').value")
    let valuesListed = try ShownNumbers.numbers(in: listed.replacing("\n", with: " "))
    #expect(valuesListed == numbers)
    // Keys are the dialog's own.
    try browser.press("ArrowRight")
    #expect(try browser.content("#where").hasPrefix("Step 0 "))
    try browser.press("Escape")
    #expect(try browser.evaluate("listing.open") as? Bool == false)
    // A derivative is told when it is known.
    try browser.press("End")
    try browser.evaluate("document.querySelector('.label.derivative[data-node=\"0\"]').focus()")
    try browser.press("Enter")
    #expect(try browser.content("#listing-title") == "∂L/∂W (40, 40)")
    let derivative = try browser.text("document.getElementById('listing-text').value")
    let numbersListed = try ShownNumbers.numbers(in: derivative.replacing("\n", with: " "))
    #expect(numbersListed == page.snapshot().nodes[0].gradient?.scalars)
    try browser.click("#listing-close")
    #expect(try browser.text("document.activeElement.getAttribute('aria-label')") == "All numbers of ∂L/∂W")
    browser.expectSilence()
  }

  @Test("has the local derivatives at the node in their colour, and sums so far")
  func localDerivatives() throws {
    let browser = try Browser()
    let page = PageCase("square", [("x", 3), ("w", 2)]) { x in x[0] * x[1] + x[0] * x[0] }
    try browser.open(GraphPage(page.snapshot(), title: page.name).html)
    var marks: [[String]] = []
    var sums: [String] = []
    let count = try Int(browser.evaluate("now.steps.length") as? Double ?? 0)
    for step in 0..<count {
      try browser.evaluate("go(\(step))")
      marks.append(
        try browser.texts(
          "[...document.querySelectorAll('.local-marks text')].map((text) => text.textContent)"))
      sums.append(try browser.content(".label.derivative[data-node='0']"))
    }
    // Inputs, three operations, the seed, then + (node 4), x · x (node 3), x · w (node 2).
    #expect(marks.prefix(5).allSatisfy { $0.isEmpty })
    #expect(marks[5] == ["∂z/∂u = 1", "∂z/∂v = 1"])
    #expect(marks[6] == ["∂z/∂x = 3"])
    #expect(marks[7] == ["∂z/∂x = 2", "∂z/∂w = 3"])
    let colour = try browser.text("getComputedStyle(document.querySelector('.local-marks text')).fill")
    #expect(colour == "rgb(106, 47, 160)")
    #expect(sums[6] == "6 so far" && sums[7] == "8")
    try browser.evaluate("go(6)")
    #expect(try browser.content("#values tr[data-node='0'] td:last-child") == "6 so far")
    #expect(try browser.content("#step").contains("so far"))
    browser.expectSilence()
  }

  @Test("keeps the drawing in sight on a phone, and fields wide enough")
  func phone() throws {
    let names = ["a_name_of_forty_characters_that_goes_on_x", "苹果的个数与橘子的个数之和再加上消费税", "x"]
    let page = PageCase("phone", names.map { ($0, 2) }) { x in x[0] * x[1] + x[2] }
    let browser = try Browser()
    try browser.open(
      GraphPage(page.snapshot(), title: page.name).html, look: Browser.Look(width: 320, height: 560))
    for name in names {
      try browser.type("1.5", intoInput: name)
      let box = try browser.texts(
        """
        (() => { const box = figure.getBoundingClientRect(); const field = document.activeElement.getBoundingClientRect();
        return [box.top >= 0 && box.bottom <= innerHeight, field.top >= box.bottom && field.bottom <= innerHeight].map(String);
        })()
        """)
      #expect(box == ["true", "true"], "\(name)")
      // Twelve characters of the field's own font, as wide as a 0.
      let characters = try browser.evaluate(
        """
        (() => { const field = document.activeElement; const style = getComputedStyle(field);
        const pen = document.createElement('canvas').getContext('2d'); pen.font = style.font;
        return (field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight))
          / pen.measureText('0').width; })()
        """)
      #expect(characters as? Double ?? 0 >= 12, "\(name)")
    }
    #expect(try browser.evaluate("document.documentElement.scrollWidth <= innerWidth") as? Bool == true)
    browser.expectSilence()
  }

  @Test("says what was expected in a field and what came")
  func mistakes() throws {
    let page = PageCase("matrix", [("x", [[1, 2], [3, 4]]), ("s", 2)]) { x in x[0] * x[1] }
    let browser = try Browser()
    try browser.open(GraphPage(page.snapshot(), title: page.name).html)
    for (name, text, message) in [
      ("x", "[[1, 2]]", "Expected shape (2, 2), got (1, 2)."),
      ("x", "5", "Expected shape (2, 2), got a single number."),
      ("x", "[[1, 2], [3]]", "Expected numbers in brackets, shape (2, 2), got rows of 2 and of 1."),
      ("s", "[7]", "Expected a number such as 1.5, 1e-3, nan or inf, got shape (1,)."),
      ("s", "x", "Expected a number such as 1.5, 1e-3, nan or inf, got “x” at character 1."),
    ] {
      try browser.type(text, intoInput: name)
      let id = try browser.text("document.activeElement.id")
      #expect(try browser.content("#\(id)-mistake") == message)
    }
    try browser.click("[data-language=zh-Hans]")
    try browser.type("[[1, 2]]", intoInput: "x")
    #expect(try browser.content("#input-0-mistake") == "应为形状 (2, 2)，却是(1, 2)。")
    browser.expectSilence()
  }

  @Test("redraws rows of numbers in columns, and pictures of many")
  func cells() throws {
    let page = PageCase("rows", [("x", [[1, 20], [300, 4]]), ("W", .ones([2, 20]))]) { x in
      x[0].matmul(x[1])
    }
    let browser = try Browser()
    try browser.open(GraphPage(page.snapshot(), title: page.name).html)
    try browser.press("End")
    for other in [1, -2, 0] {
      try browser.evaluate(
        "setInput(0, tensor([2, 2], [\(other), 0.5, -1234.5, 6])); setInput(1, tensor([2, 20], nodes[1].value.data.map((_, i) => i * \(other))))"
      )
      let changed = page.snapshot([
        Tensor(shape: [2, 2], [Double(other), 0.5, -1234.5, 6]),
        Tensor(shape: [2, 20], (0..<40).map { Double($0 * other) }),
      ])
      let drawn = GraphDrawing(changed).layout.labels.map {
        "\($0.node): \($0.lines.joined(separator: " | "))"
      }
      let shown = try browser.texts(
        """
        [...document.querySelectorAll('.graph .label')].map((label) => label.dataset.node + ': '
          + [...label.querySelectorAll('text')].map((line) => line.textContent).join(' | '))
        """)
      #expect(shown.sorted() == drawn.sorted())
      // The same pictures as the library draws.
      let pictures = try browser.texts(
        """
        [...document.querySelectorAll('.label .map')].flatMap((map) => [...map.querySelectorAll('path')].map((path) =>
          path.getAttribute('class') + ' ' + Number(path.getAttribute('fill-opacity')) + ' ' + path.getAttribute('d')))
        """)
      let markup = try Markup.parse(GraphDrawing(changed).svg)
      let expected = markup.all("path").compactMap { element -> String? in
        guard let opacity = element.attributes["fill-opacity"] else { return nil }
        return "\(element.attributes["class"] ?? "") \(opacity) \(element.attributes["d"] ?? "")"
      }
      #expect(pictures.sorted() == expected.sorted())
      #expect(try browser.overlaps().isEmpty)
    }
    browser.expectSilence()
  }
}
