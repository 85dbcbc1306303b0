extension Diagram {
  /// The diagram with its texts as they can be drawn: on one line each, without characters that can't be seen.
  var withVisibleTexts: Diagram {
    var diagram = self
    for index in nodes.indices {
      diagram.nodes[index].title = SVGText.visible(nodes[index].title)
      diagram.nodes[index].forward = nodes[index].forward.map(SVGText.visible)
      diagram.nodes[index].backward = nodes[index].backward.map(SVGText.visible)
      diagram.nodes[index].resultTitle = SVGText.visible(nodes[index].resultTitle)
    }
    for index in edges.indices {
      diagram.edges[index].contribution = edges[index].contribution.map(SVGText.visible)
    }
    for index in groups.indices { diagram.groups[index].title = SVGText.visible(groups[index].title) }
    return diagram
  }
}
