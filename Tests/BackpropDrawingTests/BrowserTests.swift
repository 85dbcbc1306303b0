import Testing

/// The tests' own browser: what it would miss, the tests of pages would miss.
@Suite(.enabled(if: Browser.isInstalled, Browser.howToInstall), .serialized)
struct BrowserTests {
  @Test("Keys and clicks reach the page, and its values come back")
  func acting() throws {
    let browser = try Browser()
    try browser.open(
      """
      <!doctype html><title>Seen</title><input id="field" value="7"><button id="more">More</button>
      <script>
      const seen = [];
      document.addEventListener('keydown', (event) => seen.push(event.key));
      document.getElementById('more').addEventListener('click', () => seen.push('click'));
      </script>
      """, look: Browser.Look(language: "zh-CN"))
    try browser.press("ArrowRight")
    try browser.click("#more")
    try browser.click("#field")
    try browser.press("End")
    try browser.type("5")
    #expect(try browser.texts("seen") == ["ArrowRight", "click", "End", "5"])
    #expect(try browser.text("document.getElementById('field').value") == "75")
    #expect(try browser.text("navigator.language") == "zh-CN")
    #expect(try Double(browser.text("String(0.1 + 0.2)")) == 0.1 + 0.2)
    #expect(try browser.accessibilityLines().contains("button: More"))
    browser.expectSilence()
  }

  @Test("A request that leaves the page, an error and an exception are all noticed")
  func noticing() throws {
    let browser = try Browser()
    try browser.open(
      """
      <!doctype html><img src="file:///nowhere.png">
      <script>console.error('bad'); setTimeout(() => { throw new Error('worse'); }, 0);</script>
      """)
    try browser.evaluate("new Promise((done) => setTimeout(done, 100))")
    #expect(browser.requests.count == 2)
    #expect(browser.complaints.contains("error: bad"))
    #expect(browser.complaints.contains { $0.contains("worse") })
  }
}
