import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles

/// A network on the command line: a preset's name, a JSON file, or its layers in a line.
struct NetworkArgument: ExpressibleByArgument {
  private let text: String

  /// Takes any argument: `read` says what is wrong with it, which a refusal here couldn't.
  init(argument: String) { text = argument }

  var defaultValueDescription: String { text }

  /// What the options' help says of it.
  static let help = ArgumentHelp(
    "The network: a preset, a JSON file, or layers in quotes, with commas between them.",
    discussion: """
      Presets: \(presets). Layers are written as in 'conv 30 5x5, relu, maxpool 2, affine 100, relu, affine'; \
      backprop summary --help lists them.
      """, valueName: "network")

  /// The names of the presets.
  static let presets = NetworkPreset.allCases.map(\.rawValue).joined(separator: ", ")

  /// The network; throws where the argument describes none, and has told what is wrong with a line.
  func read(_ option: String) throws -> DescribedNetwork {
    if let preset = NetworkPreset(rawValue: text.lowercased()) {
      return DescribedNetwork(preset.description, title: preset.rawValue, .preset)
    }
    if text.lowercased().hasSuffix(".json") {
      return DescribedNetwork(
        try NetworkDescription(contentsOfJSON: text), title: Self.name(of: text), .file(text))
    }
    guard !text.contains("/") else {
      throw ValidationError(
        "\(option) takes a preset, a file whose name ends with .json, or layers, not '\(text.shownAsArgument)'."
      )
    }
    do throws(NetworkDescriptionError) {
      return DescribedNetwork(try NetworkDescription(text), title: text.shortened, .line(text))
    } catch {
      if let preset = Suggestion.near(text, among: NetworkPreset.allCases.map(\.rawValue)) {
        throw ValidationError(
          "There is no network '\(text.shownAsArgument)'. Did you mean '\(preset)'?")
      }
      throw DescribedNetwork.told(error, in: text)
    }
  }

  private static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path)).escapingControlCharacters()
  }
}

/// A network that the command line describes, with where its description stands.
struct DescribedNetwork {
  /// What the network consists of.
  let description: NetworkDescription
  /// What outputs call it.
  let title: String

  private let source: Source

  fileprivate enum Source {
    case preset
    case file(String)
    case line(String)
  }

  fileprivate init(_ description: NetworkDescription, title: String, _ source: Source) {
    (self.description, self.title, self.source) = (description, title, source)
  }

  /// What it becomes for samples of a shape; throws where it can't take them, and has told where.
  func plan(for sample: TensorShape, targets: TargetKind) throws -> NetworkPlan {
    try telling { () throws(NetworkDescriptionError) in try description.plan(for: sample, targets: targets) }
  }

  /// Throws where it looks up pixels as indices, and has told where.
  func checkImages(_ plan: NetworkPlan) throws {
    guard let step = plan.indexedStep else { return }
    throw told(
      NetworkDescriptionError(
        "\(step.layer.form.name) takes whole numbers, such as those of words, and not images, whose pixels are numbers from "
          + "0 to 1; leave it out, or begin with 'affine 50' or 'conv 8 3x3'.", path: step.path))
  }

  /// A model of it.
  func model<Scalar: TensorScalar>(
    for sample: TensorShape, targets: TargetKind, loss: (any Loss<Scalar>)? = nil,
    weights: WeightInitialization? = nil, seed: UInt64
  ) throws -> Model<Scalar> {
    try telling { () throws(NetworkDescriptionError) in
      try description.model(for: sample, targets: targets, loss: loss, weights: weights, seed: seed)
    }
  }

  private func telling<Value>(_ body: () throws(NetworkDescriptionError) -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw told(error)
    }
  }

  /// An error of usage about a layer, told with the place where the layer is described.
  private func told(_ error: NetworkDescriptionError) -> any Error {
    guard let path = error.path else { return ValidationError(error.problem.startingInLowerCase) }
    switch source {
    case .preset: return ValidationError("the network \(title) doesn't fit: \(error.problem)")
    case .file(let file):
      let place = NetworkDescription.place(of: path, inJSON: file)
      let line = place.map { ", line \($0.line), column \($0.column)" } ?? ""
      return ValidationError("\(file.escapingControlCharacters())\(line) (\(path)): \(error.problem)")
    case .line(let line):
      var error = error
      error.offset = NetworkDescription.offset(of: path, in: line)
      return Self.told(error, in: line)
    }
  }

  /// Prints what is wrong with a line, with a mark below the place, and gives the status to end with.
  ///
  /// The usage, which follows other mistakes, would separate the mark from the prompt.
  fileprivate static func told(_ error: NetworkDescriptionError, in line: String) -> any Error {
    guard let offset = error.offset else { return ValidationError(error.problem) }
    let message = SourceError(error.problem, at: offset).message(in: Array(line), of: "the network")
    Console.printError("Error: " + message)
    return ExitCode(ExitStatus.usage)
  }
}

extension String {
  /// A line of layers as a title.
  fileprivate var shortened: String {
    let line = split(whereSeparator: \.isWhitespace).joined(separator: " ").escapingControlCharacters()
    return line.count > 60 ? line.prefix(60) + "…" : line
  }

  fileprivate var startingInLowerCase: String { prefix(1).lowercased() + dropFirst() }
}
