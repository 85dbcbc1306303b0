import Backprop
import BackpropArguments
import BackpropDrawing
import BackpropFiles

/// A network on the command line of `backprop graph`: the sizes of its layers, as in `784,50,10`, or a description.
struct DrawnNetwork: ExpressibleByArgument {
  enum Form {
    case sizes(LayerSizes)
    case described(NetworkArgument)
  }

  let form: Form

  /// Takes any argument: what is wrong with it is told later, in the words of its form.
  init(argument: String) {
    let isOfSizes = argument.allSatisfy { "0123456789,.+- ".contains($0) }
    form =
      isOfSizes ? .sizes(LayerSizes(argument: argument)) : .described(NetworkArgument(argument: argument))
  }
}

/// The graph of a network that is given by sizes or a description: what it looks like, not what it has learnt.
struct NetworkGraph {
  /// What programs are told of the network besides its layers.
  private let facts: [(String, JSONValue)]
  private let isOfSizes: Bool
  private let lossName: String
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
    facts = [
      ("sizes", .array(sizes.sizes.map { .integer($0) })), ("activation", .string(activation.rawValue)),
    ]
    isOfSizes = true
    lossName = "SoftmaxWithLoss"
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

  /// Builds a network that is described, with weights of zero; throws where it can't take such samples.
  init(_ network: DescribedNetwork, for sample: TensorShape, classCount: Int) throws {
    let targets = TargetKind.classes(classCount)
    let plan = try network.plan(for: sample, targets: targets)
    guard plan.parameterCount <= NetworkGraph.parameterLimit else {
      throw ValidationError(
        "a network \(network.title) has more than \(NetworkGraph.parameterLimit.grouped) parameters, where this "
          + "command stops.")
    }
    // A look takes two samples or a few more, forward and backward.
    try MemoryEstimate(plan: plan, title: network.title, batchSize: 4, job: .training(reports: false))
      .require()
    let model: Model<Float> = try network.model(
      for: sample, targets: targets, weights: .normal(standardDeviation: 0), seed: 0)
    facts = [
      ("network", .string(NetworkDescription(plan.steps.map(\.layer)).line)),
      ("input", .array(sample.map { .integer($0) })),
    ]
    isOfSizes = false
    lossName = model.loss is CrossEntropy<Float> ? "CrossEntropy" : "SoftmaxWithLoss"
    parameterCount = model.parameterCount
    layers = try model.layerShapes(for: sample)
    picture = try NetworkDrawing(of: model, sampleShape: sample, title: "Network \(network.title)")
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
        layer.label, batch(layer.input), batch(layer.output),
        parameters.isEmpty ? "–" : parameters,
        count == 0 ? "" : count.grouped,
      ])
    }
    rows.append([lossName, batch(layers.last?.output ?? []), "()", "–", ""])
    rows.append(["", "", "", "together", parameterCount.grouped])
    let lines = NetworkGraph.lines(of: rows)
    if lines.allSatisfy({ $0.displayWidth <= limit }) { return lines }
    for row in rows.indices { rows[row].remove(at: 1) }
    return NetworkGraph.lines(of: rows)
  }

  /// The shape of N samples.
  private func batch(_ sample: TensorShape) -> String {
    "(" + (["N"] + sample.map(String.init)).joined(separator: ", ") + ")"
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
    func size(_ shape: TensorShape) -> JSONValue {
      isOfSizes ? .integer(shape[0]) : .array(shape.map { .integer($0) })
    }
    return .object(
      facts + [
        ("parameter_count", .integer(parameterCount)),
        (
          "layers",
          .array(
            layers.map { layer in
              .object([
                ("name", .string(layer.label)), (isOfSizes ? "inputs" : "input", size(layer.input)),
                (isOfSizes ? "outputs" : "output", size(layer.output)),
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
