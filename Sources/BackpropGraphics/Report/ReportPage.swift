/// The frame of a report: head, heading, table of contents, sections and script.
package struct ReportPage {
  var title: Words
  var sections: [ReportSection]
  /// What kind of report it is.
  var kind: Words

  package init(
    title: Words, sections: [ReportSection], kind: Words = Words("Training report", "训练报告")
  ) {
    self.title = title
    self.sections = sections
    self.kind = kind
  }

  /// The page.
  ///
  /// Its security policy lets it run the one script and use the one style that it comes with, show images that lie in
  /// it, and nothing else: no request can leave it, whatever a name in it says.
  package var html: String {
    let style = EmbeddedText.reportStyle
    let script = EmbeddedText.reportScript
    let policy =
      "default-src 'none'; img-src data:; style-src \(ContentHash.source(style)); "
      + "script-src \(ContentHash.source(script)); base-uri 'none'; form-action 'none'"
    let name = Words("\(kind.english): \(title.english)", "\(kind.chinese)：\(title.chinese)")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta http-equiv="Content-Security-Policy" content="\(policy)"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta name="referrer" content="no-referrer"/>
      <title>\(SVGText.escaped(name.english))</title>
      <style>\(style)</style>
      </head>
      <body\(name.attribute("data-title"))>
      <a class="skip" href="#summary">\(Words("Skip to the report", "跳到报告正文").markup())</a>
      <header>
      <div class="languages" role="group" aria-label="Language / 语言" hidden="">
      <button type="button" data-language="en" lang="en" aria-pressed="true">English</button>
      <button type="button" data-language="zh-Hans" lang="zh-Hans" aria-pressed="false">中文</button>
      </div>
      <p class="kind">\(kind.markup())</p>
      <h1><bdi>\(title.markup())</bdi></h1>
      <nav\(Words("Contents", "目录").attribute("aria-label"))><ul>
      \(contents)
      </ul></nav>
      </header>
      <main>
      \(body)
      </main>
      <footer><p>\(footer.markup())</p></footer>
      <div id="tip" role="status" aria-live="polite" hidden=""></div>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  private var footer: Words {
    Words(
      "Made by swift-backprop. Charts can be read with the arrow keys.", "由 swift-backprop 生成。图表可用方向键读数。")
  }

  private var contents: String {
    sections.map { "<li><a href=\"#\($0.id)\">\($0.title.markup())</a></li>" }.joined(separator: "\n")
  }

  private var body: String {
    sections.map { section in
      """
      <section id="\(section.id)" aria-labelledby="heading-\(section.id)">
      <h2 id="heading-\(section.id)">\(section.title.markup())</h2>
      \(section.body)</section>
      """
    }.joined(separator: "\n")
  }
}
