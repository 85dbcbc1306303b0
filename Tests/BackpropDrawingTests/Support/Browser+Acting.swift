import Foundation

/// What a person does with a page.
extension Browser {
  /// Presses and releases a key, named as in `KeyboardEvent.key`: `ArrowRight`, `Home`, `Tab`, `+`, `a`, ` `.
  func press(_ key: String, control: Bool = false, shift: Bool = false) throws {
    let named = [
      "Backspace": 8, "Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "PageUp": 33, "PageDown": 34, "End": 35,
      "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Delete": 46,
    ]
    var event: [String: Any] = [
      "type": "keyDown", "key": key, "code": key == " " ? "Space" : key,
      "modifiers": (control ? 2 : 0) + (shift ? 8 : 0),
    ]
    if let code = named[key] {
      event["windowsVirtualKeyCode"] = code
    } else if let letter = key.uppercased().unicodeScalars.first, letter.isASCII,
      letter.properties.isAlphabetic
    {
      event["windowsVirtualKeyCode"] = Int(letter.value)
      event["code"] = "Key\(letter)"
    }
    if key.count == 1 && !control { event["text"] = key }
    if key == "Enter" { event["text"] = "\r" }
    try call("Input.dispatchKeyEvent", event)
    event["type"] = "keyUp"
    event["text"] = nil
    try call("Input.dispatchKeyEvent", event)
  }

  /// Types a text, a key press for each character, into what has the focus.
  func type(_ text: String) throws {
    for character in text { try press(String(character)) }
  }

  /// Clicks in the middle of the element that a selector finds.
  func click(_ selector: String) throws {
    let place = try evaluate(
      """
      (() => { const element = document.querySelector(\(Self.quoted(selector)));
      if (!element) return null;
      element.scrollIntoView({block: 'center', inline: 'center'});
      const box = element.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2]; })()
      """)
    guard let place = place as? [Double], place.count == 2 else {
      throw BrowserFailure(description: "There is no \(selector) to click.")
    }
    for type in ["mousePressed", "mouseReleased"] {
      try call(
        "Input.dispatchMouseEvent",
        ["type": type, "x": place[0], "y": place[1], "button": "left", "clickCount": 1])
    }
  }

  /// Turns the mouse's wheel over the element that a selector finds, with the control key held: a wish to zoom.
  func turnWheel(by distance: Double, over selector: String) throws {
    let place = try texts(
      """
      (() => { const box = document.querySelector(\(Self.quoted(selector))).getBoundingClientRect();
      return [String(box.left + box.width / 2), String(box.top + box.height / 2)]; })()
      """
    ).compactMap { Double($0) }
    try call(
      "Input.dispatchMouseEvent",
      [
        "type": "mouseWheel", "x": place.first ?? 0, "y": place.last ?? 0, "deltaX": 0, "deltaY": distance,
        "modifiers": 2,
      ])
  }
}
