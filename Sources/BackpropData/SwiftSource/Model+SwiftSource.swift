import Backprop
import BackpropFiles

extension Model where Scalar == Float {
  /// The most numbers that a network may have to be written as source: what it takes to compile grows with them.
  public static var sourceNumberLimit: Int { 1_000_000 }

  /// Writes the network as a Swift source file with one function that needs nothing else, not even an import.
  ///
  /// The function takes the numbers of one sample in the order of its axes and returns the network's scores. The numbers
  /// of the network stand in it exactly, as text in Base64. Dropout, which does nothing when a network is asked, is left
  /// out.
  ///
  /// - Parameters:
  ///   - path: where to write; an older file is replaced when the new one is complete.
  ///   - name: what the function is called.
  ///   - sampleShape: the shape of one sample, where the model doesn't know it.
  /// - Throws: `FileError` where the network has more numbers than ``sourceNumberLimit`` or a layer of another kind than
  ///   Backprop's own, or the file can't be written.
  public func exportSwift(
    to path: String, name: String = "predict", sampleShape: TensorShape? = nil
  ) throws(FileError) {
    let source = try swiftSource(for: path, name: name, sampleShape: sampleShape)
    try Self.write(source, to: path)
  }

  fileprivate static func write(_ source: String, to path: String) throws(FileError) {
    let file = try OutputFile(path)
    try file.write(Array(source.utf8))
    try file.commit()
  }

  /// The text that ``exportSwift(to:name:sampleShape:)`` writes.
  package func swiftSource(
    for path: String, name: String = "predict", sampleShape: TensorShape? = nil,
    table: TablePreparation? = nil
  ) throws(FileError) -> String {
    guard SwiftSourceBuilder.isName(name) else {
      throw FileError(
        file: path, expected: "a name of a function, of letters, digits and _", found: "“\(name)”",
        advice: "Give a name such as predict.")
    }
    guard let shape = sampleShape ?? self.sampleShape else {
      throw FileError(
        file: path, expected: "the shape of one sample, which the function checks",
        found: "a network whose first layer takes any",
        advice: "Give it as sampleShape, for instance [1, 28, 28].")
    }
    let count = state.statistics.reduce(parameterCount) { $0 + $1.statistic.value.count }
    guard count <= Self.sourceNumberLimit else {
      throw FileError(
        file: path,
        expected: "a network of at most \(Self.sourceNumberLimit) numbers, which compilers can take",
        found: "one of \(count)", advice: "Write it to a file of numbers, with --onnx or --npz.")
    }
    var builder = SwiftSourceBuilder(path: path, columns: table.map { SwiftColumns($0) })
    return try builder.source(of: self, called: name, for: shape)
  }
}

extension SavedModel {
  /// Writes the network as a Swift source file with one function that needs nothing else, not even an import.
  ///
  /// The function of a model of a table takes a number for each column, as it stands in the table, and prepares them as the
  /// model's rows were: numbers are standardised, and a word is told by its place among those that training had. A number
  /// that is told comes in its column's unit. Else see ``Backprop/Model/exportSwift(to:name:sampleShape:)``.
  ///
  /// - Throws: `FileError` as that does.
  public func exportSwift(to path: String, name: String = "predict") throws(FileError) {
    var table: TablePreparation?
    if case .table(let preparation) = preparation { table = preparation }
    let source = try model.swiftSource(for: path, name: name, sampleShape: details.sampleShape, table: table)
    try Model<Float>.write(source, to: path)
  }
}
