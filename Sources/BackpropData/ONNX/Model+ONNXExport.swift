import Backprop
import BackpropFiles
import BackpropFormats

extension Model where Scalar == Float {
  /// Writes the network to an ONNX file, which replaces an older one of that name when it is complete.
  ///
  /// The input is called `input`, `(N, …)` with any number N of samples: what the network sees, such as images
  /// `(N, 1, 28, 28)` from 0 to 1, or whole numbers of 64 bits where an embedding comes first. The output is called
  /// `scores`. Dropout, which does nothing when a network is asked, is left out. Arrays have the names of the network's
  /// state, such as `1.weight`, in Backprop's layouts. The file asks for version 17 of the operators, which runtimes from
  /// 2022 on have.
  ///
  /// - Parameters:
  ///   - path: where to write.
  ///   - sampleShape: the shape of one sample, where the model doesn't know it.
  ///   - classNames: what the classes are called, which is noted in the file under `class_names`, as JSON.
  /// - Throws: `FileError` where a layer is of a kind that ONNX has no words for here, or the file can't be written.
  public func exportONNX(
    to path: String, sampleShape: TensorShape? = nil, classNames: [String] = []
  ) throws(FileError) {
    try onnxFile(for: path, sampleShape: sampleShape, classNames: classNames).write(to: path)
  }

  /// The file that ``exportONNX(to:sampleShape:classNames:)`` writes.
  package func onnxFile(
    for path: String, sampleShape: TensorShape? = nil, classNames: [String] = []
  ) throws(FileError) -> ONNXFile {
    guard let shape = sampleShape ?? self.sampleShape else {
      throw FileError(
        file: path, expected: "the shape of one sample, which the file states",
        found: "a network whose first layer takes any",
        advice: "Give it as sampleShape, for instance [1, 28, 28].")
    }
    var builder = ONNXBuilder(state, path: path)
    try builder.build(network, for: shape)
    var file = ONNXFile()
    file.producer = "backprop"
    file.operatorSets = ["": 17]
    file.graph = builder.graph
    if !classNames.isEmpty {
      let names = JSONValue.array(classNames.map { .string($0) })
      file.notes.append(ONNXNote(key: "class_names", text: names.description))
    }
    return file
  }
}
