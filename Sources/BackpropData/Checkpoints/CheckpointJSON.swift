import Backprop
import BackpropFiles

// What a checkpoint's file tells in JSON; `CheckpointReader` reads it.

extension TrainingCheckpoint {
  /// All that isn't an array.
  func json(note: JSONValue?) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("scalar", .string("\(Scalar.self)")), ("iterations", .integer(iterations)),
      ("settings", settings.json),
      ("identity", identity.json), ("place", place.json), ("due", due.json),
      ("optimizer", optimizer.json), ("schedule", schedule.json), ("history", history.json),
    ]
    members.append(("best", best.json))
    if let start { members.append(("start", start.json)) }
    if let note { members.append(("note", note)) }
    return .object(members)
  }
}

extension JSONValue {
  fileprivate static func optional(_ number: Double?) -> JSONValue { number.map(JSONValue.number) ?? .null }
  fileprivate static func optional(_ number: Int?) -> JSONValue { number.map(JSONValue.integer) ?? .null }
  fileprivate static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
  fileprivate static func numbers(_ numbers: [Double]) -> JSONValue { .array(numbers.map(JSONValue.number)) }

  fileprivate static func time(_ duration: Duration) -> JSONValue {
    .array([.integer(Int(duration.components.seconds)), .integer(Int(duration.components.attoseconds))])
  }

  fileprivate static func metrics(_ metrics: [String: Double]) -> JSONValue {
    .object(metrics.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
  }
}

extension TrainingSettings {
  fileprivate var json: JSONValue {
    let (unit, length): (String, Int) =
      switch duration {
      case .iterations(let count): ("iterations", count)
      case .epochs(let count): ("epochs", count)
      }
    // Of whole mini-batches a checkpoint says nothing of shards, as those from before there were any.
    let shards: [(String, JSONValue)] = shards == 1 ? [] : [("shards", .integer(self.shards))]
    let members: [(String, JSONValue)] = [
      ("unit", .string(unit)), ("length", .integer(length)), ("batch_size", .integer(batchSize)),
      ("learning_rate", .optional(learningRate)), ("seed", .unsigned(seed)),
      ("loss_after_update", .bool(lossTiming == .afterUpdate)), ("watches_nan", .bool(watchesNaN)),
      ("validation_share", .optional(validationShare)), ("early_stopping", .optional(earlyStopping)),
      ("accumulation", .integer(accumulation)), ("records_gradients", .bool(recordsGradients)),
    ]
    return .object(members + shards)
  }
}

extension TrainingCheckpoint.Identity {
  fileprivate var json: JSONValue {
    .object([
      ("network", .string(network)), ("loss", .string(loss)), ("optimizer", .string(optimizer)),
      ("schedule", .string(schedule)), ("sampler", .string(sampler)), ("augmentation", .string(augmentation)),
      ("samples", samples.json), ("validation", validation?.json ?? .null), ("test", test?.json ?? .null),
    ])
  }
}

extension DatasetSignature {
  fileprivate var json: JSONValue {
    .object([
      ("count", .integer(count)), ("shape", .array(sampleShape.map(JSONValue.integer))),
      ("targets", .string(targets)), ("digest", .string(digest)),
    ])
  }
}

extension TrainingCheckpoint.Place {
  fileprivate var json: JSONValue {
    .object([
      ("iteration", .integer(iteration)), ("epoch", .integer(epoch)), ("in_epoch", .integer(inEpoch)),
      ("epoch_of_last_update", .integer(epochOfLastUpdate)), ("batch_size", .integer(batchSize)),
      ("samples_per_update", .integer(samplesPerUpdate)),
      ("iterations_per_epoch", .integer(iterationsPerEpoch)),
    ])
  }
}

extension TrainingCheckpoint.Due {
  fileprivate var json: JSONValue {
    .object([
      ("finding", .bool(finding)), ("evaluation", .bool(evaluation)),
      ("learning_rate", .optional(learningRate)), ("gradient_norms", .numbers(gradientNorms)),
    ])
  }
}

extension TrainingCheckpoint.Memory {
  fileprivate var json: JSONValue {
    let updates = self.updates.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.integer($0.value)) }
    return .object([
      ("rate", .number(rate)), ("iteration", .integer(iteration)), ("updates", .object(updates)),
    ])
  }
}

extension TrainingCheckpoint.ScheduledState {
  fileprivate var json: JSONValue {
    .object([
      ("base", .number(base)), ("best", .number(state.best)), ("waited", .integer(state.waited)),
      ("factor", .number(state.factor)),
    ])
  }
}

extension TrainingCheckpoint.Best {
  fileprivate var json: JSONValue {
    .object([
      ("record", record?.json ?? .null), ("epochs_without_gain", .integer(epochsWithoutGain)),
    ])
  }
}

extension TrainingCheckpoint.Start {
  fileprivate var json: JSONValue {
    .object([
      ("growing_layer", growingLayer.map(JSONValue.string) ?? .null), ("growth", .number(growth)),
      ("ratio", .number(ratio)),
    ])
  }
}

extension TrainingHistory.Epoch {
  fileprivate var json: JSONValue {
    .object([
      ("number", .integer(number)), ("iteration", .integer(iteration)), ("loss", .number(loss)),
      ("training", .metrics(training)), ("test", .metrics(test)), ("validation", .metrics(validation)),
      ("learning_rate", .optional(learningRate)), ("gradient_norms", .numbers(gradientNorms)),
    ])
  }
}

extension TrainingHistory {
  fileprivate var json: JSONValue {
    .object([
      ("start", .integer(start)), ("loss_interval", .integer(lossInterval)),
      ("epoch_interval", .integer(epochInterval)), ("skipped", .integer(skipped.count)),
      ("skipped_loss", .number(skipped.loss)), ("metrics", .strings(metricNames)),
      ("has_validation", .bool(hasValidation)), ("gradient_layers", .strings(gradientLayers)),
      ("first_non_finite", .optional(firstNonFiniteIteration)), ("finding", finding?.json ?? .null),
      ("duration", .time(duration)), ("evaluation_duration", .time(evaluationDuration)),
    ])
  }
}

extension LearningFinding {
  fileprivate var json: JSONValue {
    let remedy: JSONValue =
      switch self.remedy {
      case .weights(let weights): .string("weights \(weights)")
      case .smallerLearningRate: .string("smaller learning rate")
      case .activation: .string("activation")
      }
    return .object([
      ("kind", .string("\(kind)")), ("layer", .string(layer)), ("ratio", .number(ratio)),
      ("iteration", .integer(iteration)), ("remedy", remedy),
    ])
  }
}
