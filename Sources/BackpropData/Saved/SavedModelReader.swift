import Backprop
import BackpropFiles
import BackpropFormats

/// Makes a model of a safetensors file.
struct SavedModelReader<Scalar: TensorScalar> {
  let file: SafetensorsFile

  /// The model, and what the file says of it.
  func read(
    network: NetworkDescription?, sampleShape: TensorShape?
  ) throws(FileError) -> (model: Model<Scalar>, details: ModelDetails) {
    guard let text = file.metadata[ModelDetails.metadataKey], network == nil else {
      guard let network else {
        throw FileError(
          file: file.path, expected: "a model that says what its layers are",
          found: "tensors alone (\(names))",
          advice: "Say the layers, in the command as --network 'affine 50, relu, affine 10'.")
      }
      return try readForeign(network, sampleShape)
    }
    let details = try ModelDetails(parsing: text, file: file.path)
    let loss: (any Loss<Scalar>)? = try ModelDetails.loss(parsing: text, file: file.path)
    let model = try build(details, loss: loss)
    try load(into: model)
    return (model, details)
  }

  /// Puts the file's tensors into a model.
  func load(into model: Model<Scalar>) throws(FileError) {
    try load(into: model, renamed: { $0 })
  }

  private func load(into model: Model<Scalar>, renamed: (String) -> String) throws(FileError) {
    do throws(StateDictionaryError) {
      try model.checkState(shapes(renamed))
    } catch {
      throw mismatch(error)
    }
    var entries: [StateEntry<Scalar>] = []
    for tensor in file.tensors {
      var array = try file.array(tensor)
      array.name = renamed(tensor.name)
      guard let entry = StateEntry<Scalar>(array) else {
        throw failure("shapes that tensors can have", "\(tensor.name) of \(tensor.shape)")
      }
      entries.append(entry)
    }
    do throws(StateDictionaryError) {
      try model.load(entries)
    } catch {
      throw mismatch(error)
    }
  }

  /// A model of a description with weights that are still to come; what is too large for the file's bytes isn't built.
  private func build(_ details: ModelDetails, loss: (any Loss<Scalar>)?) throws(FileError) -> Model<Scalar> {
    let (shape, targets) = (details.sampleShape, details.targets)
    let tooFew: (needed: Int, found: Int)
    do throws(NetworkDescriptionError) {
      let needed = try details.description.plan(for: shape, targets: targets).parameterCount
      let count = file.tensors.reduce(0) { $0 + $1.byteRange.count / $1.kind.byteCount }
      // A small network is built all the same, so that what is missing can be named.
      if needed <= max(count, 1 << 22) {
        let weights = WeightInitialization.normal(standardDeviation: 0)
        return try details.description.model(for: shape, targets: targets, loss: loss, weights: weights)
      }
      tooFew = (needed, count)
    } catch {
      throw failure("a network whose layers fit", error.problem)
    }
    throw failure("tensors of \(tooFew.needed) numbers, as its network has parameters", "\(tooFew.found)")
  }

  // MARK: - Files of other programs

  /// A model of layers that the file doesn't tell of.
  private func readForeign(
    _ network: NetworkDescription, _ sampleShape: TensorShape?
  ) throws(FileError) -> (model: Model<Scalar>, details: ModelDetails) {
    let prefix = commonPrefix
    var failures: [FileError] = []
    for shape in try candidates(network, sampleShape) {
      do throws(FileError) {
        let (model, details) = try buildForeign(network, shape, outputs: outputCount(network))
        try load(into: model) { String($0.dropFirst(prefix.count)) }
        return (model, model.details ?? details)
      } catch {
        failures.append(error)
      }
    }
    var first = failures.first ?? failure("a network whose layers fit", "none")
    guard isNamedOtherwise else { throw first }
    if let found = try readByShapes(network, sampleShape) { return found }
    guard first.expected.hasPrefix("the network's tensors") else { throw first }
    first.advice =
      "Name the modules as torch.nn.Sequential numbers them, as in 0.weight, or put the same layers into one and save that."
    throw first
  }

  /// A model without weights of layers that the file doesn't tell of.
  private func buildForeign(
    _ network: NetworkDescription, _ shape: TensorShape, outputs: Int
  ) throws(FileError) -> (model: Model<Scalar>, details: ModelDetails) {
    // A single answer can't tell classes apart.
    let details = ModelDetails(
      description: network, sampleShape: shape, targets: outputs == 1 ? .rows([1]) : .classes(outputs))
    return (try build(details, loss: outputs == 1 ? MeanSquaredError<Scalar>() : nil), details)
  }

