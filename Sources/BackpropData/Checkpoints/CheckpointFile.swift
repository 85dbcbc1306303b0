import Backprop
import BackpropFiles
import BackpropFormats

/// How a checkpoint lies in a file: a safetensors file whose metadata hold a checksum of the whole file, what kind of file
/// it is, and all that isn't an array as JSON.
///
/// | metadata | what it holds |
/// | --- | --- |
/// | `checksum` | the SHA-256 of the file's bytes with zeros in the place of these 64 digits |
/// | `format` | `backprop checkpoint 1` |
/// | `training` | settings, place, schedule, history and what a network and data are compared by, as JSON |
///
/// Arrays are `parameters/1.weight`, `statistics/…`, `optimizer/velocity/1.weight`, `best/parameters/…`,
/// `best/statistics/…`, `start/…` and those of the history, such as `history/losses`. Parameters are as they are in
/// memory, not in another library's layouts.
enum CheckpointFile {
  static let format = "backprop checkpoint 1"

  enum Key {
    static let checksum = "checksum"
    static let format = "format"
    static let training = "training"
  }

  /// What a checkpoint begins with behind the eight bytes of the header's length: the checksum's key comes first.
  static let prefix = Array("{\"__metadata__\":{\"\(Key.checksum)\":\"".utf8)
  /// Where the checksum's digits stand.
  static let digits = 8 + prefix.count..<8 + prefix.count + 64

  static func damaged(_ path: String, expected: String, found: String) -> FileError {
    FileError(
      file: path, expected: expected, found: found,
      advice: "The file was changed or damaged after it was written; go on from another one, or begin anew.")
  }

  static func isNone(_ path: String, found: String) -> FileError {
    FileError(
      file: path, expected: "a checkpoint of a training", found: found,
      advice: "Give a file that a training wrote as its checkpoint.")
  }
}

extension TrainingCheckpoint {
  /// Writes the checkpoint into a file, which replaces an older one of that name when it is complete.
  ///
  /// It is a safetensors file with a checksum over all of its bytes, so that a file that was damaged later is noticed.
  ///
  /// - Throws: `FileError` if the file can't be written; an older one is as it was.
  public func save(to path: String) throws(FileError) { try save(to: path, note: nil, keeping: 1) }

  /// Writes the checkpoint with a note of whoever trains, and keeps some that were written before: a name's last one as
  /// `name.1`, the one before as `name.2` and so on, `count` files with the new one.
  package func save(to path: String, note: JSONValue?, keeping count: Int) throws(FileError) {
    let file = try OutputFile(path)
    let sink = HashingSink(file)
    var metadata = [CheckpointFile.Key.format: CheckpointFile.format]
    metadata[CheckpointFile.Key.checksum] = String(repeating: "0", count: CheckpointFile.digits.count)
    metadata[CheckpointFile.Key.training] = json(note: note).description
    try SafetensorsFile.write(arrays, metadata: metadata, to: sink, name: path)
    try file.overwrite(Array(sink.hash.hexadecimal.utf8), at: CheckpointFile.digits.lowerBound)
    try file.commit(keeping: count)
  }

  /// The checkpoint in a file.
  ///
  /// - Throws: `FileError` if the file can't be read, isn't a checkpoint of a network of this type of number, or was changed
  ///   by a single bit since it was written.
  public init(from path: String) throws(FileError) { self = try Self.load(path).checkpoint }

  /// The checkpoint in a file, with the note that was written with it.
  package static func load(
    _ path: String
  ) throws(FileError) -> (checkpoint: TrainingCheckpoint, note: JSONValue?) {
    let input = try InputFile(path)
    try CheckpointFile.checkSum(of: input)
    let file = try SafetensorsFile(path)
    guard let format = file.metadata[CheckpointFile.Key.format],
      let text = file.metadata[CheckpointFile.Key.training]
    else { throw CheckpointFile.isNone(path, found: "a file without a training") }
    guard format == CheckpointFile.format else {
      throw FileError(
        file: path, expected: "a checkpoint of the format “\(CheckpointFile.format)”", found: "“\(format)”",
        advice: "Go on with the version of the program that wrote it.")
    }
    let json = try JSONValue(parsing: text, file: path)
    let arrays = try CheckpointArrays(file)
    let checkpoint = try CheckpointReader<Scalar>(json, arrays, file: path).checkpoint()
    do throws(TrainingError) {
      try checkpoint.check()
    } catch {
      throw CheckpointFile.damaged(path, expected: "the checkpoint of a training", found: error.description)
    }
    return (checkpoint, json["note"])
  }
}

/// Hands bytes on to a file and adds them to a sum.
private final class HashingSink: ByteSink {
  private(set) var hash = SHA256()
  private let file: OutputFile

  init(_ file: OutputFile) { self.file = file }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    hash.update(bytes)
    try file.write(bytes)
  }

  func commit() throws(FileError) {}
}

extension CheckpointFile {
  /// Throws where a file isn't a checkpoint, or not as it was written.
  static func checkSum(of file: InputFile) throws(FileError) {
    let path = file.path
    let start = try file.bytes(digits.upperBound, at: 0)
    guard start.count == digits.upperBound else {
      throw isNone(path, found: start.isEmpty ? "no data" : "only \(Wording.bytes(start.count))")
    }
    guard Array(start[8..<digits.lowerBound]) == prefix else {
      throw isNone(path, found: "a file that begins otherwise")
    }
    var hash = SHA256()
    hash.update(
      Array(start[..<digits.lowerBound]) + [UInt8](repeating: UInt8(ascii: "0"), count: digits.count))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    var place = digits.upperBound
    while true {
      let count = try file.read(into: buffer, at: place)
      if count == 0 { break }
      hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      place += count
    }
    let sum = Array(hash.hexadecimal.utf8)
    guard sum == Array(start[digits]) else {
      throw damaged(
        path, expected: "bytes with the checksum that stands in the file",
        found: "others, whose checksum is \(String(decoding: sum.prefix(12), as: UTF8.self))…")
    }
  }
}
