import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import FuzzSupport

/// A checkpoint is refused with an error, or is written and read again as the same; and a training refuses to go on from it, or
/// makes an update.
///
/// Bytes are a whole file, or, where they begin with a brace, what a file says beside its arrays.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Input.bytes(start, count)
  guard let file = bytes.first == UInt8(ascii: "{") ? told(bytes) : bytes else { return 0 }
  read(file)
  // The fuzzer can't guess a checksum; with the right one damage gets further.
  if let summed = withRightSum(file), summed != file { read(summed) }
  return 0
}

/// A file that says this of a training whose arrays are right; nil where the text isn't one.
private func told(_ bytes: [UInt8]) -> [UInt8]? {
  guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
  let arrays = SmallTraining.contents.arrays
  var metadata = SmallTraining.contents.metadata
  metadata["training"] = text
  return try? SafetensorsFile.bytes(of: arrays, metadata: metadata)
}

private func read(_ bytes: [UInt8]) {
  Input.withFile(bytes) { path in
    do throws(FileError) {
      let (checkpoint, note) = try TrainingCheckpoint<Float>.load(path)
      let again = Input.path(".again")
      defer { Input.remove(again) }
      try checkpoint.save(to: again, note: note, keeping: 1)
      let (second, secondNote) = try TrainingCheckpoint<Float>.load(again)
      let written = try SafetensorsFile(again).arrays()
      try second.save(to: again, note: secondNote, keeping: 1)
      Input.expect(Set(try SafetensorsFile(again).arrays()) == Set(written), "other arrays")
      goOn(from: second)
    } catch {
      Input.check(error)
    }
  }
}

/// What is read needn't be a training's, which says so then.
private func goOn(from checkpoint: TrainingCheckpoint<Float>) {
  do {
    let trainer = try SmallTraining.trainer()
    try trainer.resume(from: checkpoint)
    var isFirst = true
    try trainer.run { _ in
      defer { isFirst = false }
      return isFirst ? .continue : .stop
    }
  } catch {
    Input.expect("\(error)".utf8.count < 10_000, "an error of \("\(error)".utf8.count) bytes")
  }
}

/// A checkpoint whose checksum is right; nil of what is none.
private func withRightSum(_ bytes: [UInt8]) -> [UInt8]? {
  let prefix = Array(#"{"__metadata__":{"checksum":""#.utf8)
  let digits = 8 + prefix.count..<8 + prefix.count + 64
  guard bytes.count >= digits.upperBound, Array(bytes[8..<digits.lowerBound]) == prefix else { return nil }
  var summed = bytes
  summed.replaceSubrange(digits, with: [UInt8](repeating: UInt8(ascii: "0"), count: digits.count))
  summed.replaceSubrange(digits, with: Array(SHA256(of: summed).hexadecimal.utf8))
  return summed
}
