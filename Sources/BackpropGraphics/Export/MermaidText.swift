/// A diagram in the language of Mermaid.
package struct MermaidText {
  let diagram: Diagram

  package init(diagram: Diagram) { self.diagram = diagram.withVisibleTexts }

  /// How many lines are drawn, those of results included.
  var edgeCount: Int {
    let used = Set(diagram.edges.map(\.from))
    return diagram.edges.count + diagram.nodes.indices.filter { !used.contains($0) }.count
  }

  package var text: String {
    var lines = ["flowchart LR"]
    func write(_ part: GroupTree.Part, _ indent: String) {
      switch part {
      case .node(let index): lines.append(indent + node(index))
      case .group(let group, let parts):
        lines.append(indent + "subgraph g\(group)[\(quoted([diagram.groups[group].title]))]")
        for part in parts { write(part, indent + "  ") }
        lines.append(indent + "end")
      }
    }
    for part in GroupTree(diagram).parts { write(part, "  ") }
    for edge in diagram.edges {
      let label = label(edge.from, edge.contribution)
      lines.append("  n\(diagram.nodes[edge.from].id) -->\(label) n\(diagram.nodes[edge.to].id)")
    }
    let used = Set(diagram.edges.map(\.from))
    for index in diagram.nodes.indices where !used.contains(index) {
      let node = diagram.nodes[index]
      lines.append("  end\(node.id)[\(quoted([node.resultTitle]))]:::empty")
      lines.append("  n\(node.id) -->\(label(index, [])) end\(node.id)")
    }
    lines.append("  classDef empty fill:none,stroke:none")
    let marked = diagram.nodes.filter { diagram.marks[$0.id] != nil }.map { "n\($0.id)" }
    if !marked.isEmpty {
      lines.append("  classDef marked stroke:#c00000,stroke-width:4px")
      lines.append("  class \(marked.joined(separator: ",")) marked")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func node(_ index: Int) -> String {
    let node = diagram.nodes[index]
    let title = quoted([node.title])
    switch node.kind {
    case .operation: return "n\(node.id)((\(title)))"
    case .folded: return "n\(node.id)[[\(title)]]"
    case .variable, .constant: return "n\(node.id)[\(title)]:::empty"
    }
  }

  private func label(_ from: Int, _ contribution: [String]) -> String {
    let node = diagram.nodes[from]
    let backward = contribution.isEmpty ? node.backward : contribution
    let lines = node.forward + (backward.isEmpty ? [] : ["← " + backward[0]] + backward.dropFirst())
    return lines.isEmpty ? "" : "|\(quoted(lines))|"
  }

  /// The text in quotes. Everything that Mermaid, its Markdown or HTML could read as more than text is a number code.
  private func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      line.unicodeScalars.map { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "(", ")", "=", "+", "/": String(scalar)
        case "\u{2028}", "\u{2029}": " "
        case _ where scalar.value > 0x9F: String(scalar)
        default: "#\(scalar.value);"
        }
      }.joined()
    }
    // A label must not be empty.
    let text = escaped.joined(separator: "<br>")
    return "\"" + (text.isEmpty ? " " : text) + "\""
  }
}
