/// The page that shows all figures, in Markdown.
struct FiguresPage {
  let figures: [Figure]

  var text: String {
    var lines = [
      "# Figures · 图", "",
      "Every figure of the page, drawn from a graph of the library: values stand above the lines, derivatives below.",
      "Symbols are found by walking the graph. `Scripts/figures.sh` makes this page and its files.", "",
      "该页面的每一幅图都由本库的计算图绘制而成：数值写在线的上方，导数写在线的下方。符号由遍历计算图得到。",
      "运行 `Scripts/figures.sh` 可以重新生成本页和所有图。",
    ]
    var section = ""
    for figure in figures {
      if figure.section.english != section {
        section = figure.section.english
        lines += ["", "## \(figure.section.english) · \(figure.section.chinese)"]
      }
      lines += [
        "", "![\(figure.caption.english)](Figures/\(figure.name).svg)", "", "\(figure.caption.english)<br>",
        figure.caption.chinese,
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
