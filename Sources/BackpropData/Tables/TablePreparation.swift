import Backprop
import BackpropFiles

/// How a table's rows become samples: all that was found in the training rows. It travels with the model.
///
/// Numbers are standardised, (x − mean) / deviation; each word of a column becomes a number that is 1 where a row has it and 0
/// elsewhere, so that a word that training didn't have is 0 everywhere. Columns are found by their names.
public struct TablePreparation: Sendable, Hashable {
  /// The mean and standard deviation of numbers; a deviation of 1 where all were equal.
  public struct Scale: Sendable, Hashable {
    /// Σ x / n.
    public let mean: Double
    /// √(Σ (x − mean)² / n), or 1 where that is 0.
    public let deviation: Double

    package init(mean: Double, deviation: Double) {
      self.mean = mean
      self.deviation = deviation
    }

    /// A number as the network sees it.
    public func standardised(_ number: Float) -> Float { (number - Float(mean)) / Float(deviation) }

    /// What a number of the network's means.
    public func restored(_ number: Float) -> Float { number * Float(deviation) + Float(mean) }
  }

  /// A column that is learnt from.
  public struct Input: Sendable, Hashable {
    /// What becomes of the column.
    public enum Form: Sendable, Hashable {
      /// A number, standardised.
      case number(Scale)
      /// A number for each of these words.
      case words([String])
    }

    /// The column's name.
    public let name: String
    /// What becomes of it.
    public let form: Form

    /// How many of the network's inputs it becomes.
    public var width: Int {
      switch form {
      case .number: 1
      case .words(let words): words.count
      }
    }
  }

  /// What is told.
  public enum Target: Sendable, Hashable {
    /// One of these classes. They are the names of numbers where `areNumbers` says so.
    case classes([String], areNumbers: Bool)
    /// A number, which the network gives standardised.
    case number(Scale)
  }

  /// The columns that are learnt from, in the order of the network's inputs.
  public let inputs: [Input]
  /// The name of the target's column.
  public let targetName: String
  /// What is told.
  public let target: Target
  /// What becomes of rows with missing values.
  public let missing: TableTask.MissingRule

  package init(inputs: [Input], targetName: String, target: Target, missing: TableTask.MissingRule) {
    self.inputs = inputs
    self.targetName = targetName
    self.target = target
    self.missing = missing
  }

  /// How many numbers a sample has.
  public var inputCount: Int { inputs.reduce(0) { $0 + $1.width } }

  /// What the network's inputs are called: columns' names, and for words `column=word`.
  public var inputNames: [String] {
    inputs.flatMap { input in
      switch input.form {
      case .number: [input.name]
      case .words(let words): words.map { "\(input.name)=\($0)" }
      }
    }
  }

  /// The classes' names in order; `nil` where a number is told.
  public var classNames: [String]? {
    if case .classes(let names, _) = target { names } else { nil }
  }

  /// What kind of targets a network for such samples has.
  public var targetKind: TargetKind {
    switch target {
    case .classes(let names, _): .classes(names.count)
    case .number: .rows([1])
    }
  }

  /// The columns that are read as words, and as numbers, in any file.
  var wordNames: Set<String> {
    var names: [String] = []
    for input in inputs {
      if case .words = input.form { names.append(input.name) }
    }
    if case .classes(_, areNumbers: false) = target { names.append(targetName) }
    return Set(names)
  }

  var numberNames: Set<String> {
    var names: [String] = []
    for input in inputs {
      if case .number = input.form { names.append(input.name) }
    }
    switch target {
    case .classes(_, areNumbers: false): break
    case .classes, .number: names.append(targetName)
    }
    return Set(names)
  }
}
