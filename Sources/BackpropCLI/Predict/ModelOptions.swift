import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles

/// The model that a command uses, and what its file doesn't say.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The network of a file that doesn't describe it, such as one that PyTorch wrote.",
      discussion: """
        Layers as in 'affine 50, relu, affine 10'; backprop summary --help lists them. The file's tensors are those of \
        torch.nn.Sequential with the same layers, or of modules with other names that their shapes tell apart.
        """, valueName: "network"))
  var network: NetworkArgument?

  @Option(
    takesAny: true,
    help: ArgumentHelp(
      "The shape of a sample for --network, where neither its layers nor the inputs say it: channels, rows and columns.",
      valueName: "shape"))
  var input: ShapeArgument?

  /// Reads a model.
  ///
  /// - Parameter sampleShape: what the samples look like, for a file that doesn't say so.
  func load(_ path: String, sampleShape: @autoclosure () throws -> TensorShape?) throws -> SavedModel {
    let input = try self.input?.checked("--input")
    guard let network else {
      if input != nil {
        throw ValidationError("--input is for a file that doesn't describe its network: give --network, too.")
      }
      return try SavedModel(from: path)
    }
    let described = try network.read("--network")
    let shape = try input ?? sampleShape()
    do throws(FileError) {
      return try SavedModel(from: path, network: described.description, sampleShape: shape)
    } catch {
      let isOfTensors = ["the network's tensors", "tensors of "].contains { error.expected.hasPrefix($0) }
      guard input == nil, let shape, shape.rank == 3, isOfTensors else { throw error }
      // The inputs may be of another size than the network's.
      var told = error
      told.advice =
        "Check that these are the network's layers; if it takes samples of another shape than the inputs have, \(shape), "
        + "give that by --input, such as --input 1x28x28."
      throw told
    }
  }
}

/// The arguments of a command that belong to no option, and what is wrong with them.
struct PathArguments {
  let paths: [String]

  /// Throws where one of them is a misspelt option.
  init(_ given: [String], of command: any ParsableCommand.Type) throws {
    // Behind a -- nothing is an option.
    let mark = given.firstIndex(of: "--") ?? given.endIndex
    let unmarked = Array(given[..<mark])
    if let message = UnknownOption(command: command).message(for: unmarked) { throw ValidationError(message) }
    paths = unmarked + given[mark...].dropFirst()
  }
}
