import BackpropFormats
import Foundation
import Testing

/// Models in ONNX's format with an input and an output, packed into an archive of NumPy's.
struct RecordedCase: CustomTestStringConvertible, Sendable {
  let name: String
  let model: [UInt8]
  let input: StoredArray
  let output: StoredArray

  var testDescription: String { name }

  static let operators = all("onnx-operators.npz")
  static let pytorch = all("onnx-pytorch.npz")

  private static func all(_ file: String) -> [RecordedCase] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = folder.appending(path: "Recorded/\(file)").path
    guard let arrays = try? NumPy.readArchive(path) else { return [] }
    let byName = Dictionary(uniqueKeysWithValues: arrays.map { ($0.name, $0) })
    return arrays.compactMap { array in
      guard array.name.hasSuffix("/model") else { return nil }
      let name = String(array.name.dropLast(6))
      guard let input = byName[name + "/input"], let output = byName[name + "/output"] else { return nil }
      return RecordedCase(name: name, model: array.bytes, input: input, output: output)
    }
  }
}
