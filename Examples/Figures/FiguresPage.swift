/// The page that shows all figures, in Markdown.
struct FiguresPage {
  let figures: [Figure]

  var text: String {
    var lines = [
      "# Figures · 图", "",
      "Every figure of the notes, drawn from a graph of the library: values stand above the lines, derivatives below.",
      "The symbols are found by walking the graph. `Scripts/figures.sh` makes this page and its files anew.",
      "",
      "讲义里的每一幅图，都由本库根据计算图画出：数值写在线的上方，导数写在线的下方；图中的符号是遍历计算图时推导出来的。",
      "运行 `Scripts/figures.sh` 可重新生成本页和全部图。",
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
