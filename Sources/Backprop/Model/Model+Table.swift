extension Model {
  /// The layers as a table of text: what each is called, the shape of one sample behind it, its parameters with their
  /// shapes, and how many numbers they are; the sum stands below.
  ///
  /// ```
  /// layer    output  parameters              numbers
  /// input    (784,)
  /// Affine1  (50,)   W1 (784, 50), b1 (50,)    39250
  /// ReLU1    (50,)                                 0
  /// Affine2  (10,)   W2 (50, 10), b2 (10,)       510
  /// total                                      39760
  /// ```
  ///
  /// Throws a ``ShapeError`` when the network can't take such a sample.
  ///
  /// - Parameter sample: the shape of one sample.
  public func layerTable(for sample: TensorShape) throws(ShapeError) -> String {
    var rows = [["layer", "output", "parameters", "numbers"], ["input", "\(sample)", "", ""]]
    for layer in try layerShapes(for: sample) {
      let parameters = layer.parameters.map { "\($0.label) \($0.shape)" }.joined(separator: ", ")
      rows.append([layer.label, "\(layer.output)", parameters, "\(layer.parameterCount)"])
    }
    rows.append(["total", "", "", "\(parameterCount)"])
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let room = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 3 ? room + row[column] : row[column] + room
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
