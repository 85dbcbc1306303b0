import Backprop
import BackpropFiles
import BackpropFormats

/// What a checkpoint's header tells, without a look at its arrays and its checksum.
package struct CheckpointFacts {
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
    (self.json, self.iterations) = (json, iterations)
    isEnded = json["note"]?["ended"]?.asBool ?? false
  }
}