  /// A model whose modules have other names in the file, where their shapes say which is which; nil where they don't.
  private func readByShapes(
    _ network: NetworkDescription, _ sampleShape: TensorShape?
  ) throws(FileError) -> (model: Model<Scalar>, details: ModelDetails)? {
    let matrices = file.tensors.filter { $0.name.hasSuffix("weight") && $0.shape.count == 2 }
    let most = 4
    // The last layer's name may not come last, nor the first one's first.
    let outputs = [outputCount(network)] + Set(matrices.compactMap(\.shape.first)).sorted().prefix(most)
    var shapes = (try? candidates(network, sampleShape)) ?? []
    if sampleShape == nil {
      shapes += Set(matrices.map { $0.shape[1] }).sorted().prefix(most).map { [$0] }
    }
    let tensors = file.tensors.map { ($0.name, $0.shape) }
    for shape in shapes {
      for outputs in outputs where 1...(1 << 24) ~= outputs {
        guard let (model, details) = try? buildForeign(network, shape, outputs: outputs),
          let modules = ModuleNames(
            file: tensors, network: model.stateDictionary().map { ($0.name, Array($0.shape)) })
        else { continue }
        guard modules.alike.isEmpty else {
          throw FileError(
            file: file.path, expected: "modules that their shapes or numbers tell apart",
            found: modules.alike.prefix(most).joined(separator: ", "),
            advice:
              "Name the modules as torch.nn.Sequential numbers them, as in 0.weight, or put the same layers into one and save that."
          )
        }
        try load(into: model) { modules.names[$0] ?? $0 }
        return (model, model.details ?? details)
      }
    }
    return nil
  }

  /// What a sample may look like: as it is given and, for networks that were made for rows of numbers, as a row of them.
  private func candidates(
    _ network: NetworkDescription, _ sampleShape: TensorShape?
  ) throws(FileError) -> [TensorShape] {
    if let sampleShape {
      let row: TensorShape = [sampleShape.elementCount]
      guard sampleShape != row else { return [row] }
      // Of a picture it is the network that says how many channels there are, but its first layer may have any name.
      let filters = file.tensors.filter { $0.name.hasSuffix("weight") && $0.shape.count == 4 }
      let channels = sampleShape.rank == 3 ? Set(filters.map { $0.shape[1] }).sorted().prefix(4) : []
      return [sampleShape, row]
        + channels.filter { $0 != sampleShape[0] }.compactMap {
          TensorShape(exactly: [$0, sampleShape[1], sampleShape[2]])
        }
    }
    let weights = file.tensors.filter { $0.name.hasSuffix("weight") }
    let first = weights.min { $0.name.comesNaturallyBefore($1.name) }
    if let first, first.shape.count == 2 {
      guard case .embedding = network.layers.first else { return [[first.shape[1]]] }
    }
    throw FileError(
      file: file.path, expected: "the shape of a sample beside the network",
      found: "a network whose first layer doesn't tell it",
      advice: "Give it, in the command as --input 1x28x28, in Swift as sampleShape: [1, 28, 28].")
  }

  /// How many numbers the last layer answers with, by the file.
  private func outputCount(_ network: NetworkDescription) -> Int {
    let matrices = file.tensors.filter { $0.name.hasSuffix("weight") && $0.shape.count >= 2 }
    let last = matrices.max { $0.name.comesNaturallyBefore($1.name) }
    return max(1, min(last?.shape.first ?? 1, 1 << 24))
  }

  /// Whether modules have other names than those of a sequence, such as `fc1.weight`.
  private var isNamedOtherwise: Bool {
    let prefix = commonPrefix
    return file.tensors.contains { Int($0.name.dropFirst(prefix.count).prefix { $0 != "." }) == nil }
  }

  /// What all names begin with before the first number, such as `net.` of a module with a member.
  private var commonPrefix: String {
    guard let first = file.tensors.first?.name else { return "" }
    var prefix = ""
    for part in first.split(separator: ".", omittingEmptySubsequences: false) {
      guard Int(part) == nil else { break }
      let longer = prefix + part + "."
      guard file.tensors.allSatisfy({ $0.name.hasPrefix(longer) }) else { break }
      prefix = longer
    }
    return prefix
  }

  // MARK: - Errors

  private func shapes(_ renamed: (String) -> String) -> [(name: String, shape: TensorShape)] {
    file.tensors.map { tensor in
      (renamed(tensor.name), TensorShape(exactly: tensor.shape) ?? TensorShape([0]))
    }
  }

  private var names: String {
    let most = 4
    let rest = file.tensors.count - most
    return file.tensors.prefix(most).map(\.name).joined(separator: ", ")
      + (rest > 0 ? " and \(rest) more" : "")
  }

  func failure(_ expected: String, _ found: String) -> FileError {
    FileError(
      file: file.path, expected: expected, found: found,
      advice: "Check that this is the right file and the right network.")
  }

  private func mismatch(_ error: StateDictionaryError) -> FileError {
    failure("the network's tensors, in PyTorch's names and layouts", error.description)
  }
}
