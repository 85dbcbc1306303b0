import Backprop
import BackpropFiles
import BackpropFormats

extension Model {
  /// Writes the model's state to an `.npz` archive, which `numpy.load` reads; it replaces an older one when it is complete.
  ///
  /// The arrays have the names and layouts of PyTorch's `state_dict` of the same layers, as in a safetensors file. What the
  /// layers are isn't in it: it is read back with the network beside it, by
  /// ``SavedModel/init(from:network:sampleShape:)``.
  ///
  /// - Throws: `FileError` where the file can't be written.
  public func exportNPZ(
    to path: String, compression: NumPy.Compression = .none
  ) throws(FileError) {
    try NumPy.writeArchive(stateDictionary().map(\.stored), to: path, compression: compression)
  }
}

extension SavedModel {
  /// Reads an archive of NumPy's as a model's state.
  static func ofArchive(
    _ path: String, network: NetworkDescription?, sampleShape: TensorShape?
  ) throws(FileError) -> SavedModel {
    let arrays = try NumPy.readArchive(path)
    // What is asked of the tensors of a safetensors file is asked of these.
    let bytes = try SafetensorsFile.bytes(of: arrays, metadata: [:])
    return try SavedModel(bytes: bytes, name: path, network: network, sampleShape: sampleShape)
  }
}
