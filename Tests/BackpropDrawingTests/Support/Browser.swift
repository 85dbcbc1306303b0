import Foundation
import Testing

/// A real browser with one page, driven through the DevTools protocol: real key presses and clicks, numbers read back
/// from the page, and a record of every request and every error.
///
/// ```swift
/// @Test(.enabled(if: Browser.isInstalled, Browser.howToInstall))
/// func page() throws {
///   let browser = try Browser()
///   try browser.open(html)
///   try browser.press("ArrowRight")
///   #expect(try browser.text("document.title") == "…")
///   browser.expectSilence()
/// }
/// ```
///
/// No wait is endless: whatever takes longer than its limit is an error.
final class Browser {
  /// Whether tests that need a browser can run here.
  static let isInstalled = BrowserProcess.executable != nil
  /// What to say where they can't.
  static let howToInstall: Comment = "Chromium is not installed: apt-get install chromium"

  /// How the page is looked at.
  struct Look {
    var width = 1200
    var height = 900
    var isDark = false
    /// Whether it is on paper.
    var isPrinted = false
    /// The reader's language, as the page's script sees it.
    var language = "en-US"
    var wantsLessMotion = false
  }

  /// The addresses of all requests that the page has made, the page itself first.
  private(set) var requests: [String] = []
  /// All errors and warnings in the page's console, and its uncaught exceptions.
  private(set) var complaints: [String] = []

  private let process: BrowserProcess
  private let folder: URL
  private var session: String?
  private var lastID = 0
  private var events: [String] = []

  /// Starts a browser with an empty page.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    process = try BrowserProcess()
    // The first answer waits for the browser to start, which takes long on a busy machine.
    let target = try call("Target.createTarget", ["url": "about:blank"], within: .seconds(90))
    let attached = try call(
      "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true], within: .seconds(60))
    session = attached["sessionId"] as? String
    for domain in ["Page", "Runtime", "Network", "Log"] { try call("\(domain).enable") }
  }

  deinit {
    process.end()
    try? FileManager.default.removeItem(at: folder)
  }

  // MARK: Pages

  /// Writes a page into a file of its own and opens it, the way a person opens it from a disk.
  func open(_ html: String, look: Look = Look()) throws {
    let file = folder.appendingPathComponent("page.html")
    try Data(html.utf8).write(to: file)
    try open(file, look: look)
  }

  /// Opens a file and waits until it is loaded. The records of requests and complaints begin anew.
  func open(_ file: URL, look: Look = Look()) throws {
    try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": false])
    try call(
      "Emulation.setEmulatedMedia",
      [
        "media": look.isPrinted ? "print" : "screen",
        "features": [
          ["name": "prefers-color-scheme", "value": look.isDark ? "dark" : "light"],
          ["name": "prefers-reduced-motion", "value": look.wantsLessMotion ? "reduce" : "no-preference"],
        ],
      ])
    let version = try call("Browser.getVersion")
    try call(
      "Emulation.setUserAgentOverride",
      ["userAgent": version["userAgent"] ?? "", "acceptLanguage": look.language])
    requests = []
    complaints = []
    events = []
    let answer = try call("Page.navigate", ["url": file.absoluteString], within: .seconds(60))
    if let error = answer["errorText"] as? String { throw BrowserFailure(description: error) }
    try wait(for: "Page.loadEventFired", within: .seconds(60))
  }

