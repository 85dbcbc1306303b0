import Backprop
import BackpropFiles
import BackpropGraphics

/// The table of a listing: a line for each node, in aligned columns.
struct ListingTable<Scalar: TensorScalar> {
  private typealias Node = GraphSnapshot<Scalar>.Node
  private static var gap: Int { 3 }

  private let nodes: [Node]
  private let titles: [String]
  private let values: [TensorDigest<Scalar>]
  private let derivatives: [TensorDigest<Scalar>?]
  private let idWidth: Int

  init(_ listing: GraphListing<Scalar>) {
    nodes = listing.snapshot.nodes
    values = nodes.map { TensorDigest($0.value) }
    let hasGradients = nodes.contains { $0.gradient != nil }
    derivatives = nodes.map { node in
      node.isConstant || !hasGradients
        ? nil : TensorDigest(node.gradient ?? .zeros(node.value.shape))
    }
    let idWidth = "#\(max(nodes.count - 1, 0))".count
    self.idWidth = idWidth
    titles = zip(nodes, values).map { node, value in
      let label = listing.label(of: node, value: node.value.rank == 0 ? value.line(digits: nil) : "")
      return "#\(node.id)".rightAligned(to: idWidth) + " = " + label
    }
  }

  /// The table's lines, as detailed as so many columns allow.
  func lines(columns limit: Int) -> [String] {
    for digits in ListingText.digits {
      let rows = rows(digits)
      if width(rows) <= limit { return aligned(rows) }
    }
    // Names give way last.
    for share in [2, 3] {
      for digits in [6, 4, 3] {
        let rows = summarised(rows(digits), digits, limit, longest: limit / share)
        if width(rows) <= limit { return aligned(rows) }
      }
    }
    return nodes.indices.flatMap { stacked($0, limit) }
  }

  // MARK: In columns

  private func rows(_ digits: Int?) -> [[String]] {
    let head = [String(repeating: " ", count: idWidth) + "   node", "shape", "value", "derivative"]
    return [head]
      + nodes.indices.map { position in
        [
          titles[position], nodes[position].value.shape.description, values[position].line(digits: digits),
          derivatives[position]?.line(digits: digits) ?? "–",
        ]
      }
  }

  /// The rows with bounds in the place of elements, where these don't fit, and with shorter names.
  private func summarised(
    _ rows: [[String]], _ digits: Int, _ limit: Int, longest: Int
  ) -> [[String]] {
    var rows = rows
    let longest = Swift.max(longest, idWidth + 12)
    for row in rows.indices { rows[row][0] = TextMeasure.shortened(rows[row][0], columns: longest) }
    let widths = widths(rows)
    let room = limit - widths[0] - widths[1] - 3 * Self.gap
    let forValues = Swift.max(room / 2, room - widths[3])
    let forDerivatives = room - Swift.min(widths[2], forValues)
    for position in nodes.indices {
      if rows[position + 1][2].displayWidth > forValues {
        rows[position + 1][2] = values[position].brief(digits: digits)
      }
      if let derivative = derivatives[position], rows[position + 1][3].displayWidth > forDerivatives {
        rows[position + 1][3] = derivative.brief(digits: digits)
      }
    }
    return rows
  }

  private func widths(_ rows: [[String]]) -> [Int] {
    (0..<4).map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
  }

  private func width(_ rows: [[String]]) -> Int { widths(rows).reduce(3 * Self.gap, +) }

  private func aligned(_ rows: [[String]]) -> [String] {
    let widths = widths(rows)
    let gap = String(repeating: " ", count: Self.gap)
    return rows.map { row in
      (0..<3).map { row[$0].padded(to: widths[$0]) }.joined(separator: gap) + gap + row[3]
    }
  }

  // MARK: One below the other

  /// A node's lines where even a summary doesn't fit beside its name.
  private func stacked(_ position: Int, _ limit: Int) -> [String] {
    let margin = String(repeating: " ", count: idWidth + 3)
    func text(_ word: String, _ digest: TensorDigest<Scalar>) -> String {
      let line = "\(margin)\(word) \(digest.line(digits: 4))"
      return line.displayWidth <= limit ? line : "\(margin)\(word) \(digest.brief(digits: 4))"
    }
    let shape = "\(margin)shape \(nodes[position].value.shape)"
    // A name that is wider than a line by itself is shortened, with room for an ellipsis of three dots.
    let title = ListingText.broken(titles[position], columns: limit, indent: 2).map { line in
      line.displayWidth > limit ? TextMeasure.shortened(line, columns: Swift.max(limit - 2, 8)) : line
    }
    var lines = [shape, text("value", values[position])]
    if let derivative = derivatives[position] { lines.append(text("derivative", derivative)) }
    return title + lines.flatMap { ListingText.broken($0, columns: limit, indent: 2) }
  }
}
