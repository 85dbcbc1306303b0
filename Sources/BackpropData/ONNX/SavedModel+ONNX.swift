import Backprop
import BackpropFiles
import BackpropFormats

extension SavedModel {
  /// Reads an ONNX file as a model.
  static func ofONNX(_ path: String, sampleShape: TensorShape?) throws(FileError) -> SavedModel {
    let file = try ONNXFile(path)
    let network = try ONNXNetwork(file, path: path, sampleShape: sampleShape)
    let output: TensorShape
    do {
      output = try network.model.network.outputShape(for: network.sampleShape)
    } catch {
      throw FileError(
        file: path, expected: "layers that take what comes to them", found: "\(error)",
        advice: "Check the file with onnx.checker.check_model.")
    }
    // A single answer can't tell classes apart.
    let targets: TargetKind = output.rank == 1 && output[0] > 1 ? .classes(output[0]) : .rows(output)
    var loss: (any Loss<Float>)?
    var details = ModelDetails(
      description: network.description, sampleShape: network.sampleShape, targets: targets,
      classNames: network.classNames)
    // Backprop's own files say, too, what becomes of inputs and how the model came to be.
    if let text = file.notes.first(where: { $0.key == ModelDetails.metadataKey })?.text,
      let noted = try? ModelDetails(parsing: text, file: path), noted.sampleShape == details.sampleShape,
      [targets, .rows(output), .classes(output.elementCount)].contains(noted.targets)
    {
      (details.targets, details.preparation) = (noted.targets, noted.preparation)
      (details.classNames, details.facts) = (noted.classNames, noted.facts)
      loss = try? ModelDetails.loss(parsing: text, file: path)
    }
    return SavedModel(model: try model(of: network, details.targets, loss, path), details: details)
  }

  /// A network with the loss that its file tells of, or with the usual one for what it tells.
  private static func model(
    of network: ONNXNetwork, _ targets: TargetKind, _ loss: (any Loss<Float>)?, _ path: String
  ) throws(FileError) -> Model<Float> {
    let usual: any Loss<Float>
    if case .rows = targets { usual = MeanSquaredError() } else { usual = network.model.loss }
    do {
      let model = try Model(
        network.model.network, loss: loss ?? usual, sampleShape: network.sampleShape)
      try model.check(sampleShape: network.sampleShape, targets: targets)
      return model
    } catch {
      throw FileError(
        file: path, expected: "a loss that fits the network's answers", found: "\(error)",
        advice: "Export the model again.")
    }
  }

  /// Writes the model to an ONNX file, with all that is known of it as notes; see
  /// ``Backprop/Model/exportONNX(to:sampleShape:classNames:)``.
  ///
  /// A model of a table has an input `(N, 1)` for each column, with its name, of numbers or of texts; what makes them
  /// ready for the network, and what brings a predicted number back to its size, is in the graph.
  ///
  /// - Throws: `FileError` where a layer is of a kind that ONNX has no words for here, or the file can't be written.
  public func exportONNX(to path: String) throws(FileError) {
    var file = try model.onnxFile(for: path, sampleShape: details.sampleShape, classNames: classNames)
    ONNXColumns(preparation: details.preparation.json)?.add(to: &file)
    let note = ONNXNote(key: ModelDetails.metadataKey, text: details.json(loss: model.loss).description)
    file.notes.append(note)
    try file.write(to: path)
  }
}