  /// Writes what the page looks like into a PNG file.
  func screenshot(to path: String, wholePage: Bool = true) throws {
    let answer = try call(
      "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": wholePage], within: .seconds(60))
    guard let data = (answer["data"] as? String).flatMap({ Data(base64Encoded: $0) }) else {
      throw BrowserFailure(description: "The browser sent no picture.")
    }
    try data.write(to: URL(fileURLWithPath: path))
  }

  /// Expects that the page has asked for nothing but itself and has complained of nothing.
  func expectSilence(sourceLocation: SourceLocation = #_sourceLocation) {
    try? catchUp()
    #expect(
      requests.count == 1 && requests.allSatisfy { $0.hasPrefix("file:") }, "requests: \(requests)",
      sourceLocation: sourceLocation)
    #expect(complaints.isEmpty, sourceLocation: sourceLocation)
  }

  // MARK: Reading

  /// The value of a JavaScript expression, as JSON has it: a string, number, Boolean, array, dictionary or `nil`.
  ///
  /// Numbers whose last bit matters are better asked for as strings, since JSON is read with less care than that.
  @discardableResult
  func evaluate(_ expression: String) throws -> Any? {
    let answer = try call(
      "Runtime.evaluate",
      ["expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true])
    if let details = answer["exceptionDetails"] as? [String: Any] {
      throw BrowserFailure(description: "\(expression.prefix(200)): \(Self.words(of: details))")
    }
    return (answer["result"] as? [String: Any])?["value"]
  }

  /// The value of an expression that is a string.
  func text(_ expression: String) throws -> String {
    guard let text = try evaluate(expression) as? String else {
      throw BrowserFailure(description: "\(expression.prefix(200)) is no string.")
    }
    return text
  }

  /// The value of an expression that is an array of strings.
  func texts(_ expression: String) throws -> [String] {
    guard let texts = try evaluate(expression) as? [String] else {
      throw BrowserFailure(description: "\(expression.prefix(200)) is no array of strings.")
    }
    return texts
  }

  /// What a screen reader is told: a line `role: name` for everything in the page that isn't ignored.
  func accessibilityLines() throws -> [String] {
    let answer = try call("Accessibility.getFullAXTree")
    let nodes = answer["nodes"] as? [[String: Any]] ?? []
    return nodes.compactMap { node in
      guard node["ignored"] as? Bool != true else { return nil }
      func value(_ key: String) -> String { (node[key] as? [String: Any])?["value"] as? String ?? "" }
      return "\(value("role")): \(value("name"))"
    }
  }

  /// A text as a JavaScript string.
  static func quoted(_ text: String) -> String {
    let data = try? JSONSerialization.data(withJSONObject: [text])
    return data.map { String(String(decoding: $0, as: UTF8.self).dropFirst().dropLast()) } ?? "''"
  }

  // MARK: The protocol

  /// Calls a method of the DevTools protocol and waits for its answer.
  @discardableResult
  func call(
    _ method: String, _ parameters: [String: Any] = [:], within limit: Duration = .seconds(30)
  ) throws -> [String: Any] {
    lastID += 1
    let id = lastID
    var message: [String: Any] = ["id": id, "method": method, "params": parameters]
    message["sessionId"] = session
    try process.send(try JSONSerialization.data(withJSONObject: message))
    let deadline = ContinuousClock.now.advanced(by: limit)
    while let answer = try next(before: deadline) {
      guard answer["id"] as? Int == id else { continue }
      if let error = answer["error"] as? [String: Any] {
        throw BrowserFailure(description: "\(method): \(error["message"] ?? error)")
      }
      return answer["result"] as? [String: Any] ?? [:]
    }
    throw BrowserFailure(description: "\(method) had no answer within \(limit).")
  }

  /// Waits for an event, unless it has come since the page was opened.
  private func wait(for event: String, within limit: Duration) throws {
    let deadline = ContinuousClock.now.advanced(by: limit)
    while !events.contains(event) {
      guard try next(before: deadline) != nil else {
        throw BrowserFailure(description: "\(event) did not come within \(limit).")
      }
    }
  }

  /// Takes in what the page has reported so far: two turns of its event loop, then all messages up to the answer.
  private func catchUp() throws {
    try evaluate("new Promise((done) => setTimeout(() => setTimeout(done, 0), 0))")
  }

  private func next(before deadline: ContinuousClock.Instant) throws -> [String: Any]? {
    guard let data = try process.receive(before: deadline) else { return nil }
    let message = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    if let event = message["method"] as? String {
      events.append(event)
      record(event, message["params"] as? [String: Any] ?? [:])
    }
    return message
  }

  private func record(_ event: String, _ parameters: [String: Any]) {
    switch event {
    case "Network.requestWillBeSent":
      requests.append((parameters["request"] as? [String: Any])?["url"] as? String ?? "?")
    case "Runtime.exceptionThrown":
      complaints.append(Self.words(of: parameters["exceptionDetails"] as? [String: Any] ?? [:]))
    case "Runtime.consoleAPICalled":
      let kind = parameters["type"] as? String ?? ""
      let values = (parameters["args"] as? [[String: Any]] ?? []).map {
        "\($0["value"] ?? $0["description"] ?? "")"
      }
      if ["error", "warning", "assert"].contains(kind) {
        complaints.append("\(kind): \(values.joined(separator: " "))")
      }
    case "Log.entryAdded":
      let entry = parameters["entry"] as? [String: Any] ?? [:]
      complaints.append("\(entry["level"] ?? ""): \(entry["text"] ?? "")")
    default: break
    }
  }

  private static func words(of details: [String: Any]) -> String {
    let exception = details["exception"] as? [String: Any]
    return exception?["description"] as? String ?? details["text"] as? String ?? "an exception"
  }
}
