import Backprop
import BackpropArguments

/// Which network is trained, and what its first weights are.
struct TrainNetworkOptions: ParsableArguments {
  @Option(help: NetworkArgument.help)
  var network: NetworkArgument?

  @Option(takesAny: true, help: "The sizes of the hidden layers, separated by commas. (default: 50)")
  var hidden: LayerSizes?

  @Option(help: "What follows each hidden layer: relu or sigmoid; relu if not given.")
  var activation: ActivationName?

  @Option(
    takesAny: true,
    help: """
      The standard deviation of the initial weights, or he, heuniform, xavier, xaviernormal, xavieruniform or pytorch. \
      (default: 0.01, or as the network of --network asks for)
      """)
  var initStd: InitialWeights?

  func validate() throws {
    try hidden?.check("--hidden")
    _ = try weights()
    guard network != nil else { return }
    for (option, isGiven) in [("--hidden", hidden != nil), ("--activation", activation != nil)] where isGiven
    {
      throw ValidationError("--network and \(option) both say what the network is; give one of the two.")
    }
  }

  /// What first weights are drawn from, where an option says it; throws an error with the rule.
  func weights() throws -> WeightInitialization? { try initStd?.checked("--init-std") }

  /// The network that `--network` describes, `nil` where that isn't given.
  func described() throws -> DescribedNetwork? { try network?.read("--network") }
}
