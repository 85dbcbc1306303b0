/// A part of a drawing on a sheet of A4.
package struct PrintedSheet {
  /// The window on the drawing, in its pixels.
  private var x: Double
  private var y: Double
  private var width: Double
  private var height: Double
  /// The rows that it shows begin and end here.
  private var start: Double
  private var end: Double

  private static let sheet = (width: 210.0, height: 297.0)
  private static let margin = 12.0
  /// Millimetres of a pixel, as browsers count them.
  private static let pixel = 25.4 / 96

  /// The attributes of the SVG element.
  var attributes: String {
    let numbers = [x, y, width, height].map(SVGText.number).joined(separator: " ")
    return "viewBox=\"\(numbers)\" width=\"210mm\" height=\"297mm\" preserveAspectRatio=\"xMidYMin meet\""
  }

  /// The attributes of the window in it that shows the rows and nothing of the lines below them.
  var window: String {
    let names = ["x", "y", "width", "height"]
    let numbers = [x, start, width, end - start].map(SVGText.number)
    let places = zip(names, numbers).map { "\($0)=\"\($1)\"" }.joined(separator: " ")
    return "\(places) viewBox=\"\(numbers.joined(separator: " "))\""
  }

  /// The sheets that a drawing takes: whole rows on each, and as large as the sheet allows, up to life size.
  package static func sheets(for layout: GraphLayout) -> [PrintedSheet] {
    let usable = (width: sheet.width - 2 * margin, height: sheet.height - 2 * margin)
    let ends = Array(layout.rows.dropFirst()) + [layout.height]
    let highest = zip(layout.rows, ends).reduce(0) { max($0, $1.1 - $1.0) }
    let width = max(layout.width, usable.width / pixel, highest * usable.width / usable.height)
    let height = width * usable.height / usable.width
    let border = margin * width / usable.width
    var sheets: [PrintedSheet] = []
    var top = 0.0
    func add(until bottom: Double) {
      sheets.append(
        PrintedSheet(
          x: (layout.width - width) / 2 - border, y: top - border, width: width + 2 * border,
          height: bottom - top + 2 * border, start: top, end: bottom))
      top = bottom
    }
    for (start, end) in zip(layout.rows, ends) where end - top > height && start > top { add(until: start) }
    add(until: layout.height)
    // A sheet shows no more than its own rows, and has the shape of paper all the same.
    let shape = sheet.height / sheet.width
    for index in sheets.indices {
      sheets[index].height = max(sheets[index].height, sheets[index].width * shape)
    }
    return sheets
  }

  /// What of a drawing stands in the rows that the sheet shows, and the lines that lead to others.
  package func part(of layout: GraphLayout) -> GraphLayout {
    var part = layout
    func isShown(_ frame: GraphLayout.Frame) -> Bool { frame.y < end && frame.y + frame.height > start }
    part.nodes.removeAll { !isShown($0.frame) }
    part.labels.removeAll { !isShown($0.frame) }
    part.groups.removeAll { !isShown($0.frame) }
    part.edges.removeAll { edge in
      let heights = (edge.forward + edge.backward).map(\.y)
      return (heights.min() ?? 0) > end || (heights.max() ?? 0) < start
    }
    return part
  }
}
