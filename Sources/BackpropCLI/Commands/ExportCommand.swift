import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles

/// `backprop export`: writes a saved model for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a saved model for other programs: ONNX, NumPy, or Swift source.",
    discussion: """
      Examples:
        backprop export digits.safetensors --onnx digits.onnx
        backprop export digits.safetensors --npz digits.npz
        backprop export digits.safetensors --swift Digits.swift
      """)

  @Argument(help: ArgumentHelp("The model's file.", valueName: "model"))
  var arguments: [String] = []

  @Option(
    help: ArgumentHelp(
      "Writes the network as an ONNX file, for runtimes of all kinds.",
      discussion: """
        The input, named input, is what the network sees, such as images from 0 to 1 as (N, 1, 28, 28) for any N; the \
        output, named scores, is (N, classes). A model of a table has an input for each column instead, of the column's \
        name: numbers as they stand in the table, (N, 1), and words as texts. Dropout is left out.
        """, valueName: "file"))
  var onnx: String?

  @Option(
    help: ArgumentHelp(
      "Writes the network's numbers as an archive that numpy.load reads.",
      discussion: """
        The names and layouts are those of PyTorch's state_dict. The layers aren't in it: commands read it back with \
        --network.
        """, valueName: "file"))
  var npz: String?

  @Option(
    help: ArgumentHelp(
      "Writes the network as a Swift source file with one function, predict, that needs nothing else.",
      discussion: "It takes one sample and returns the scores. A network may have 1,000,000 numbers for it.",
      valueName: "file"))
  var swift: String?

  @OptionGroup(title: "Network") var modelOptions: ModelOptions

  func validate() throws {
    let model = try path
    guard onnx != nil || npz != nil || swift != nil else {
      throw ValidationError(
        "Give what to write, as in backprop export digits.safetensors --onnx digits.onnx.")
    }
    try OutputPaths.check(
      [("--onnx", onnx), ("--npz", npz), ("--swift", swift)], inputs: [.init(option: model, path: model)])
  }

  private var path: String {
    get throws {
      let paths = try PathArguments(arguments, of: Self.self).paths
      guard let path = paths.first, paths.count == 1 else {
        throw ValidationError(
          "Give one model, as in backprop export digits.safetensors --onnx digits.onnx.")
      }
      return path
    }
  }

  func run() throws {
    do {
      let saved = try modelOptions.load(try path, sampleShape: nil)
      if let onnx { try saved.exportONNX(to: onnx) }
      if let npz { try saved.model.exportNPZ(to: npz) }
      if let swift { try saved.exportSwift(to: swift) }
    } catch let error as FileError {
      throw ExitCode(error.tell())
    }
  }
}
