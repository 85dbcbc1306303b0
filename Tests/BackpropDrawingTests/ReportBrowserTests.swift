import Backprop
import BackpropFiles
import Testing

@testable import BackpropDrawing

/// Reports opened in a real browser, with real keys and clicks.
@Suite(.enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct ReportBrowserTests {
  /// Expects that the page has fetched nothing: its images lie in it.
  private func expectSilence(_ browser: Browser) throws {
    try browser.evaluate("new Promise((done) => setTimeout(done, 0))")
    #expect(browser.complaints.isEmpty)
    let requests = browser.requests.filter { !$0.hasPrefix("data:image/png;base64,") }
    #expect(requests.count == 1 && requests.allSatisfy { $0.hasPrefix("file:") }, "\(requests)")
  }

  @Test("the page's policy lets its own script and style work, and all pictures are shown")
  func silence() throws {
    let browser = try Browser()
    try browser.open(SampleReport.full().html)
    try expectSilence(browser)
    // The script has run, and the style applies.
    #expect(try browser.evaluate("document.querySelector('.languages').hidden") as? Bool == false)
    #expect(try browser.text("getComputedStyle(document.body).maxWidth") == "1080px")
    #expect(
      try browser.evaluate(
        "[...document.images].every((image) => image.complete && image.naturalWidth === 2)") as? Bool
        == true)
    #expect(try browser.text("document.title") == "Training report: 4-6-3 on clouds")
    // Nothing is wider than the page.
    #expect(
      try browser.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        as? Bool
        == true)
  }

  @Test("pictures of numbers around 0 are dark on dark paper, and pictures of what is seen stay as they are")
  func signedPictures() throws {
    var report = SampleReport.full()
    report.featureMaps = SampleReport.featureMaps(layerCount: 3)
    let browser = try Browser()
    let filters = "[...document.images].map((image) => getComputedStyle(image).filter)"
    for isDark in [false, true] {
      try browser.open(report.html, look: .init(isDark: isDark))
      let found = try browser.texts(filters)
      let signed = try browser.evaluate("document.querySelectorAll('img.signed').length") as? Double ?? 0
      #expect(signed > 3 && Int(signed) < found.count)
      #expect(found.filter { $0.contains("invert(1)") }.count == (isDark ? Int(signed) : 0), "\(found)")
    }
    try browser.open(report.html, look: .init(isDark: true, isPrinted: true))
    #expect(try browser.texts(filters).allSatisfy { $0 == "none" })
  }

  @Test("all text is 12 pixels high or more and lies within its drawing", arguments: [400, 1000, 2000])
  func readableText(_ width: Int) throws {
    let layerNames = (1...11).map { "a layer number \($0) with a name longer than a narrow chart is" }
    var history = SampleReport.history(iterations: 1000, epochLength: 100)
    history.gradientLayers = layerNames
    for index in history.epochs.indices {
      history.epochs[index].learningRate = 0.1
      history.epochs[index].gradientNorms = layerNames.indices.map { 1 / Double($0 + index + 1) }
    }
    var report = SampleReport.full(history: history)
    report.featureMaps = SampleReport.featureMaps(layerCount: 30)
    let browser = try Browser()
    try browser.open(report.html, look: .init(width: width))
    // What can be seen of every text: how high its letters are on the screen, and how far it is outside of its drawing.
    let texts = """
      [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && [...e.childNodes].some(
        (n) => n.nodeType === 3 && n.data.trim())).map((e) => {
          const svg = e.closest('svg'), matrix = svg && e.getScreenCTM && e.getScreenCTM()
          const size = parseFloat(getComputedStyle(e).fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1)
          const box = e.getBoundingClientRect(), frame = svg && svg.getBoundingClientRect()
          const outside = frame ? Math.max(box.right - frame.right, frame.left - box.left) : 0
          return { text: e.textContent.trim(), size, outside }
        }).filter((t) => t.size < 11.99 || t.outside > 1).map((t) => JSON.stringify(t))
      """
    #expect(try browser.texts(texts).isEmpty)
    // Charts shrink to the column; the network's graph keeps its size, and moves within its own place.
    #expect(
      try browser.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        as? Bool == true)
  }

  @Test("arrow keys read the values of a chart, as the history has them")
  func keys() throws {
    let history = SampleReport.history()
    let browser = try Browser()
    try browser.open(SampleReport.full(history: history).html)
    try browser.evaluate("document.querySelector('svg.chart').focus()")
    let tip = "document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent"
    func read(_ key: String) throws -> String {
      try browser.press(key)
      return try browser.text(tip)
    }
    func sentence(_ iteration: Int) -> String {
      "iteration \(iteration): loss \(NumberText.significant(history.losses[iteration - 1]))"
    }
    for iteration in 1...40 { #expect(try read("ArrowRight") == sentence(iteration)) }
    // The end is the end.
    #expect(try read("ArrowRight") == sentence(40))
    #expect(try read("ArrowLeft") == sentence(39))
    #expect(try read("Home") == sentence(1))
    #expect(try read("PageDown") == sentence(11))
    #expect(try read("End") == sentence(40))
    #expect(try read("Escape") == "")
    #expect(try browser.evaluate("document.querySelectorAll('.cursor').length") as? Int == 0)
    // Every chart can be reached with the tab key.
    var seen: Set<String> = []
    try browser.evaluate("document.activeElement.blur()")
    for _ in 0..<80 {
      try browser.press("Tab")
      seen.insert(try browser.text("document.activeElement.getAttribute('aria-label') || ''"))
    }
    let labels = try browser.texts(
      "[...document.querySelectorAll('svg.chart')].map((c) => c.getAttribute('aria-label'))")
    #expect(labels.count == 18 && seen.isSuperset(of: labels))
    try expectSilence(browser)
  }

  @Test("a click on a chart tells the value there")
  func click() throws {
    let browser = try Browser()
    try browser.open(SampleReport.full().html)
    try browser.click("#curves figure:nth-of-type(2) svg .stop:nth-of-type(2)")
    let text = try browser.text("document.getElementById('tip').textContent")
    #expect(text.hasPrefix("iteration ") && text.contains("training ") && text.contains(" %"), "\(text)")
    #expect(
      try browser.evaluate(
        "(() => { const box = document.getElementById('tip').getBoundingClientRect(); "
          + "return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight; })()"
      )
        as? Bool == true)
  }

  @Test("Chinese readers get Chinese, and everyone can choose")
  func languages() throws {
    let browser = try Browser()
    var look = Browser.Look()
    look.language = "zh-CN"
    try browser.open(SampleReport.full().html, look: look)
    #expect(try browser.text("document.documentElement.lang") == "zh-Hans")
    #expect(try browser.text("document.title") == "训练报告：云团上的 4-6-3")
    #expect(try browser.text("document.querySelector('h1').innerText") == "云团上的 4-6-3")
    #expect(try browser.text("document.querySelector('img').alt").hasPrefix("第 0 张图像"))
    try browser.evaluate("document.querySelector('svg.chart').focus()")
    try browser.press("Home")
    #expect(try browser.text("document.getElementById('tip').textContent") == "第 1 次迭代：损失 2.3")
    let english = try browser.texts(
      "[...document.querySelectorAll('[lang=en]')].filter((e) => e.tagName !== 'BUTTON' && e.checkVisibility()).map((e) => e.textContent)"
    )
    #expect(english.isEmpty)
    try browser.click("[data-language=en]")
    #expect(try browser.text("document.querySelector('h1').innerText") == "4-6-3 on clouds")
    #expect(try browser.text("document.querySelector('img').alt").hasPrefix("image 0"))
    #expect(
      try browser.text("document.querySelector('[data-language=en]').getAttribute('aria-pressed')") == "true")
    try expectSilence(browser)
  }

  @Test("a hostile name runs nothing")
  func hostile() throws {
    let name =
      "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">'\"><svg onload=alert(1)>"
    let browser = try Browser()
    try browser.open(SampleReport.full(title: Words(same: name), classNames: [name, name, name]).html)
    try expectSilence(browser)
    #expect(try browser.text("document.title") == "Training report: \(name)")
    #expect(try browser.text("document.querySelector('h1').textContent") == name)
  }

  @Test("screen readers are told what charts, images and tables are, and a narrow dark page fits")
  func access() throws {
    let browser = try Browser()
    try browser.open(SampleReport.full().html, look: .init(width: 400, isDark: true))
    let lines = try browser.accessibilityLines()
    for line in [
      "image: Loss of the mini-batches over the iterations. Arrow keys read the values.",
      "image: image 0: round, taken for square, 90.0 % sure", "heading: Confusion matrix", "button: 中文",
      "columnheader: T-shirt/top", "rowheader: round", "navigation: Contents",
    ] {
      #expect(lines.contains(line), "\(line) is missing")
    }
    #expect(
      try browser.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        as? Bool
        == true)
    #expect(try browser.text("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 28)")
  }
}
