import Backprop
import BackpropDrawing
import Foundation
import Testing

/// A page on paper.
@Suite("A page is printed", .enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct GraphPagePrintTests {
  /// Sixty operations, which take several sheets.
  private static let layers = PageCase("layers", [("x", 0.5), ("w", 1.25)]) { x in
    (0..<60).reduce(x[0]) { y, position in position % 3 == 0 ? y.sigmoid() : y * x[1] }
  }

  /// What a label says, by what it is about.
  private static let labels = """
    (within) => [...document.querySelectorAll(within + ' .label')].filter((label) => !label.classList.contains('pending'))
      .map((label) => [label.getAttribute('class').replace(/ (scrubs|partial)/g, ''), label.dataset.node, label.dataset.to,
        label.dataset.operand, ...[...label.querySelectorAll('text')].map((line) => line.textContent)].join(' '))
    """

  /// What sheets cut through, and letters that are too small.
  private static let damages = """
    (() => {
      const found = [];
      const whole = new Set();
      const sheets = [...document.querySelectorAll('#paper > svg')];
      for (const sheet of sheets) {
        const { y, width, height } = sheet.viewBox.baseVal;
        const scale = Number(sheet.getAttribute('width')) / width;
        if (13 * scale < 7.99) found.push('letters of ' + 13 * scale);
        if (height * scale > 930.5) found.push('a sheet of ' + height * scale);
        if (width * scale > 718.5) found.push('as wide as ' + width * scale);
        for (const part of sheet.querySelectorAll('.node, .label')) {
          const box = part.getBBox();
          if (box.height === 0) continue;
          if (box.y >= y - 0.5 && box.y + box.height <= y + height + 0.5) whole.add(part.id || part.outerHTML);
          else if (box.y + box.height > y + 0.5 && box.y < y + height - 0.5) found.push('cut: ' + part.textContent);
        }
      }
      const all = [...forPaper.querySelectorAll('.node')].filter((node) => node.querySelector('circle, rect'));
      for (const node of all) if (!whole.has(node.id)) found.push('missing: ' + node.id);
      return found;
    })()
    """

  @Test(
    "as a whole with all numbers, on as many sheets as it takes, from any window",
    arguments: [320, 1000, 2560])
  func whole(width: Int) throws {
    let browser = try Browser()
    let page = Self.layers
    try browser.open(GraphPage(page.snapshot(), title: page.name).html, look: Browser.Look(width: width))
    let before = try browser.texts("(\(Self.labels))('#drawing')").sorted()
    try browser.evaluate("dispatchEvent(new Event('beforeprint')); paper.classList.add('measured')")
    #expect(try browser.evaluate("document.querySelectorAll('#paper > svg').length") as? Double ?? 0 > 1)
    let damages = try browser.texts(Self.damages)
    #expect(damages.isEmpty, "\(damages)")
    #expect(try ShownNumbers(browser) == ShownNumbers(page.snapshot()))
    let printed = try browser.texts("(\(Self.labels))('#paper')")
    var options = DrawingOptions()
    options.width = 1000
    let drawn = GraphDrawing(page.snapshot(), options: options).layout.labels
    let expected = drawn.flatMap(\.lines).sorted()
    let lines = try browser.texts(
      "[...document.querySelectorAll('#paper .label:not(.pending) text')].map((line) => line.textContent)")
    #expect(Set(lines) == Set(expected) && printed.count >= drawn.count)
    #expect(try browser.evaluate("document.querySelectorAll('#paper .current').length") as? Double == 0)
    // Then the page is as it was.
    try browser.evaluate("paper.classList.remove('measured'); dispatchEvent(new Event('afterprint'))")
    #expect(try browser.evaluate("paper.childElementCount") as? Double == 0)
    let after = try browser.texts("(\(Self.labels))('#drawing')").sorted()
    #expect(after == before)
    #expect(try browser.content("#values tbody tr:last-child td:last-child").contains("not yet"))
    browser.expectSilence()
  }

  @Test("as the step that a reader has gone to, with its numbers of now")
  func step() throws {
    let browser = try Browser()
    let page = PageCase("shopping", [("apple", 100), ("n", 2), ("tax", 1.1)]) { x in x[0] * x[1] * x[2] }
    for width in [320, 1000] {
      try browser.open(GraphPage(page.snapshot(), title: page.name).html, look: Browser.Look(width: width))
      try browser.evaluate("setInput(0, tensor([], [123456.789])); go(1)")
      try browser.evaluate("dispatchEvent(new Event('beforeprint')); paper.classList.add('measured')")
      #expect(
        try browser.texts("[...document.querySelectorAll('#paper .current')].map((node) => node.id)") == [
          "node-3"
        ])
      let shown = try browser.texts(
        "[...document.querySelectorAll('#paper .label:not(.pending)')].map((label) => label.textContent)")
      #expect(shown.sorted() == ["1.1", "123457", "2", "246914"])
      #expect(try browser.text("getComputedStyle(document.getElementById('step')).display") != "none")
      let overlaps = try browser.texts(
        """
        (() => { const boxes = [...document.querySelectorAll('#paper :is(.label:not(.pending), .node)')]
          .map((part) => [part.textContent, part.getBoundingClientRect()]).filter(([, box]) => box.height > 0);
        return boxes.flatMap(([name, a], i) => boxes.slice(i + 1).filter(([, b]) => a.left + 1 < b.right
          && b.left + 1 < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom).map(([other]) => name + ' | ' + other)); })()
        """)
      #expect(overlaps.isEmpty, "\(overlaps)")
      try browser.evaluate("paper.classList.remove('measured'); dispatchEvent(new Event('afterprint'))")
    }
    browser.expectSilence()
  }

  // Numbers that were only set smaller once crossed lines, and left the drawing.
  @Test("with room for the numbers that were written, from any window", arguments: [320, 1000, 1400, 2560])
  func edited(width: Int) throws {
    let numbers: Tensor<Double> = [1, 2, 3, 4, 5, 6]
    let page = PageCase("rows", [("x", numbers), ("y", numbers), ("z", [1, 1, 1, 1, 1, 1])]) { x in
      x[0] * x[1] + x[2] * x[2] * x[0] * x[0] * x[1]
    }
    let browser = try Browser()
    try browser.open(GraphPage(page.snapshot(), title: page.name).html, look: Browser.Look(width: width))
    let print = "dispatchEvent(new Event('beforeprint')); paper.classList.add('measured')"
    let clear = "paper.classList.remove('measured'); dispatchEvent(new Event('afterprint'))"
    let widths =
      "[...document.querySelectorAll('#paper svg')].map((sheet) => String(sheet.viewBox.baseVal.width))"
    try browser.evaluate(print)
    let before = try browser.texts(widths)
    try browser.evaluate(clear)
    try browser.evaluate(
      "setInput(0, tensor([6], [0.123456, 0.234567, 0.345678, 0.456789, -0.567891, -9.87654e-100]))")
    try browser.evaluate(print)
    let after = try browser.texts(widths)
    #expect(!after.isEmpty && after != before)
    for sheet in after.indices {
      let found = try browser.overlaps(in: "document.querySelectorAll('#paper svg')[\(sheet)]")
      #expect(found.isEmpty, "sheet \(sheet): \(found)")
    }
    let sizes = try browser.texts(
      "[...new Set([...document.querySelectorAll('#paper .label [transform], #paper .label[transform]')].map((part) => part.getAttribute('transform').split('(')[0]))]"
    )
    #expect(Set(sizes).isSubset(of: ["translate"]), "\(sizes)")
    try browser.evaluate(clear)
    browser.expectSilence()
  }

  @Test("where it is folded, too, and then a phone has a drawing of its own")
  func folded() throws {
    let page = PageCase("chain", [("x", 0.5)]) { x in
      (0..<2000).reduce(x[0]) { y, position in position % 3 == 0 ? y.sigmoid() : y * 1.5 }
    }
    let browser = try Browser()
    try browser.open(GraphPage(page.snapshot(), title: "chain").html, look: Browser.Look(width: 320))
    #expect(try browser.evaluate("ownSize[0] < 420 && forPaper !== svg") as? Bool == true)
    try browser.evaluate("dispatchEvent(new Event('beforeprint')); paper.classList.add('measured')")
    let damages = try browser.texts(Self.damages)
    #expect(damages.isEmpty, "\(damages.prefix(5))")
    #expect(try browser.evaluate("document.querySelectorAll('#paper .pending').length") as? Double == 0)
    // A step within a box is that box's.
    try browser.evaluate(
      "dispatchEvent(new Event('afterprint')); go(1000); dispatchEvent(new Event('beforeprint'))")
    let marked = try browser.texts(
      "[...document.querySelectorAll('#paper .current')].map((node) => node.getAttribute('class'))")
    #expect(marked.count == 1 && marked[0].contains("folded"), "\(marked)")
    browser.expectSilence()
  }

  @Test(
    "by the browser's own printing, in the reader's language, and the drawing of the screen stays off the paper"
  )
  func printing() throws {
    let browser = try Browser()
    try browser.open(GraphPage(Self.layers.snapshot(), title: "layers").html, look: Browser.Look(width: 2560))
    try browser.click("[data-language=zh-Hans]")
    try browser.call("Emulation.setEmulatedMedia", ["media": ""])
    try browser.evaluate(
      """
      seenOnPaper = []; addEventListener('beforeprint', () => { seenOnPaper = [...document.querySelectorAll(
        '#paper .label.result')].map((label) => label.textContent); });
      addEventListener('afterprint', () => { seenOnPaper.push(String(paper.childElementCount)); });
      """)
    let answer = try browser.call("Page.printToPDF", [:], within: .seconds(60))
    #expect((answer["data"] as? String ?? "").count > 10_000)
    #expect(try browser.texts("seenOnPaper") == ["40 处使用之和", "0"])
    browser.expectSilence()
  }
}
