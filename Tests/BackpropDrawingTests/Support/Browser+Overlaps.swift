extension Browser {
  /// What overlaps in the page's drawing, or in another one that an expression finds: texts with each other or with nodes,
  /// nodes with each other, and what stands outside of it. Each is a line that names both.
  func overlaps(in drawing: String = "svg") throws -> [String] {
    try texts(
      """
      ((drawn) => {
        const found = [];
        const box = (element) => {
          const {left, right, top, bottom} = element.getBoundingClientRect();
          return {left, right, top, bottom, element};
        };
        const isVisible = (element) => getComputedStyle(element).visibility !== 'hidden';
        const texts = [...drawn.querySelectorAll('.label')].filter(isVisible)
          .flatMap((label) => [...label.querySelectorAll('text, .map')].map(box))
          .concat([...drawn.querySelectorAll('.local-marks')].filter((mark) => mark.firstChild).map(box));
        const nodes = [...drawn.querySelectorAll('.node')].map(box).filter(({left, right}) => right > left);
        const slack = drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width;
        const meet = (a, b) => a.left + slack < b.right && b.left + slack < a.right
          && a.top + slack < b.bottom && b.top + slack < a.bottom;
        const all = [...texts, ...nodes];
        // What is told of a step may not hide what a group is called.
        const titles = [...drawn.querySelectorAll('.group text')].map(box);
        for (const mark of texts.filter(({element}) => element.matches('.local-marks'))) {
          for (const title of titles) {
            if (meet(mark, title)) found.push(mark.element.textContent + ' | ' + title.element.textContent);
          }
        }
        for (let i = 0; i < all.length; i += 1) {
          for (let j = i + 1; j < all.length; j += 1) {
            if (all[i].element.parentNode === all[j].element.parentNode && all[i].element.matches('text, .map')) continue;
            if (meet(all[i], all[j])) found.push(all[i].element.textContent + ' | ' + all[j].element.textContent);
          }
        }
        const frame = drawn.getBoundingClientRect();
        for (const {left, right, top, bottom, element} of all) {
          if (left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 1 || bottom > frame.bottom + 1) {
            found.push('outside: ' + element.textContent);
          }
        }
        return found;
      })(\(drawing))
      """)
  }

  /// Presses the mouse's button on the middle of what a selector finds, moves it and lets go.
  func drag(_ selector: String, by distance: (x: Double, y: Double)) throws {
    let place = try texts(
      """
      (() => { const box = document.querySelector(\(Self.quoted(selector))).getBoundingClientRect();
      return [String(box.left + box.width / 2), String(box.top + box.height / 2)]; })()
      """
    ).compactMap { Double($0) }
    guard place.count == 2 else { throw BrowserFailure(description: "There is no \(selector) to drag.") }
    func move(_ type: String, _ share: Double) throws {
      try call(
        "Input.dispatchMouseEvent",
        [
          "type": type, "x": place[0] + distance.x * share, "y": place[1] + distance.y * share,
          "button": "left",
          "buttons": type == "mouseReleased" ? 0 : 1, "clickCount": 1,
        ])
    }
    try move("mousePressed", 0)
    for share in [0.2, 0.5, 0.8, 1] { try move("mouseMoved", share) }
    try move("mouseReleased", 1)
  }
}
