import Backprop
import BackpropArguments
import BackpropData
import BackpropFiles

/// A training that goes on: its checkpoint, and the command line that it would have been begun with today.
final class Resumption {
  /// The file that `--resume` names.
  let path: String
  /// Where the training is that it has, and whether that was over.
  let position: TrainingCheckpoint<Float>.Position
  let isEnded: Bool
  /// The command's arguments: those that the training began with, and those that were given again.
  let arguments: [String]
  /// What the file has, until somebody has taken it.
  private var checkpoint: TrainingCheckpoint<Float>?

  /// How many samples a mini-batch of the training has.
  var batchSize: Int? { checkpoint?.settings.batchSize }

  /// What a command line asks for; `nil` where it doesn't go on with anything, or is wrong in a way that its parser tells.
  ///
  /// Throws an error where the file isn't a checkpoint of this command, and where options are given that a training
  /// which goes on can't take.
  init?(_ arguments: [String]) throws {
    guard CommandName.command(of: arguments) == TrainCommand.self else { return nil }
    let options = CommandOptions(of: TrainCommand.self)
    let (given, others) = options.uses(in: arguments.dropFirst())
    guard let path = given.first(where: { $0.name == "--resume" })?.value, !path.isEmpty, others.isEmpty,
      !given.contains(where: { CommandHelp.names.contains($0.name) })
    else { return nil }
    try options.checkRepetition(in: arguments.dropFirst(), except: [])
    let refused = given.filter { !RememberedArguments.renewable.contains($0.name) }
    let (checkpoint, note) = try TrainingCheckpoint<Float>.load(path)
    let words = (note?["arguments"]?.asArray ?? []).compactMap(\.asString)
    guard note?["command"]?.asString == "train" else {
      throw FileError(
        file: path, expected: "a checkpoint of backprop train", found: "one that another program wrote",
        advice: "Go on with it in that program.")
    }
    let (remembered, unknown) = options.uses(in: words)
    if let word = unknown.first {
      throw FileError(
        file: path, expected: "options that this version of the program knows",
        found: "“\(word.shownAsArgument)”", advice: "Go on with the version of the program that wrote it.")
    }
    if let refusal = Self.refusal(of: refused, remembered) { throw refusal }
    let kept = remembered.filter { use in !given.contains { options.areOne($0.name, use.name) } }
    var merged = kept.filter { $0.name != "--resume" }
    if !given.contains(where: { $0.name == "--checkpoint" }) {
      let before = merged.first { $0.name == "--checkpoint" }?.value
      merged.removeAll { $0.name == "--checkpoint" }
      merged.append(.init(name: "--checkpoint", value: Self.file(goingOnFrom: path, before: before)))
    }
    (self.path, position) = (path, checkpoint.position)
    isEnded = note?["ended"]?.asBool ?? false
    self.checkpoint = checkpoint
    self.arguments = ["train"] + (merged + given).map(Self.word)
  }

  /// Lets a trainer go on with the training, and forgets what only that needs.
  ///
  /// - Parameter settings: what the options say of the training.
  func resume(_ trainer: Trainer<Float>, _ settings: TrainingSettings) throws {
    guard let checkpoint else { return }
    func refusal(_ difference: String) -> FileError {
      FileError(
        file: path, expected: "a checkpoint that this training can go on from",
        found: "another: \(difference)",
        advice: "Give the data and the network back that it was written with, or begin another training.")
    }
    do {
      try trainer.resume(from: checkpoint)
    } catch let error as TrainingError {
      throw refusal(error.description)
    }
    var expected = settings
    // A report that is asked for now has no lengths of gradients, and one that was asked for then has all of them.
    expected.recordsGradients = checkpoint.settings.recordsGradients
    let (place, size) = (checkpoint.place, settings.samplesPerUpdate)
    guard checkpoint.settings == expected, place.batchSize == settings.batchSize,
      place.samplesPerUpdate == size
    else { throw refusal("its settings aren't those of its options") }
    self.checkpoint = nil
  }

  /// An error in beginning again, in words for who never gave the path of the data: they may have been moved since.
  func explained(_ error: any Error) -> any Error {
    guard var error = error as? FileError, error.file != path, error.found.hasPrefix("none"),
      (try? SystemCalls.status(ofPath: error.file)) == nil
    else { return error }
    error.advice = "The training in \(path) learns from it: put it back there, or begin another training."
    return error
  }

  /// Says what goes on, and tells once more what the training has told.
  func retell(_ trainer: Trainer<Float>, isQuiet: Bool, _ tell: (TrainingEvent) -> Void) {
    if !isQuiet {
      let words = arguments.dropFirst().filter { !$0.hasPrefix("--resume") && !$0.hasPrefix("--checkpoint") }
      let options =
        words.isEmpty ? "without options" : "with \(words.map(\.quotedOption).joined(separator: " "))"
      Console.printError(
        "Note: going on after \(position.iterations.grouped) of \(trainer.iterationCount.grouped) iterations, \(options)"
      )
    }
    trainer.history.replay(tell)
  }

  /// The file that is saved to: the one that the training goes on from or, where that is an older one that was kept, the
  /// newest.
  private static func file(goingOnFrom path: String, before: String?) -> String {
    guard let before else { return path }
    let absolute = RememberedArguments.absolute(path)
    guard absolute.hasPrefix(before + "."), Int(absolute.dropFirst(before.count + 1)) != nil else {
      return path
    }
    return before
  }

  private static func word(_ use: CommandOptions.Use) -> String {
    use.value.map { "\(use.name)=\($0)" } ?? use.name
  }

  /// What is said of options that can't be given again.
  private static func refusal(
    of refused: [CommandOptions.Use], _ remembered: [CommandOptions.Use]
  ) -> ValidationError? {
    guard !refused.isEmpty else { return nil }
    let names = refused.map(\.name)
    let list =
      names.count == 1
      ? names[0] : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
    let same = remembered.filter { names.contains($0.name) }.map { word($0).replacingFirst("=", with: " ") }
    let before = same.isEmpty ? "" : ", here \(same.joined(separator: " ").shownAsArgument)"
    return ValidationError(
      "\(list) can't be given with --resume: the training goes on with the options that it began with\(before); leave "
        + "\(names.count == 1 ? "it" : "them") out, or begin another training.")
  }
}

extension String {
  /// An option with its value as a shell takes it.
  fileprivate var quotedOption: String {
    guard let place = firstIndex(of: "=") else { return self }
    return self[...place] + String(self[index(after: place)...]).quotedForShell
  }

  fileprivate func replacingFirst(_ text: Character, with other: Character) -> String {
    guard let place = firstIndex(of: text) else { return self }
    return self[..<place] + String(other) + self[index(after: place)...]
  }
}
