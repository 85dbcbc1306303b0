import Backprop
import BackpropFiles
import BackpropFormats

/// A model that was read from a file, with all that the file says of it.
///
/// ```swift
/// let saved = try SavedModel(from: "digits.safetensors")
/// let label = saved.model.predictor().classes(of: .numbers(x))[0]
/// print(saved.details.name(ofClass: label))
/// ```
public struct SavedModel {
  /// The network with its numbers, and the loss that it was trained by.
  public let model: Model<Float>
  /// What the file says of it.
  public let details: ModelDetails

  /// Reads a model from a safetensors file, an ONNX file or an archive of NumPy's, which the first bytes tell.
  ///
  /// An ONNX file says its network itself, see ``ONNXNetwork``; an archive of NumPy's never does.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - network: what the network consists of, for a file that doesn't say so, such as one that PyTorch wrote.
  ///   - sampleShape: the shape of one sample, for such a file; found from the first layer if not given, where that is
  ///     an affine one.
  /// - Throws: `FileError` where the file can't be read or holds other tensors than the network needs.
  public init(
    from path: String, network: NetworkDescription? = nil, sampleShape: TensorShape? = nil
  ) throws(FileError) {
    switch try ModelFormat(path) {
    case .onnx: self = try Self.ofONNX(path, sampleShape: sampleShape)
    case .npz: self = try Self.ofArchive(path, network: network, sampleShape: sampleShape)
    case .safetensors, nil:
      let reader = SavedModelReader<Float>(file: try SafetensorsFile(path))
      let (model, details) = try reader.read(network: network, sampleShape: sampleShape)
      self.init(model: model, details: details)
    }
  }

  init(model: Model<Float>, details: ModelDetails) { (self.model, self.details) = (model, details) }

  /// Reads a model from the bytes of a safetensors file, which errors name as `name`.
  public init(
    bytes: [UInt8], name: String = "model", network: NetworkDescription? = nil,
    sampleShape: TensorShape? = nil
  ) throws(FileError) {
    let reader = SavedModelReader<Float>(file: try SafetensorsFile(bytes: bytes, name: name))
    (model, details) = try reader.read(network: network, sampleShape: sampleShape)
  }
}

extension SavedModel {
  /// What the network consists of.
  public var description: NetworkDescription { details.description }
  /// How what a user has becomes samples.
  public var preparation: InputPreparation { details.preparation }
  /// What the classes are called, by their number.
  public var classNames: [String] { details.classNames }
  /// How the model came to be.
  public var facts: TrainingFacts { details.facts }
}

extension Model {
  /// Reads a model from a safetensors file: one that ``save(to:details:)`` wrote, or, with a network, another program's.
  ///
  /// ```swift
  /// let own = try Model<Float>(from: "digits.safetensors")
  /// let pytorchs = try Model<Float>(from: "mlp.safetensors", network: NetworkDescription("affine 50, relu, affine 10"))
  /// ```
  ///
  /// Numbers of all kinds are taken, those of 16 bits, too.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - network: what the network consists of, for a file that doesn't say so.
  ///   - sampleShape: the shape of one sample, for such a file; found from the first layer if not given, where that is
  ///     an affine one.
  /// - Throws: `FileError` where the file can't be read or holds other tensors than the network needs.
  public convenience init(
    from path: String, network: NetworkDescription? = nil, sampleShape: TensorShape? = nil
  ) throws(FileError) {
    let reader = SavedModelReader<Scalar>(file: try SafetensorsFile(path))
    let (model, _) = try reader.read(network: network, sampleShape: sampleShape)
    do {
      try self.init(model.network, loss: model.loss, sampleShape: model.sampleShape)
    } catch {
      throw reader.failure("a network whose layers fit", "\(error)")
    }
  }

  /// Puts the tensors of a safetensors file into the model: all of them, or none where they aren't the network's.
  ///
  /// - Throws: `FileError` where the file can't be read or holds other tensors than the network needs.
  public func load(from path: String) throws(FileError) {
    try SavedModelReader<Scalar>(file: try SafetensorsFile(path)).load(into: self)
  }
}
