extension Diagram {
  /// The diagram with its texts as narrow as a drawing for a phone needs them: names shorter, and rows of numbers on
  /// several lines where they are wide, since little else would fit beside them.
  package func forNarrowPlace() -> Diagram {
    var result = self
    for index in nodes.indices {
      if nodes[index].isInput {
        result.nodes[index].title = TextMeasure.shortened(
          nodes[index].title, columns: DrawingStyle.narrowTitleColumns)
      }
      result.nodes[index].forward = narrowed(nodes[index].forward)
      result.nodes[index].backward = narrowed(nodes[index].backward)
    }
    for index in edges.indices { result.edges[index].contribution = narrowed(edges[index].contribution) }
    return result
  }

  private func narrowed(_ lines: [String]) -> [String] {
    guard let last = lines.last else { return lines }
    let columns = DrawingStyle.narrowLabelColumns
    let rows = MatrixRows.rows(atEndOf: lines)?.count ?? 1
    var result = lines.dropLast(rows).map { TextMeasure.shortened($0, columns: columns) } + lines.suffix(rows)
    // Of `name = 1.5` the number stays whole.
    if rows == 1, last.displayWidth > columns, let sign = last.ranges(of: " = ").last {
      let number = last[sign.lowerBound...]
      let name = TextMeasure.shortened(
        String(last[..<sign.lowerBound]), columns: columns - String(number).displayWidth)
      result[result.count - 1] = name + number
    }
    return MatrixRows.wrapped(result, width: DrawingStyle.narrowRowWidth, size: DrawingStyle.fontSize)
  }
}
