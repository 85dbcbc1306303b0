import Backprop
import BackpropFiles
import BackpropFormats

extension Model {
  /// Writes the model to a safetensors file, which replaces an older one of that name when it is complete.
  ///
  /// The tensors have PyTorch's names and layouts, so that `torch.nn.Sequential(…)` of the same layers takes them from
  /// `safetensors.torch.load_file`; the metadata say all that `Model(from:)` needs. A network that descriptions have no
  /// words for is written without its description: its numbers go back into a model of the same layers by
  /// ``load(from:)``.
  ///
  /// - Parameters:
  ///   - path: where to write.
  ///   - details: what is known of the model; found from its layers if not given, where its ``sampleShape`` is known.
  /// - Throws: `FileError` where the file can't be written.
  public func save(to path: String, details: ModelDetails? = nil) throws(FileError) {
    try SafetensorsFile.write(storedState(details), metadata: metadata(details), to: path)
  }

  /// The bytes of the file that ``save(to:details:)`` writes.
  public func saved(details: ModelDetails? = nil) throws(FileError) -> [UInt8] {
    try SafetensorsFile.bytes(of: storedState(details), metadata: metadata(details))
  }

  /// Writes a model that learnt from a table, with what the table's columns and classes are, so that the file is all that
  /// `SavedPredictor`, `backprop predict --csv` and a service need.
  ///
  /// ```swift
  /// let data = try TableTraining(DataTable(csv: "penguins.csv"), TableTask(target: "species"))
  /// // … a model that is trained on data.training, then:
  /// try model.save(to: "penguins.safetensors", preparation: data.preparation)
  /// ```
  ///
  /// - Throws: `FileError` where the file can't be written, the network takes other samples than the table's rows become, or
  ///   descriptions have no words for its layers.
  public func save(to path: String, preparation: TablePreparation) throws(FileError) {
    guard var details = details(for: [preparation.inputCount]) else {
      throw FileError(
        file: path,
        expected: "a network of layers that have descriptions and take \(preparation.inputCount) numbers",
        found: "“\(summary.prefix(200))”",
        advice:
          "Put it together from the library's layers, the first for as many numbers as the table has inputs.")
    }
    guard details.targets == preparation.targetKind else {
      throw FileError(
        file: path,
        expected: "\(Self.words(preparation.targetKind)), as the column “\(preparation.targetName)” has",
        found: "a network and a loss for \(Self.words(details.targets))",
        advice: "Give the network as many outputs as the target has classes, or one and a loss for numbers.")
    }
    details.preparation = .table(preparation)
    details.classNames = preparation.classNames ?? []
    try save(to: path, details: details)
  }

  /// What is known of the model from its layers; nil where descriptions have no words for them, or the shape of a sample
  /// isn't known.
  public var details: ModelDetails? {
    sampleShape.flatMap { details(for: $0) }
  }

  private static func words(_ kind: TargetKind) -> String {
    switch kind {
    case .classes(let count): "\(count) classes"
    case .rows(let shape): "numbers of the shape \(shape)"
    }
  }

  private func details(for sampleShape: TensorShape) -> ModelDetails? {
    guard let description = NetworkDescription(of: network, sampleShape: sampleShape),
      let output = try? network.outputShape(for: sampleShape)
    else { return nil }
    let tellsClasses = loss is SoftmaxWithLoss<Scalar> || loss is CrossEntropy<Scalar>
    let targets: TargetKind = tellsClasses && output.rank == 1 ? .classes(output[0]) : .rows(output)
    return ModelDetails(description: description, sampleShape: sampleShape, targets: targets)
  }

  private func metadata(_ details: ModelDetails?) -> [String: String] {
    // What PyTorch's readers look for.
    var metadata = ["format": "pt"]
    if let details = details ?? self.details {
      metadata[ModelDetails.metadataKey] = details.json(loss: loss).description
    }
    return metadata
  }

  private func storedState(_ details: ModelDetails?) -> [StoredArray] {
    stateDictionary(batchCount: details?.facts.iterations ?? 0).map { $0.stored }
  }
}

extension StateEntry {
  /// The tensor as files keep it: Float as it is, other numbers as Double.
  package var stored: StoredArray {
    switch value {
    case .count(let count): StoredArray(name: name, shape: [], [Int64(count)])
    case .numbers(let tensor): StoredArray(name: name, tensor)
    }
  }

  /// A tensor that was read; nil where a tensor can't have its shape.
  package init?(_ array: StoredArray) {
    if array.name.hasSuffix("num_batches_tracked") {
      self.init(name: array.name, value: .count(array.integers?.first.map { Int($0) } ?? 0))
      return
    }
    guard let tensor = array.tensor(as: Scalar.self) else { return nil }
    self.init(name: array.name, value: .numbers(tensor))
  }
}
