import Backprop
import BackpropData
import BackpropFiles
import Foundation

/// Saves a training while it goes on.
///
/// A checkpoint that can't be written doesn't end the training: it is told, the last good one stays, and the next is tried
/// when its time comes. Parameters that aren't finite never replace others.
final class CheckpointWriter {
  let path: String
  private let interval: CheckpointInterval.Value
  private let keep: Int
  private let note: [(String, JSONValue)]
  private let trainer: Trainer<Float>

  private let clock = ContinuousClock()
  /// When the last one was saved or tried, and how long it took.
  private var lastTime: ContinuousClock.Instant
  private var cost = Duration.zero
  /// What the file has: how far the training was, and whether it was over.
  private var saved: (position: TrainingCheckpoint<Float>.Position, isEnded: Bool)?
  /// After how many iterations the training in the file ended that was there before this one; nil where there was none.
  private var earlierIterations: Int?
  /// The status that the newest checkpoint's failure stands for, `nil` where it was written.
  private(set) var failure: Int32?
  private var hasToldFlaw = false

  /// The share of the time that saving may usually take.
  private static let share = 0.02

  /// Tries the file out.
  ///
  /// - Parameters:
  ///   - arguments: the options that the training began with.
  ///   - resumption: the training that goes on, where it isn't a new one.
  init(
    _ options: CheckpointOptions, of trainer: Trainer<Float>, arguments: RememberedArguments,
    goingOnWith resumption: Resumption?
  ) throws {
    path = options.checkpoint ?? ""
    interval = try options.interval()
    keep = try options.checkedKeep()
    self.trainer = trainer
    note = [
      ("program", .string("backprop \(BackpropCommand.configuration.version)")),
      ("command", .string("train")),
      ("arguments", .array(arguments.words.map(JSONValue.string))),
    ]
    lastTime = clock.now
    try OutputFile.tryWriting(path)
    if let resumption, Self.isSame(resumption.path, path) {
      saved = (resumption.position, resumption.isEnded)
    } else {
      try keepUnended()
    }
  }

  private static func isSame(_ first: String, _ second: String) -> Bool {
    OutputFile.readFile(among: [first], writtenAs: [second]) != nil
  }

  /// Gives a training that hasn't ended another name, where the file has one: who forgets to say --resume loses nothing.
  private func keepUnended() throws {
    guard let facts = CheckpointFacts(of: path) else { return }
    guard !facts.isEnded else {
      earlierIterations = facts.iterations
      return
    }
    let other = path + ".old"
    guard OutputFile.keepCopy(of: path, as: other) else {
      throw FileError(
        file: path, expected: "a file without a training that hasn't ended",
        found: "one after \(facts.iterations.grouped) iterations, which can't be kept under another name",
        advice: "Go on with it, remove it or give another file.")
    }
    Console.printError(
      "Note: \(path) has a training that stopped after \(facts.iterations.grouped) iterations; it is kept as \(other)."
    )
  }

  // MARK: - While the training goes on

  /// Saves the start, where the file doesn't have it.
  func begin() {
    if saved == nil { save() }
    lastTime = clock.now
  }

  /// Saves after an iteration whose turn it is, or after the last one where a signal asks for an end.
  func see(_ event: TrainingEvent, isLast: Bool) {
    guard case .iteration(let number, _) = event else { return }
    if isLast || isDue(after: number) { save() }
  }

  private func isDue(after iteration: Int) -> Bool {
    switch interval {
    case .iterations(let count): iteration % count == 0
    case .seconds(let seconds): clock.now - lastTime >= .seconds(seconds)
    case .usual:
      clock.now - lastTime >= max(.seconds(30), cost / Self.share)
    }
  }

  /// Saves how the training ended, unless it did so amid an update that made a value which isn't finite.
  func finish(_ history: TrainingHistory) {
    guard history.nonFinite == nil else { return }
    let isEnded = !history.wasStopped
    if let saved, saved.position == trainer.checkpointPosition, saved.isEnded == isEnded { return }
    save(isEnded: isEnded)
  }

  private func save(isEnded: Bool = false) {
    let start = clock.now
    defer {
      lastTime = clock.now
      cost = lastTime - start
    }
    guard isFinite else {
      if !hasToldFlaw, let saved {
        Console.printError(
          "Note: the parameters aren't finite any more, and are not saved; \(path) keeps those after "
            + "\(saved.position.iterations.grouped) iterations.")
      }
      hasToldFlaw = true
      return
    }
    do {
      let checkpoint = try trainer.checkpoint()
      let note = JSONValue.object(self.note + [("ended", .bool(isEnded))])
      try checkpoint.save(to: path, note: note, keeping: keep)
      saved = (checkpoint.position, isEnded)
      (earlierIterations, failure) = (nil, nil)
    } catch let error as FileError {
      if failure == nil { tell("\(error)") }
      failure = error.exitStatus
    } catch {
      if failure == nil { tell("\(error)") }
      failure = ExitStatus.inputOutput
    }
  }

  private var isFinite: Bool {
    trainer.model.parameters.allSatisfy { parameter in
      parameter.value.withUnsafeElements { numbers in
        // A sum of zeros times the numbers: without a branch for each.
        numbers.reduce(0) { $0 + $1 * 0 } == 0
      }
    }
  }

  private func tell(_ error: String) {
    Console.printError("Warning: \(error)")
    let last = saved.map { "\(path) keeps the one after \($0.position.iterations.grouped) iterations" }
    let earlier = earlierIterations.map {
      "\(path) still has another training, which ended after \($0.grouped) iterations"
    }
    Console.printError(
      "Note: the checkpoint couldn't be written; \(last ?? earlier ?? "there is none yet"), and the training goes on."
    )
  }

  // MARK: - After a signal

  /// What a person who has stopped the training can do.
  var advice: String {
    guard let saved else { return "Note: there is no checkpoint to go on from." }
    let state = failure == nil ? "saved" : "last saved"
    return
      "Note: \(state) after \(saved.position.iterations.grouped) iteration\(saved.position.iterations == 1 ? "" : "s"); go on with: "
      + "backprop train --resume \(path.quotedForShell)"
  }

  /// What a training without checkpoints loses.
  static func loss(of history: TrainingHistory) -> String {
    let count = history.iterations
    return "Note: the training can't go on from here: its \(count.grouped) iteration\(count == 1 ? "" : "s") "
      + "(\(history.duration.inSeconds.fixed(1)) s) would have to be made again. With --checkpoint FILE they wouldn't."
  }
}

extension String {
  /// The text as one word of a shell's command.
  var quotedForShell: String {
    let isPlain = !isEmpty && !hasPrefix("-") && utf8.allSatisfy { $0.isPlainInShell }
    if isPlain { return self }
    let name = hasPrefix("-") ? "./" + self : self
    return "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

extension UInt8 {
  fileprivate var isPlainInShell: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: Array("/._-+,:@%".utf8).contains(self)
    }
  }
}
