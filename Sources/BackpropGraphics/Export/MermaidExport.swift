/// A diagram in the language of Mermaid, folded as far as Mermaid needs it to draw it.
package struct MermaidExport {
  /// The most lines that Mermaid draws where a page doesn't set `maxEdges`.
  package static let edgeLimit = 500
  /// The most characters, as JavaScript counts them, that Mermaid takes where a page doesn't set `maxTextSize`.
  package static let characterLimit = 50_000

  /// The text.
  package let text: String
  /// What a person should know of it, in a sentence: that it is folded, or that it can't be drawn as it is.
  package let note: String?

  /// Makes the text of a diagram: whole if Mermaid can draw that, with groups folded if it can draw that, and then with
  /// ever more nodes folded into boxes.
  package init(_ diagram: Diagram) {
    let whole = MermaidText(diagram: diagram)
    guard let reason = MermaidExport.obstacle(whole) else {
      (text, note) = (whole.text, nil)
      return
    }
    // Beyond, folding makes fewer boxes only where it leaves fewer nodes at both ends.
    for limit in [diagram.nodes.count - 1, 80, 40, 16, 4] where limit > 0 {
      let folded = diagram.folded(limit: limit)
      let export = MermaidText(diagram: folded)
      if MermaidExport.obstacle(export) == nil {
        text = export.text
        note =
          "the Mermaid drawing has \(folded.nodes.count) boxes for the graph's \(diagram.nodes.count) nodes, "
          + "since \(reason)."
        return
      }
    }
    text = whole.text
    note =
      "Mermaid can't draw this graph, not even folded, since \(reason). In a page of your own, raise its maxEdges and "
      + "maxTextSize."
  }

  /// Why Mermaid wouldn't draw a text.
  private static func obstacle(_ export: MermaidText) -> String? {
    if export.edgeCount > edgeLimit {
      return "Mermaid draws \(edgeLimit) lines and the whole has \(export.edgeCount)"
    }
    let count = export.text.utf16.count
    if count > characterLimit {
      return "Mermaid takes \(characterLimit) characters and the whole has \(count)"
    }
    return nil
  }
}
