/// The HTML of a page around a drawing: its controls, and places for what the script writes.
///
/// The security policy lets the page run the one script and use the one style that it comes with, and nothing else: no
/// request can leave it, whatever a name in it says.
package struct PageFrame {
  let title: String
  let drawing: String
  let model: String

  package init(title: String, drawing: String, model: String) {
    self.title = title
    self.drawing = drawing
    self.model = model
  }

  package var html: String {
    let style = EmbeddedText.pageStyle
    let script = EmbeddedText.pageScript
    let policy =
      "default-src 'none'; style-src \(ContentHash.source(style)); script-src \(ContentHash.source(script)); "
      + "base-uri 'none'; form-action 'none'"
    let shown = SVGText.escaped(title)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>Computational graph: \(shown)</title>
      <style>\(style)</style>
      </head>
      <body>
      <header>
      <div class="languages" role="group" aria-label="Language / 语言">
      <button type="button" data-language="en" lang="en" aria-pressed="true">English</button>
      <button type="button" data-language="zh-Hans" lang="zh-Hans" aria-pressed="false">中文</button>
      </div>
      <p class="kind" data-text="kind">Computational graph</p>
      <h1><bdi id="title">\(shown)</bdi></h1>
      </header>
      <noscript><p>Without scripts the graph is shown with all its numbers, but not step by step. \
      <span lang="zh-Hans">未启用 JavaScript：图中显示全部数字，但不能逐步查看。</span></p></noscript>
      <main>
      <div class="stage">
      \(controls)
      <div id="drawing" role="region" tabindex="0" data-label="drawing" aria-label="Drawing">
      \(drawing)</div>
      </div>
      <p class="keys" data-text="keys"></p>
      <div class="columns">
      <section id="step" aria-live="off"></section>
      \(inputs)
      </div>
      \(values)
      </main>
      \(listing)
      <div id="announcement" class="unseen" role="status" aria-live="polite"></div>
      <script type="application/json" id="graph-data">\(model)</script>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  private var controls: String {
    """
    <div class="controls">
    <div class="group" role="group" data-label="steps" aria-label="Steps">
    \(button("first", "first", "|◀", keys: "Home"))
    \(button("previous", "previous", "◀", keys: "ArrowLeft"))
    \(button("next", "next", "▶", keys: "ArrowRight Space"))
    \(button("last", "last", "▶|", keys: "End"))
    <input type="range" id="position" min="0" max="1" value="0" data-label="position" aria-label="Step">
    <span id="phase"></span> <span id="where"></span>
    </div>
    <div class="group" role="group" data-label="zoom" aria-label="Zoom">
    \(button("zoom-out", "zoomOut", "−", keys: "-"))
    \(button("zoom-in", "zoomIn", "+", keys: "+"))
    <button type="button" id="zoom-fit" data-label="zoomFit" aria-keyshortcuts="0"><span data-text="fit">Fit</span></button>
    \(button("zoom-life", "zoomLife", "1:1", keys: "1"))
    <output id="zoom-level">100 %</output>
    </div>
    </div>
    """
  }

  private func button(_ id: String, _ label: String, _ sign: String, keys: String) -> String {
    // U+FE0E asks for the sign as text, where it could be a coloured picture.
    "<button type=\"button\" id=\"\(id)\" data-label=\"\(label)\" aria-keyshortcuts=\"\(keys)\">"
      + "<span aria-hidden=\"true\">\(sign)\u{FE0E}</span></button>"
  }

  private var inputs: String {
    """
    <section id="inputs" aria-labelledby="inputs-title">
    <h2 id="inputs-title" data-text="inputs">Inputs</h2>
    <p id="inputs-note"></p>
    <div id="fields"></div>
    <button type="button" id="restore" data-text="restore" hidden>Restore</button>
    </section>
    """
  }

  /// All numbers of a tensor; the script opens it.
  private var listing: String {
    """
    <dialog id="listing" aria-labelledby="listing-title">
    <h2 id="listing-title"></h2>
    <textarea id="listing-text" readonly="readonly" wrap="off" spellcheck="false" aria-label=""></textarea>
    <div class="actions">
    <button type="button" id="listing-copy" data-text="copy">Copy</button>
    <button type="button" id="listing-close" data-text="close">Close</button>
    <span id="listing-note" role="status"></span>
    </div>
    </dialog>
    """
  }

  private var values: String {
    // On a phone a row takes two lines, for which the style makes other boxes of its parts: the roles stay.
    let column = "scope=\"col\" role=\"columnheader\""
    return """
      <section id="values" aria-labelledby="values-title">
      <h2 id="values-title" data-text="values">All values</h2>
      <div class="scroll"><table role="table">
      <thead role="rowgroup"><tr role="row"><th \(column) data-text="node">Node</th>\
      <th \(column) data-text="rule">Computed as</th><th \(column) data-text="value">Value</th>\
      <th \(column) id="derivative-title">Derivative</th></tr></thead>
      <tbody role="rowgroup"></tbody>
      </table></div>
      <p id="more"></p>
      </section>
      """
  }
}
