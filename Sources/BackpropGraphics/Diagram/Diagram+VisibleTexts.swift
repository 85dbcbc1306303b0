extension Diagram {
  /// The diagram with its texts as they can be drawn: on one line each, without characters that can't be seen.
  var withVisibleTexts: Diagram { mappingTexts(SVGText.visible) }

  /// The diagram with each of its texts as a function makes it.
  func mappingTexts(_ changed: (String) -> String) -> Diagram {
    var diagram = self
    for index in nodes.indices {
      diagram.nodes[index].title = changed(nodes[index].title)
      diagram.nodes[index].forward = nodes[index].forward.map(changed)
      diagram.nodes[index].backward = nodes[index].backward.map(changed)
      diagram.nodes[index].resultTitle = changed(nodes[index].resultTitle)
    }
    for index in edges.indices {
      diagram.edges[index].contribution = edges[index].contribution.map(changed)
    }
    for index in groups.indices { diagram.groups[index].title = changed(groups[index].title) }
    return diagram
  }
}
