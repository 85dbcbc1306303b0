import Backprop
import BackpropFiles
import BackpropFormats

/// What a checkpoint's header tells, without a look at its arrays and, before ``checkSum()``, at its checksum.
package struct CheckpointFacts {
  private let path: String
  /// How many updates were made.
  package let iterations: Int
  /// Whether the training was over.
  package let isEnded: Bool
  /// All that the header tells of the training.
  package let json: JSONValue

  /// What a file tells; `nil` where it isn't a checkpoint.
  package init?(of path: String) {
    guard let file = try? SafetensorsFile(path),
      file.metadata[CheckpointFile.Key.format] == CheckpointFile.format,
      let text = file.metadata[CheckpointFile.Key.training],
      let json = try? JSONValue(parsing: text, file: path), let iterations = json["iterations"]?.asInt
    else { return nil }
    (self.path, self.json, self.iterations) = (path, json, iterations)
    isEnded = json["note"]?["ended"]?.asBool ?? false
  }

  /// Reads the whole file; throws where it isn't as it was written.
  package func checkSum() throws(FileError) { try CheckpointFile.checkSum(of: InputFile(path)) }
}
