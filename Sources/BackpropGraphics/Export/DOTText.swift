/// A diagram in the language of Graphviz.
package struct DOTText {
  let diagram: Diagram

  package init(diagram: Diagram) { self.diagram = diagram.withVisibleTexts }

  package var text: String {
    var lines = [
      "digraph graph_of_values {", "  rankdir=LR;", "  node [shape=circle, fontname=\"Helvetica\"];",
      "  edge [fontname=\"Helvetica\", arrowhead=empty];",
    ]
    let tree = GroupTree(diagram)
    func write(_ members: GroupTree.Part, _ indent: String) {
      switch members {
      case .node(let index): lines.append(indent + node(index))
      case .group(let group, let parts):
        lines.append(indent + "subgraph cluster_\(group) {")
        lines.append(indent + "  label=\(quoted([diagram.groups[group].title])); style=rounded;")
        for part in parts { write(part, indent + "  ") }
        lines.append(indent + "}")
      }
    }
    for part in tree.parts { write(part, "  ") }
    for edge in diagram.edges {
      lines.append(
        "  n\(diagram.nodes[edge.from].id) -> n\(diagram.nodes[edge.to].id)\(label(edge.from, edge.contribution));"
      )
    }
    let used = Set(diagram.edges.map(\.from))
    for index in diagram.nodes.indices where !used.contains(index) {
      let id = diagram.nodes[index].id
      lines.append("  end\(id) [shape=plaintext, label=\(quoted([diagram.nodes[index].resultTitle]))];")
      lines.append("  n\(id) -> end\(id)\(label(index, []));")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private func node(_ index: Int) -> String {
    let node = diagram.nodes[index]
    let shape = node.isInput ? "shape=plaintext, " : node.kind == .folded ? "shape=box, style=dashed, " : ""
    let mark = diagram.marks[node.id] != nil ? ", color=red, penwidth=3" : ""
    return "n\(node.id) [\(shape)label=\(quoted([node.title]))\(mark)];"
  }

  private func label(_ from: Int, _ contribution: [String]) -> String {
    let node = diagram.nodes[from]
    let backward = contribution.isEmpty ? node.backward : contribution
    let lines = node.forward + (backward.isEmpty ? [] : ["← " + backward[0]] + backward.dropFirst())
    return lines.isEmpty ? "" : " [label=\(quoted(lines))]"
  }

  private func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      String(
        line.flatMap { character -> String in
          switch character {
          case "\"": "\\\""
          case "\\": "\\\\"
          // Graphviz reads the entities of HTML in labels: `&lt;` would be shown as `<`.
          case "&": "&amp;"
          default: character.isNewline ? " " : String(character)
          }
        })
    }
    return "\"" + escaped.joined(separator: "\\n") + "\""
  }
}

/// A diagram's nodes as they lie in its groups.
struct GroupTree {
  indirect enum Part {
    case node(Int)
    case group(Int, [Part])
  }

  private(set) var parts: [Part] = []

  init(_ diagram: Diagram) {
    // As deep as groups hold each other; a person wrote each of these levels.
    func parts(of members: Range<Int>, from first: Int) -> [Part] {
      var result: [Part] = []
      var position = members.lowerBound
      var group = first
      while position < members.upperBound {
        while group < diagram.groups.count, diagram.groups[group].members.lowerBound < position { group += 1 }
        if group < diagram.groups.count, diagram.groups[group].members.lowerBound == position,
          diagram.groups[group].members.upperBound <= members.upperBound
        {
          let inner = diagram.groups[group].members
          result.append(.group(group, parts(of: inner, from: group + 1)))
          position = inner.upperBound
        } else {
          result.append(.node(position))
          position += 1
        }
      }
      return result
    }
    self.parts = parts(of: 0..<diagram.nodes.count, from: 0)
  }
}
