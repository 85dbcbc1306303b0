import Backprop
import BackpropArguments
import BackpropDrawing
import BackpropFiles

/// The graph of a network that is given by the sizes of its layers: what it looks like, not what it has learnt.
struct NetworkGraph {
  private let sizes: [Int]
  private let activation: ActivationName
  private let parameterCount: Int
  private let layers: [LayerShape]
  private let picture: NetworkDrawing

  /// More parameters than these aren't made for a picture.
  private static let parameterLimit = 20_000_000

  /// Throws an error of usage when the sizes can't be shown.
  static func check(_ sizes: LayerSizes) throws {
    try sizes.check("--network")
    guard sizes.sizes.count >= 2 else {
      throw ValidationError(
        "--network needs at least the sizes of input and output, as in --network 784,50,10.")
    }
    var parameters = 0
    for (inputs, outputs) in zip(sizes.sizes, sizes.sizes.dropFirst()) {
      // Each size is at least 1, so none can be larger than the number of parameters.
      let isSmall = inputs <= parameterLimit && outputs <= parameterLimit
      let sum = isSmall ? parameters + (inputs + 1) * outputs : .max
      guard sum <= parameterLimit else {
        throw ValidationError(
          "a network \(LayerSizes.title(sizes.sizes)) has more than "
            + "\(parameterLimit.grouped) parameters, where this command stops.")
      }
      parameters = sum
    }
  }

  /// Builds the network, with weights of zero, and what each layer does to a sample.
  init(_ sizes: LayerSizes, activation: ActivationName) throws(ShapeError) {
    self.sizes = sizes.sizes
    self.activation = activation
    var generator = Philox4x32(seed: 0)
    let model = try Model(
      Sequential<Float>(
        sizes: sizes.sizes, activation: activation.layer, weights: .normal(standardDeviation: 0),
        using: &generator))
    parameterCount = model.parameterCount
    layers = try model.layerShapes(for: [sizes.sizes[0]])
    picture = try NetworkDrawing(
      of: model, sampleShape: [sizes.sizes[0]],
      title: "Network \(sizes.sizes.map(String.init).joined(separator: "-"))")
  }

  /// The graph drawn.
  var drawing: GraphDrawing { picture.drawing }

  /// The graph as a page that is stepped through, shapes only.
  var page: GraphPage { picture.page }

  /// A line for each layer, without the inputs' shapes where the lines would have more columns than the limit.
  func lines(columns limit: Int) -> [String] {
    var rows = [["layer", "input", "output", "parameters", ""]]
    for layer in layers {
      let parameters = layer.parameters.map { "\($0.label) \($0.shape)" }.joined(separator: ", ")
      let count = layer.parameterCount
      rows.append([
        layer.label, "(N, \(layer.input[0]))", "(N, \(layer.output[0]))",
        parameters.isEmpty ? "–" : parameters,
        count == 0 ? "" : count.grouped,
      ])
    }
    rows.append(["SoftmaxWithLoss", "(N, \(sizes[sizes.count - 1]))", "()", "–", ""])
    rows.append(["", "", "", "together", parameterCount.grouped])
    let lines = NetworkGraph.lines(of: rows)
    if lines.allSatisfy({ $0.displayWidth <= limit }) { return lines }
    for row in rows.indices { rows[row].remove(at: 1) }
    return NetworkGraph.lines(of: rows)
  }

  private static func lines(of rows: [[String]]) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1 ? cell.rightAligned(to: widths[column]) : cell.padded(to: widths[column])
      }
      return cells.joined(separator: "   ").trimmingTrailingSpaces()
    }
  }

  /// The layers as one object.
  var json: JSONValue {
    .object([
      ("sizes", .array(sizes.map { .integer($0) })), ("activation", .string(activation.rawValue)),
      ("parameter_count", .integer(parameterCount)),
      (
        "layers",
        .array(
          layers.map { layer in
            .object([
              ("name", .string(layer.label)), ("inputs", .integer(layer.input[0])),
              ("outputs", .integer(layer.output[0])),
              (
                "parameters",
                .array(
                  layer.parameters.map { parameter in
                    .object([
                      ("name", .string(parameter.label)),
                      ("shape", .array(parameter.shape.map { .integer($0) })),
                      ("count", .integer(parameter.shape.elementCount)),
                    ])
                  })
              ),
            ])
          })
      ),
    ])
  }
}

extension String {
  fileprivate func trimmingTrailingSpaces() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
