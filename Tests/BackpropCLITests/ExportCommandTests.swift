import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import Foundation
import Testing

@testable import BackpropCLI

/// `backprop export`, and what its files are used for.
@Suite struct ExportCommandTests {
  /// A folder with a saved model, which goes with its last owner.
  private final class Folder {
    let path: String

    init(_ line: String = "conv 3 5x5 stride 2, batchnorm, relu, dropout 0.2, affine") throws {
      let url = FileManager.default.temporaryDirectory.appendingPathComponent("export-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      path = url.path
      let description = try NetworkDescription(line)
      let model: Model<Float> = try description.model(for: [1, 28, 28], targets: .classes(10), seed: 3)
      var details = try #require(model.details)
      details.classNames = (0..<10).map { "digit \($0)" }
      try model.save(to: self("model.safetensors"), details: details)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }
  }

  @Test("files of all kinds are written, and read back as models that answer the same")
  func files() throws {
    let folder = try Folder()
    let result = try CommandRunner.run([
      "export", folder("model.safetensors"), "--onnx", folder("m.onnx"), "--npz", folder("m.npz"), "--swift",
      folder("M.swift"),
    ])
    try #require(result.status == 0, "\(result.errors)")
    let saved = try SavedModel(from: folder("model.safetensors"))
    let onnx = try SavedModel(from: folder("m.onnx"))
    let npz = try SavedModel(from: folder("m.npz"), network: saved.description, sampleShape: [1, 28, 28])
    var random = Philox4x32(seed: 2)
    let x: Tensor<Float> = .uniform([4, 1, 28, 28], in: 0..<1, using: &random)
    let scores = saved.model.predict(x)
    #expect(onnx.model.predict(x) == scores)
    #expect(npz.model.predict(x) == scores)
    #expect(onnx.classNames == saved.classNames)
    #expect(try NumPy.readArchive(folder("m.npz")).map(\.name) == saved.model.stateDictionary().map(\.name))
    #expect(try String(contentsOfFile: folder("M.swift"), encoding: .utf8).contains("func predict("))
  }

  @Test("info shows what is inside")
  func info() throws {
    let folder = try Folder("affine 5, relu, affine")
    let export = try CommandRunner.run([
      "export", folder("model.safetensors"), "--onnx", folder("m.onnx"), "--npz", folder("m.npz"),
    ])
    try #require(export.status == 0, "\(export.errors)")
    let onnx = try CommandRunner.run(["info", folder("m.onnx"), "--format", "json"])
    let facts = try JSONValue(parsing: onnx.output, file: "info")
    #expect(facts["format"]?.asString == "ONNX")
    #expect(facts["network"]?.asString == "flatten, affine 5, relu, affine 10")
    #expect(facts["inputs"]?.asString == "input (N, 1, 28, 28)")
    #expect(facts["arrays"]?.asArray?.count == 4)
    let npz = try CommandRunner.run(["info", folder("m.npz")])
    #expect(npz.output.contains("1.weight") && npz.output.contains("(5, 784)"))
  }

  @Test("what isn't said is asked for, and no file takes another's place")
  func mistakes() throws {
    let folder = try Folder("affine")
    let model = folder("model.safetensors")
    #expect(try CommandRunner.run(["export", model]).status == ExitStatus.usage)
    #expect(try CommandRunner.run(["export", "--onnx", folder("a.onnx")]).status == ExitStatus.usage)
    #expect(try CommandRunner.run(["export", model, "--onnx", model]).status == ExitStatus.usage)
    #expect(
      try CommandRunner.run(["export", model, "--onnx", folder("a"), "--npz", folder("a")]).status
        == ExitStatus.usage)
    #expect(
      try CommandRunner.run(["export", folder("none"), "--onnx", folder("a")]).status
        == ExitStatus.inputOutput)
  }

  @Test("the help is there in Chinese")
  func chinese() throws {
    let help = try CommandRunner.run(["export", "--help"], environment: ["LC_ALL": "zh_CN.UTF-8"])
    #expect(help.output.contains("把保存的模型写成其他程序可用的形式"))
    #expect(!help.output.contains("Writes the network"))
  }
}
