import Backprop
import BackpropArguments
import BackpropData

/// Which other images the network is tested on.
struct TestDataOptions: ParsableArguments {
  @Option(help: "Another data set, whose images the network is tested on: mnist, fashion or digits.")
  var testData: DataName?

  @Option(help: "A folder with another data set, whose images the network is tested on.")
  var testDataDir: String?

  func validate() throws {
    if testData != nil, testDataDir != nil, testData == .digits {
      throw ValidationError(
        "--test-data digits are built in and have no --test-data-dir; give one of the two.")
    }
    if testData == .auto {
      throw ValidationError("--test-data must name a data set: mnist, fashion or digits.")
    }
  }

  /// The files that it is read from.
  var inputs: [OutputPaths.Input] {
    DatasetLoader.inputs(
      folder: testDataDir, name: testData, options: ("--test-data-dir", "--test-data"))
  }

  /// The data set, `nil` where none is given.
  func load(isQuiet: Bool) throws -> (name: String, dataset: ImageDataset)? {
    let loader = DatasetLoader(isQuiet: isQuiet)
    if let testDataDir { return try loader.load(folder: testDataDir, name: testData) }
    if let testData { return try loader.load(testData) }
    return nil
  }
}
