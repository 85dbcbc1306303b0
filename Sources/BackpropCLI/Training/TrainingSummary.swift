import Backprop
import BackpropDrawing
import BackpropFiles

/// The closing figures of a training run.
struct TrainingSummary {
  /// Which figure the accuracies are.
  var measure = TrainingMeasure.ofImages
  var dataset: String
  var iterations: Int
  var parameters: Int
  var trainAccuracy: Double?
  var testAccuracy: Double?
  /// The time of all iterations with the evaluations between them, and of trials before them.
  var seconds: Double
  /// The mean time of an iteration without evaluations.
  var stepMicroseconds: Double
  var threads: Int
  var seed: UInt64
  var parametersSHA256: String
  var wasStopped: Bool
  /// The loss of the last mini-batch, `nil` without iterations.
  var loss: Double?
  /// What isn't finite at the end, in words; `nil` where all is.
  var flaw: String?
  /// The validation part's share of right answers and loss; `nil` without such a part.
  var validation: (accuracy: Double?, loss: Double?)?
  /// The record with the smallest validation loss, whose parameters these are; `nil` without early stopping.
  var best: TrainingHistory.Epoch?
  /// Whether early stopping ended the training before its time.
  var wasStoppedEarly = false
  /// Why the network can't learn from where it started.
  var finding: LearningFinding?
  /// The network, and the rule of updates, in JSON.
  var network: String?
  var optimizer: String?
  var schedule: String?
  /// How many shards a mini-batch has, and what several processes took to add them; `nil` where they don't matter.
  var shards: Int?
  var sharing: SharingFacts?
  /// What there is to tell of a table.
  var table: TableFacts?

  /// What the notes' job has nothing to say about, and says nothing.
  private var further: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = []
    if let network { members.append(("network", .string(network))) }
    if let optimizer { members.append(("optimizer", .string(optimizer))) }
    if let schedule { members.append(("schedule", .string(schedule))) }
    if let shards { members.append(("shards", .integer(shards))) }
    if let sharing { members += sharing.members }
    if let validation {
      members.append(("validation_\(measure.key)", validation.accuracy.map(JSONValue.number) ?? .null))
      members.append(("validation_loss", validation.loss.map(JSONValue.number) ?? .null))
    }
    if let best {
      members.append(("stopped_early", .bool(wasStoppedEarly)))
      members.append(("best_epoch", .integer(best.number)))
      members.append(("best_iteration", .integer(best.iteration)))
    }
    if let table { members += table.members }
    if let finding { members.append(("finding", .string(finding.word))) }
    return members
  }

  /// Which update's parameters the network has, where that isn't simply the last one's.
  private var bestText: String? {
    guard let best else { return nil }
    let loss = best.validation["loss"].map { " \($0.fixed(4))" } ?? ""
    return
      "\(wasStoppedEarly ? "Stopped early" : "Ended") after iteration \(iterations.grouped), with the parameters of epoch "
      + "\(best.number) (iteration \(best.iteration.grouped)), whose validation loss\(loss) is the smallest"
  }

  var json: JSONValue {
    let members: [(String, JSONValue)] = [
      ("event", .string("summary")), ("dataset", .string(dataset)), ("iterations", .integer(iterations)),
      ("parameters", .integer(parameters)), ("loss", loss.map(JSONValue.number) ?? .null),
      ("finite", .bool(flaw == nil)), ("train_\(measure.key)", trainAccuracy.map(JSONValue.number) ?? .null),
      ("\(measure.part)_\(measure.key)", testAccuracy.map(JSONValue.number) ?? .null),
      ("seconds", .number(seconds)),
      ("step_microseconds", .number(stepMicroseconds)), ("threads", .integer(threads)),
      ("seed", .unsigned(seed)), ("parameters_sha256", .string(parametersSHA256)),
    ]
    return .object(members + further)
  }

  var text: String {
    let end =
      wasStopped ? "Stopped after \(iterations.grouped) iteration\(iterations == 1 ? "" : "s"): " : "Trained "
    let train = trainAccuracy.flatMap { $0.isNaN ? nil : "train \(measure.words) \($0.fixed(4))" }
    let valid = validation?.accuracy.map { ", validation \(measure.words) \($0.fixed(4))" } ?? ""
    let test = testAccuracy.map { ", \(measure.partWords) \(measure.words) \($0.fixed(4))" } ?? ""
    return """
      \(end)\(seconds.fixed(2)) s, \(stepMicroseconds.fixed(0)) µs a step
      \(train ?? "accuracies weren't measured")\(valid)\(test)\(table?.text ?? "")\(flaw.map { "\nnot finite: \($0)" } ?? "")\(sharing?.text ?? "")
      parameters SHA-256 \(parametersSHA256)\(bestText.map { "\n" + $0 } ?? "")
      """
  }
}

extension Model<Float> {
  /// The SHA-256 of the bytes of all parameters in order, each number in little-endian order.
  var parametersSHA256: String {
    var hash = SHA256()
    var bytes: [UInt8] = []
    for parameter in parameters {
      // In pieces: a copy of a large parameter is more than a training needs.
      parameter.value.withUnsafeElements { numbers in
        for start in stride(from: 0, to: numbers.count, by: 1 << 16) {
          bytes.removeAll(keepingCapacity: true)
          for number in numbers[start..<min(start + (1 << 16), numbers.count)] {
            withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
          }
          hash.update(bytes)
        }
      }
    }
    return hash.hexadecimal
  }
}
