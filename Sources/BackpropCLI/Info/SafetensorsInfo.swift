import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats

extension FileInfo {
  /// What is inside a safetensors file, a model's or any other.
  static func safetensors(_ path: String) throws -> FileInfo {
    let file = try SafetensorsFile(path)
    var info = FileInfo(format: "safetensors")
    if let text = file.metadata[ModelDetails.metadataKey] {
      try info.add(try ModelDetails(parsing: text, file: path))
    }
    try info.addCheckpoint(path)
    for (key, text) in file.metadata.sorted(by: { $0.key < $1.key }) where key != ModelDetails.metadataKey {
      let start = String(text.prefix(200))
      info.facts.append(("metadata_\(key)", .string(start.count < text.count ? start + "…" : start)))
    }
    var count = 0
    for tensor in file.tensors {
      info.arrays.append(ArrayInfo(try file.array(tensor)))
      count += tensor.byteRange.count / tensor.kind.byteCount
    }
    info.arrays.sort { $0.name.comesNaturallyBefore($1.name) }
    info.facts.append(("tensors", .integer(file.tensors.count)))
    info.facts.append(("numbers", .integer(count)))
    return info
  }

  /// What a model's file says of it.
  private mutating func add(_ details: ModelDetails) throws {
    facts.append(("network", .string(details.description.line)))
    facts.append(("input", .string(Wording.sizes(Array(details.sampleShape)))))
    switch details.targets {
    case .classes(let count):
      let names = details.classNames.isEmpty ? "" : ": " + details.classNames.joined(separator: ", ")
      facts.append(("classes", .string("\(count)\(names)")))
    case .rows(let shape): facts.append(("answers", .string("numbers of the shape \(shape)")))
    }
    if case .images(let images) = details.preparation {
      facts.append(("images", images.json))
    }
    if case .table(let table) = details.preparation { facts.append(("table", table.json)) }
    for (name, value) in details.facts.json.asObject ?? [] {
      guard let figures = value.asObject else {
        facts.append(("trained_\(name)", value))
        continue
      }
      for (figure, number) in figures { facts.append((figure, number)) }
    }
    // A network that is far too large to be counted through has none: a sample goes through it for that.
    if let plan = try? details.description.plan(for: details.sampleShape, targets: details.targets),
      plan.parameterCount <= 1 << 24, plan.isQuicklyTried,
      let model: Model<Float> = try? details.description.model(
        for: details.sampleShape, targets: details.targets, weights: .normal(standardDeviation: 0)),
      let summary = try? model.summary(for: details.sampleShape)
    {
      lines = summary.lines(columns: Console.textColumns)
    }
  }
}
