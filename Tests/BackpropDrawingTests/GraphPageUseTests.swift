import Backprop
import BackpropDrawing
import Foundation
import Testing

/// How a page is used: by keys, buttons and typing, in two languages, and with a screen reader.
@Suite("A graph's page in use", .enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct GraphPageUseTests {
  @Test("is worked by buttons, slider, clicks on nodes and zoom keys, too")
  func controls() throws {
    let browser = try Browser()
    try browser.open(GraphPage(PageCase.all[0].snapshot(), title: "shopping").html)
    try browser.click("#next")
    #expect(try browser.content("#where") == "Step 1 of 9")
    // A space on a focused button presses it, once.
    try browser.press(" ")
    #expect(try browser.content("#where") == "Step 2 of 9")
    try browser.click("#last")
    #expect(try browser.content("#where") == "Step 9 of 9")
    try browser.click("#node-8")
    #expect(try browser.content("#where") == "Step 6 of 9")
    try browser.evaluate("document.getElementById('position').focus()")
    try browser.press("ArrowLeft")
    #expect(try browser.content("#where") == "Step 5 of 9")
    try browser.press("Home")
    #expect(try browser.content("#where") == "Step 0 of 9")
    let before = try #require(
      Double(browser.text("document.querySelector('#drawing svg').getAttribute('width')")))
    try browser.press("+")
    let after = try #require(
      Double(browser.text("document.querySelector('#drawing svg').getAttribute('width')")))
    #expect(after > before)
    try browser.press("-")
    try browser.turnWheel(by: -100, over: "#drawing")
    let turned = try #require(
      Double(browser.text("document.querySelector('#drawing svg').getAttribute('width')")))
    #expect(turned > before)
    try browser.press("1")
    #expect(try browser.content("#zoom-level") == "100 %")
    // What is typed into a field is the field's own.
    try browser.type("7", intoInput: "苹果")
    for key in ["Home", "ArrowRight", "+", " "] { try browser.press(key) }
    #expect(try browser.content("#where") == "Step 0 of 9" && browser.content("#zoom-level") == "100 %")
    browser.expectSilence()
  }

  @Test("says what is wrong with a value, keeps the last good one, and reads every way to write a number")
  func typing() throws {
    let browser = try Browser()
    try browser.open(GraphPage(PageCase.all[1].snapshot(), title: "fan-out").html)
    try browser.press("End")
    let good = [
      ("2e-1", "0.2"), (".5", "0.5"), ("−3", "-3"), ("１．５", "1.5"), ("-inf", "-inf"), ("nan", "nan"),
      ("-0", "-0"),
    ]
    // What is complete on the way to a wrong text counts.
    let wrong = [
      ("1,5", "1"), ("x", "4"), ("", "4"), ("0.1.2", "0.1"), ("--1", "4"), ("[1]", "4"), ("5 6", "5"),
    ]
    for (text, value) in good + wrong {
      try browser.type("4", intoInput: "x")
      try browser.type(text, intoInput: "x")
      if text.isEmpty { try browser.press("Backspace") }
      let cell = "#values tr[data-node=\"0\"] [data-role=value]"
      #expect(try browser.text("document.querySelector('\(cell)').dataset.value") == value, "\(text)")
      let isWrong = !good.contains { $0.0 == text }
      #expect(
        try browser.evaluate("document.activeElement.getAttribute('aria-invalid') === 'true'") as? Bool
          == isWrong,
        "\(text)")
      #expect(try browser.content("#input-0-mistake").isEmpty != isWrong)
    }
    browser.expectSilence()
  }

  @Test("speaks the reader's language, and the other one at the press of a button")
  func languages() throws {
    let browser = try Browser()
    let html = GraphPage(PageCase.all[0].snapshot(), title: "shopping").html
    try browser.open(html, look: Browser.Look(language: "zh-CN"))
    #expect(try browser.text("document.documentElement.lang") == "zh-Hans")
    try browser.press("End")
    #expect(try browser.content("#where") == "第 9 步，共 9 步")
    #expect(try browser.content("#phase") == "反向传播")
    #expect(try browser.content("#step").contains("上游值"))
    #expect(try browser.content("#announcement").contains("乘以局部导数"))
    try browser.click("[data-language=en]")
    #expect(try browser.text("document.documentElement.lang") == "en")
    #expect(try browser.content("#where") == "Step 9 of 9" && browser.content("#step").contains("upstream"))
    // Every text exists in both languages, as a function of as many details.
    let gaps = try browser.texts(
      """
      Object.keys({...words.en, ...words['zh-Hans']}).filter((key) =>
        typeof words.en[key] !== typeof words['zh-Hans'][key] || words.en[key].length === 0
          || (typeof words.en[key] === 'function' && words.en[key].length !== words['zh-Hans'][key].length))
      """)
    #expect(gaps.isEmpty)
    browser.expectSilence()
  }

  @Test("tells a screen reader what everything is")
  func accessibility() throws {
    let browser = try Browser()
    try browser.open(GraphPage(PageCase.all[0].snapshot(), title: "shopping").html)
    try browser.press("End")
    let lines = try browser.accessibilityLines()
    for expected in [
      "button: Step forward", "button: First step", "slider: Step", "textbox: 苹果", "heading: All values",
      "button: 中文", "region: Drawing", "group: Zoom",
    ] {
      #expect(lines.contains { $0.hasPrefix(expected) }, "\(expected)")
    }
    for role in ["button", "textbox", "slider", "image", "region"] {
      #expect(!lines.contains("\(role): "), "a \(role) without a name")
    }
    // The way of the Tab key: languages, steps, zoom, the drawing, inputs, the table.
    var way: [String] = []
    for _ in 0..<19 {
      try browser.press("Tab")
      way.append(try browser.text("document.activeElement.id || document.activeElement.textContent"))
    }
    #expect(
      way == [
        "English", "中文", "first", "previous", "next", "last", "position", "zoom-out", "zoom-in", "zoom-fit",
        "zoom-life",
        "drawing",
        "input-0", "input-1", "input-2", "input-3", "input-4", "restore", "苹果",
      ])
  }

  @Test("tells a screen reader the result of restored values, and everything in the language chosen last")
  func announcements() throws {
    let browser = try Browser()
    try browser.open(GraphPage(PageCase.all[0].snapshot(), title: "shopping").html)
    try browser.click("[data-language=zh-Hans]")
    #expect(try browser.content("#announcement").isEmpty)
    try browser.click("[data-language=en]")
    try browser.type("0", intoInput: "苹果")
    #expect(try browser.content("#announcement") == "The result is 495.")
    try browser.click("#restore")
    #expect(try browser.content("#announcement") == "The result is 715.")
    try browser.click("[data-language=zh-Hans]")
    #expect(try browser.content("#announcement") == "结果为 715。")
    try browser.press("ArrowRight")
    #expect(try browser.content("#announcement").hasPrefix("第 1 步"))
    try browser.click("[data-language=en]")
    #expect(try browser.content("#announcement").hasPrefix("Step 1 of 9"))
    browser.expectSilence()
  }

  @Test("keeps a mark's colour at the marked node's own step")
  func marks() throws {
    let graph = Graph<Double>()
    let y = graph.variable(0, name: "x").log()
    let z = y * graph.variable(2, name: "w")
    var options = DrawingOptions()
    options.marks = [y.index: .wrong, z.index: .forwardPath]
    let browser = try Browser()
    try browser.open(GraphPage(graph.snapshot(gradients: z.backward()), title: "z", options: options).html)
    for node in [y.index, z.index] {
      func style(_ property: String) throws -> String {
        try browser.text(
          "getComputedStyle(document.querySelector('#node-\(node) :is(circle, rect)')).\(property)")
      }
      let before = try style("stroke")
      try browser.press("ArrowRight")
      #expect(try browser.text("document.querySelector('.graph .current').id") == "node-\(node)")
      #expect(try style("stroke") == before && before == "rgb(192, 0, 0)")
      #expect(
        try browser.text("getComputedStyle(document.getElementById('node-\(node)')).filter") != "none")
    }
    browser.expectSilence()
  }

  @Test("prints black on white whatever the screen's colours")
  func paper() throws {
    let browser = try Browser()
    let html = GraphPage(PageCase.all[0].snapshot(), title: "shopping").html
    for isDark in [false, true] {
      try browser.open(html, look: Browser.Look(isDark: isDark, isPrinted: true))
      let colours = try browser.texts(
        "['color', 'backgroundColor'].map((part) => getComputedStyle(document.body)[part])")
      #expect(colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"])
    }
    try browser.open(html, look: Browser.Look(isDark: true))
    #expect(try browser.text("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 28)")
  }

  @Test("keeps hostile names inert")
  func hostileNames() throws {
    let names = [
      "</script><script>hacked=1</script>", "\"'><img src=x onerror=hacked=1>", "a\u{2028}b", "__proto__",
    ]
    let page = PageCase("hostile", names.map { ($0, 2) }) { x in x[0] * x[1] + x[2] * x[3] }
    let browser = try Browser()
    try browser.open(GraphPage(page.snapshot(), title: names.joined()).html)
    try browser.press("End")
    #expect(try ShownNumbers(browser) == ShownNumbers(page.snapshot()))
    #expect(try browser.text("typeof hacked") == "undefined")
    #expect(
      try browser.texts("[...document.querySelectorAll('.field bdi')].map((name) => name.textContent)")
        == names)
    browser.expectSilence()
  }
}
