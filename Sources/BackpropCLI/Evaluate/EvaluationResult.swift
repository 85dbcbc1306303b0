import Backprop
import BackpropData
import BackpropFiles

/// What was measured of a model.
struct EvaluationResult {
  let model: SavedModel
  /// What outputs call the model and the data.
  let modelName: String
  let dataName: String
  let sampleCount: Int
  /// The means over all samples by name, in order.
  let figures: [(name: String, value: Double)]
  /// What became of each class; nil where answers are numbers.
  let classes: ClassEvaluation?

  /// Measures a model.
  init(of model: SavedModel, named name: String, on data: EvaluationData) throws {
    (self.model, modelName, dataName) = (model, name, data.name)
    sampleCount = data.samples.count
    var metrics: [any Metric<Float>] = model.model.usualMetrics(for: data.samples.targetKind)
    if case .rows = model.details.targets {
      metrics += [RSquared<Float>(), MeanAbsoluteError<Float>(), RootMeanSquaredError<Float>()]
    }
    let values = try model.model.evaluate(on: data.samples, metrics) { Interruption.request != nil }
    // Errors are told in the target's own unit.
    var unit = 1.0
    if case .table(let table) = model.preparation, case .number(let scale) = table.target {
      unit = scale.deviation
    }
    figures = metrics.compactMap { metric in
      values[metric.name].map { (metric.name, metric.name.hasSuffix("_error") ? $0 * unit : $0) }
    }
    guard case .classes = model.details.targets else {
      classes = nil
      return
    }
    classes = try model.model.classEvaluation(on: data.samples) { Interruption.request != nil }
  }

  private func name(_ label: Int) -> String { model.details.name(ofClass: label) }

  /// The result as one object.
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("event", .string("evaluation")), ("model", .string(modelName)), ("data", .string(dataName)),
      ("samples", .integer(sampleCount)),
    ]
    members += figures.map { ($0.name, .number($0.value)) }
    guard let confusion = classes?.confusion else { return .object(members) }
    let labels = 0..<confusion.classCount
    let rows = labels.map { label -> JSONValue in
      .object([
        ("class", .string(name(label))), ("label", .integer(label)),
        ("samples", .integer(confusion.count(of: label))),
        ("precision", confusion.precision(of: label).map(JSONValue.number) ?? .null),
        ("recall", confusion.recall(of: label).map(JSONValue.number) ?? .null),
        ("taken_for", .array(labels.map { .integer(confusion[label, $0]) })),
      ])
    }
    members.append(("classes", .array(rows)))
    return .object(members)
  }

  /// The result in lines.
  var text: String {
    let title = "\(model.details.description)".escapingControlCharacters()
    let shown = title.count > 60 ? title.prefix(60) + "…" : title
    var lines = [
      "\(modelName) (\(shown)) on \(dataName): \(Wording.counted(sampleCount, "sample", in: \.grouped))"
        .escapingControlCharacters(),
      figures.map { "\($0.name.replacing("_", with: " ")) \(NumberText.significant($0.value, digits: 5))" }
        .joined(separator: ", "),
    ]
    if let confusion = classes?.confusion {
      let labels = 0..<confusion.classCount
      lines += [""]
      lines += ConfusionText(confusion, classNames: labels.map(name), columns: Console.textColumns).lines
    }
    return lines.joined(separator: "\n")
  }
}

/// The root of the mean of squared differences, over all numbers.
private struct RootMeanSquaredError<Scalar: TensorScalar>: Metric {
  private var sum = 0.0
  private var count = 0

  var name: String { "root_mean_squared_error" }

  mutating func add(_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) {
    guard case .rows(let rows) = targets else { return }
    for (output, target) in zip(outputs.scalars, rows.scalars) {
      let difference = Double(output) - Double(target)
      sum += difference * difference
    }
    count += outputs.count
  }

  var value: Double? { count == 0 ? nil : (sum / Double(count)).squareRoot() }
}
