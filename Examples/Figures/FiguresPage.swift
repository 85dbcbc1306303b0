/// The page that shows all figures, in Markdown.
struct FiguresPage {
  private let figures = Figure.ofTheNotes
  private let others = Figure.beyondTheNotes

  var text: String {
    var lines = [
      "# Figures · 图", "",
      "Every picture of the notes, \(figures.count) of them, drawn from a graph of the library: values stand above "
        + "the",
      "lines, derivatives below. The symbols are found by walking the graph. `Scripts/figures.sh` makes this page "
        + "and its",
      "files anew.",
      "",
      "讲义里的每一幅图（共 \(figures.count) 幅），都由本库根据计算图画出：数值写在线的上方，导数写在线的下方；"
        + "图中的符号是遍历计算图时推导出来的。",
      "运行 `Scripts/figures.sh` 可重新生成本页和全部图。",
      "",
      "## The notes' pictures and these · 讲义的图与本页的图", "",
      "| # | its file in the notes · 讲义中的文件名 | here | 本页 |", "| ---: | --- | --- | --- |",
    ]
    let names = figures.numberedNames
    for (index, figure) in figures.enumerated() {
      let original = figure.original.map { "`\($0)`" } ?? "–"
      lines.append(
        "| \(index + 1) | \(original) | [\(figure.caption.english)](Figures/\(names[index]).svg) "
          + "| \(figure.caption.chinese) |")
    }
    var section = ""
    for (index, figure) in figures.enumerated() {
      if figure.section.english != section {
        section = figure.section.english
        lines += ["", "## \(figure.section.english) · \(figure.section.chinese)"]
      }
      lines += show(figure, "Figures/\(names[index]).svg", "\(index + 1). ")
    }
    lines += ["", "## Beyond the notes' pictures · 讲义之外", ""]
    lines += [
      "What the notes tell in words and numbers only.<br>", "讲义中只有文字和数字的内容。",
    ]
    for (index, figure) in others.enumerated() {
      lines += show(figure, "Figures/Beyond/\(others.numberedNames[index]).svg", "")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func show(_ figure: Figure, _ path: String, _ number: String) -> [String] {
    let (english, chinese) = (figure.caption.english, figure.caption.chinese)
    return ["", "![\(english)](\(path))", "", "\(number)\(english)<br>", chinese]
  }
}
