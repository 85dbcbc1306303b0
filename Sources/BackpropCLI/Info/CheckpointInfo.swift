import BackpropData
import BackpropFiles

extension FileInfo {
  /// Adds what a checkpoint's header tells of its training; does nothing for another file.
  ///
  /// - Throws: `FileError` where the file isn't as it was written.
  mutating func addCheckpoint(_ path: String) throws(FileError) {
    guard let checkpoint = CheckpointFacts(of: path) else { return }
    try checkpoint.checkSum()
    format = "checkpoint of a training, safetensors"
    facts.append(("iterations", .integer(checkpoint.iterations)))
    facts.append(("ended", .bool(checkpoint.isEnded)))
    for name in ["network", "loss", "optimizer", "schedule", "sampler", "augmentation"] {
      if let value = checkpoint.json["identity"]?[name] { facts.append((name, value)) }
    }
    for name in ["batch_size", "learning_rate", "seed"] {
      if let value = checkpoint.json["settings"]?[name] { facts.append((name, value)) }
    }
  }
}
