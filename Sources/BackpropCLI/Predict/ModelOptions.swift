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
        torch.nn.Sequential with the same layers.
        """, valueName: "network"))
  var network: NetworkArgument?

  /// Reads a model.
  ///
  /// - Parameter sampleShape: what the samples look like, for a file that doesn't say so.
  func load(_ path: String, sampleShape: @autoclosure () throws -> TensorShape?) throws -> SavedModel {
    guard let network else { return try SavedModel(from: path) }
    let described = try network.read("--network")
    return try SavedModel(from: path, network: described.description, sampleShape: try sampleShape())
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
