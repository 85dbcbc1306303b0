import ArgumentParser
import Backprop
import BackpropDrawing

/// The graph of a network that is given by the sizes of its layers: what it looks like, not what it has learnt.
struct NetworkGraph {
  private let sizes: [Int]
  private let activation: Activation
  private let network: Sequential<Float>
  private let snapshot: GraphSnapshot<Float>
  private let batchSize: Int

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

  /// Builds the network and runs a batch of zeros through it, forward and backward.
  init(_ sizes: LayerSizes, activation: Activation) {
    self.sizes = sizes.sizes
    self.activation = activation
    var layers: [any Layer<Float>] = []
    for (index, (inputs, outputs)) in zip(sizes.sizes, sizes.sizes.dropFirst()).enumerated() {
      layers.append(Affine<Float>(weight: .zeros([inputs, outputs]), bias: .zeros([outputs])))
      guard index + 2 < sizes.sizes.count else { continue }
      layers.append(activation == .relu ? ReLU<Float>() : Sigmoid<Float>())
    }
    network = Sequential(layers)
    // A number of samples that no layer has as its size, so that it can be told apart and written as N.
    batchSize = (2...).first { !sizes.sizes.contains($0) } ?? 2
    let graph = Graph<Float>()
    let x = graph.constant(.zeros([batchSize, sizes.sizes[0]]), name: "x")
    var output = x
    for (name, layer) in network.layers {
      let count = layer.parameterCount
      let title = count > 0 ? "\(name) · \(count.grouped) parameters" : name
      output = graph.group(title) { layer(output) }
    }
    let labels = [Int](repeating: 0, count: batchSize)
    let loss = graph.group("Loss") { output.softmaxWithLoss(labels) }.named("L")
    snapshot = graph.snapshot(gradients: loss.backward())
  }

  /// The graph drawn.
  var drawing: GraphDrawing { GraphDrawing(snapshot, options: drawingOptions) }

  /// The graph as a page that is stepped through, shapes only.
  var page: GraphPage { GraphPage(snapshot, title: drawingOptions.title, options: drawingOptions) }

  private var drawingOptions: DrawingOptions {
    var options = DrawingOptions()
    options.title = "Network \(sizes.map(String.init).joined(separator: "-"))"
    options.batchSize = batchSize
    options.showsElements = false
    options.isOfShapesOnly = true
    options.labels.forward = Dictionary(
      uniqueKeysWithValues: snapshot.nodes.filter { $0.operation != nil }.map {
        ($0.id, $0.name.map { [$0] } ?? [])
      })
    return options
  }

  /// A line for each layer.
  var lines: [String] {
    var rows = [["layer", "input", "output", "parameters", ""]]
    for layer in layers {
      let parameters = layer.parameters.map { "\($0.name) \($0.value.shape)" }.joined(separator: ", ")
      let count = layer.parameters.reduce(0) { $0 + $1.value.count }
      rows.append([
        layer.name, "(N, \(layer.inputs))", "(N, \(layer.outputs))", parameters.isEmpty ? "–" : parameters,
        count == 0 ? "" : count.grouped,
      ])
    }
    rows.append(["SoftmaxWithLoss", "(N, \(sizes[sizes.count - 1]))", "()", "–", ""])
    rows.append(["", "", "", "together", network.parameterCount.grouped])
    let widths = (0..<5).map { column in rows.map { $0[column].displayWidth }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == 4 ? cell.rightAligned(to: widths[column]) : cell.padded(to: widths[column])
      }
      return cells.joined(separator: "   ").trimmingTrailingSpaces()
    }
  }

  /// The layers as one object.
  var json: JSONValue {
    .object([
      ("sizes", .array(sizes.map { .integer($0) })), ("activation", .string(activation.rawValue)),
      ("parameter_count", .integer(network.parameterCount)),
      (
        "layers",
        .array(
          layers.map { layer in
            .object([
              ("name", .string(layer.name)), ("inputs", .integer(layer.inputs)),
              ("outputs", .integer(layer.outputs)),
              (
                "parameters",
                .array(
                  layer.parameters.map { parameter in
                    .object([
                      ("name", .string(parameter.name)),
                      ("shape", .array(parameter.value.shape.map { .integer($0) })),
                      ("count", .integer(parameter.value.count)),
                    ])
                  })
              ),
            ])
          })
      ),
    ])
  }

  private var layers: [(name: String, inputs: Int, outputs: Int, parameters: [Parameter<Float>])] {
    var size = sizes[0]
    return network.layers.map { name, layer in
      let inputs = size
      size = layer.parameters.last?.value.count ?? size
      return (name, inputs, size, layer.parameters)
    }
  }
}

extension String {
  fileprivate func trimmingTrailingSpaces() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
