import Backprop
import BackpropFiles

/// Reads what a checkpoint's file tells in JSON; `CheckpointJSON` writes it.
///
/// A checksum was right when this begins. What is wrong all the same was written so, by hand or by another version, and is
/// told with the name of the member.
struct CheckpointReader<Scalar: TensorScalar> {
  private typealias Checkpoint = TrainingCheckpoint<Scalar>

  private let json: CheckpointMember
  private let arrays: CheckpointArrays

  init(_ json: JSONValue, _ arrays: CheckpointArrays, file: String) {
    self.json = CheckpointMember(json, name: "training", file: file)
    self.arrays = arrays
  }

  func checkpoint() throws(FileError) -> TrainingCheckpoint<Scalar> {
    let scalar = try json.member("scalar").text
    guard scalar == "\(Scalar.self)" else {
      throw FileError(
        file: json.file, expected: "a checkpoint of a network of \(Scalar.self) numbers",
        found: "one of \(scalar)", advice: "Go on with a network of the same type of number.")
    }
    var checkpoint = TrainingCheckpoint<Scalar>(
      settings: try settings(), history: try history(), identity: try identity(), optimizer: try memory(),
      schedule: try schedule(), place: try place())
    checkpoint.parameters = try arrays.tensors(in: "parameters/", as: Scalar.self)
    checkpoint.statistics = try arrays.tensors(in: "statistics/", as: Scalar.self)
    checkpoint.due = try due()
    checkpoint.best = try best()
    checkpoint.start = try start()
    return checkpoint
  }

  private func settings() throws(FileError) -> TrainingSettings {
    let json = try json.member("settings")
    let length = try json.member("length").count
    let isEpochs = try json.member("unit").text == "epochs"
    var settings = TrainingSettings(duration: isEpochs ? .epochs(length) : .iterations(length))
    settings.batchSize = try json.member("batch_size").count
    settings.learningRate = try json.member("learning_rate").optionalNumber
    settings.seed = try json.member("seed").unsigned
    settings.lossTiming = try json.member("loss_after_update").bool ? .afterUpdate : .beforeUpdate
    settings.watchesNaN = try json.member("watches_nan").bool
    settings.validationShare = try json.member("validation_share").optionalNumber
    settings.earlyStopping = try json.member("early_stopping").optionalCount
    settings.accumulation = try json.member("accumulation").count
    settings.recordsGradients = try json.member("records_gradients").bool
    settings.shards = try json.optional("shards")?.count ?? 1
    return settings
  }

  private func identity() throws(FileError) -> TrainingCheckpoint<Scalar>.Identity {
    let json = try json.member("identity")
    var identity = Checkpoint.Identity(samples: try signature(json.member("samples")))
    let (validation, test) = (try json.member("validation"), try json.member("test"))
    if !validation.isNull { identity.validation = try signature(validation) }
    if !test.isNull { identity.test = try signature(test) }
    identity.network = try json.member("network").text
    identity.loss = try json.member("loss").text
    identity.optimizer = try json.member("optimizer").text
    identity.schedule = try json.member("schedule").text
    identity.sampler = try json.member("sampler").text
    identity.augmentation = try json.member("augmentation").text
    return identity
  }

  private func signature(_ json: CheckpointMember) throws(FileError) -> DatasetSignature {
    var shape: [Int] = []
    for size in try json.member("shape").elements { shape.append(try size.count) }
    guard TensorShape(exactly: shape) != nil else {
      throw json.wrong(expected: "a sample's shape", found: "\(shape)")
    }
    return DatasetSignature(
      count: try json.member("count").count, sampleShape: shape, targets: try json.member("targets").text,
      digest: try json.member("digest").text)
  }

  private func place() throws(FileError) -> TrainingCheckpoint<Scalar>.Place {
    let json = try json.member("place")
    var place = Checkpoint.Place()
    place.iteration = try json.member("iteration").count
    place.epoch = try json.member("epoch").count
    place.inEpoch = try json.member("in_epoch").count
    place.epochOfLastUpdate = try json.member("epoch_of_last_update").count
    place.batchSize = try json.member("batch_size").count
    place.samplesPerUpdate = try json.member("samples_per_update").count
    place.iterationsPerEpoch = try json.member("iterations_per_epoch").count
    return place
  }

  private func due() throws(FileError) -> TrainingCheckpoint<Scalar>.Due {
    let json = try json.member("due")
    var due = Checkpoint.Due()
    due.finding = try json.member("finding").bool
    due.evaluation = try json.member("evaluation").bool
    due.learningRate = try json.member("learning_rate").optionalNumber
    due.gradientNorms = try json.member("gradient_norms").numbers
    return due
  }

  private func memory() throws(FileError) -> TrainingCheckpoint<Scalar>.Memory {
    let json = try json.member("optimizer")
    var memory = Checkpoint.Memory()
    memory.rate = try json.member("rate").number
    memory.iteration = try json.member("iteration").count
    for (path, updates) in try json.member("updates").members { memory.updates[path] = try updates.count }
    memory.slots = try arrays.tensors(in: "optimizer/", as: Scalar.self)
    return memory
  }

  private func schedule() throws(FileError) -> TrainingCheckpoint<Scalar>.ScheduledState {
    let json = try json.member("schedule")
    var state = ScheduleState()
    state.best = try json.member("best").number
    state.waited = try json.member("waited").count
    state.factor = try json.member("factor").number
    return Checkpoint.ScheduledState(base: try json.member("base").number, state: state)
  }

  private func best() throws(FileError) -> TrainingCheckpoint<Scalar>.Best {
    let json = try json.member("best")
    var best = Checkpoint.Best()
    let record = try json.member("record")
    if !record.isNull { best.record = try epoch(record) }
    best.epochsWithoutGain = try json.member("epochs_without_gain").count
    best.parameters = try arrays.tensors(in: "best/parameters/", as: Scalar.self)
    best.statistics = try arrays.tensors(in: "best/statistics/", as: Scalar.self)
    return best
  }

  private func start() throws(FileError) -> TrainingCheckpoint<Scalar>.Start? {
    guard let json = json.optional("start") else { return nil }
    var start = Checkpoint.Start()
    let layer = try json.member("growing_layer")
    start.growingLayer = layer.isNull ? nil : try layer.text
    start.growth = try json.member("growth").number
    start.ratio = try json.member("ratio").number
    for (name, tensor) in try arrays.tensors(in: "start/", as: Scalar.self) {
      start.weights[name] = tensor.scalars
    }
    return start
  }

  private func epoch(_ json: CheckpointMember) throws(FileError) -> TrainingHistory.Epoch {
    var epoch = TrainingHistory.Epoch(
      number: try json.member("number").count, iteration: try json.member("iteration").count,
      loss: try json.member("loss").number, training: try json.member("training").metrics)
    epoch.test = try json.member("test").metrics
    epoch.validation = try json.member("validation").metrics
    epoch.learningRate = try json.member("learning_rate").optionalNumber
    epoch.gradientNorms = try json.member("gradient_norms").numbers
    return epoch
  }

  private func history() throws(FileError) -> TrainingHistory {
    let json = try json.member("history")
    var history = TrainingHistory(startingAt: try json.member("start").count)
    history.losses = try arrays.losses()
    history.epochs = try arrays.epochs()
    history.metricNames = try json.member("metrics").texts
    history.gradientLayers = try json.member("gradient_layers").texts
    history.hasValidation = try json.member("has_validation").bool
    history.firstNonFiniteIteration = try json.member("first_non_finite").optionalCount
    history.duration = try json.member("duration").time
    history.evaluationDuration = try json.member("evaluation_duration").time
    let finding = try json.member("finding")
    if !finding.isNull { history.finding = try self.finding(finding) }
    let skipped = (
      count: try json.member("skipped").count, loss: try json.member("skipped_loss").number
    )
    history.restoreThinning(
      lossInterval: try json.member("loss_interval").count,
      epochInterval: try json.member("epoch_interval").count, skipped: skipped)
    return history
  }

  private func finding(_ json: CheckpointMember) throws(FileError) -> LearningFinding {
    let kinds: [LearningFinding.Kind] = [
      .vanishingActivations, .explodingActivations, .vanishingGradients, .deadUnits,
    ]
    let kindText = try json.member("kind").text
    guard let kind = kinds.first(where: { "\($0)" == kindText }) else {
      throw json.wrong(expected: "a kind of finding", found: "“\(kindText)”")
    }
    let rules: [WeightInitialization] = [
      .he, .heUniform, .xavier, .xavierNormal, .xavierUniform, .pytorch, .automatic,
    ]
    let remedyText = try json.member("remedy").text
    let remedy: LearningFinding.Remedy
    if let rule = rules.first(where: { "weights \($0)" == remedyText }) {
      remedy = .weights(rule)
    } else {
      remedy = remedyText == "activation" ? .activation : .smallerLearningRate
    }
    return LearningFinding(
      kind: kind, layer: try json.member("layer").text, ratio: try json.member("ratio").number,
      iteration: try json.member("iteration").count, remedy: remedy)
  }
}

/// A value within a checkpoint's JSON with its name, for errors.
struct CheckpointMember {
  let value: JSONValue
  let name: String
  let file: String

  init(_ value: JSONValue, name: String, file: String) {
    (self.value, self.name, self.file) = (value, name, file)
  }

  /// The largest whole number that anything of a training is counted to.
  static let limit = 1 << 48

  var isNull: Bool { if case .null = value { true } else { false } }

  func optional(_ key: String) -> CheckpointMember? {
    value[key].map { CheckpointMember($0, name: "\(name).\(key)", file: file) }
  }

  func member(_ key: String) throws(FileError) -> CheckpointMember {
    guard let member = optional(key) else {
      throw wrong(expected: "a member “\(key)” of “\(name)”", found: "none")
    }
    return member
  }

  func wrong(expected: String, found: String) -> FileError {
    CheckpointFile.damaged(file, expected: expected, found: found)
  }

  private func wrongKind(_ expected: String) -> FileError {
    wrong(expected: "\(expected) for “\(name)”", found: value.kindText)
  }

  var text: String {
    get throws(FileError) {
      guard let text = value.asString else { throw wrongKind("a text") }
      return text
    }
  }

  var bool: Bool {
    get throws(FileError) {
      guard let bool = value.asBool else { throw wrongKind("true or false") }
      return bool
    }
  }

  /// A whole number, 0 or more.
  var count: Int {
    get throws(FileError) {
      guard let number = value.asInt, (0...CheckpointMember.limit).contains(number) else {
        throw wrongKind("a whole number from 0 to \(CheckpointMember.limit)")
      }
      return number
    }
  }

  var optionalCount: Int? {
    get throws(FileError) { isNull ? nil : try count }
  }

  /// Any number of 64 bits.
  var unsigned: UInt64 {
    get throws(FileError) {
      guard let number = UInt64("\(value)") else { throw wrongKind("a whole number from 0 to \(UInt64.max)") }
      return number
    }
  }

  /// Any number; those that aren't finite are texts.
  var number: Double {
    get throws(FileError) {
      if let number = value.asDouble { return number }
      guard let text = value.asString, ["nan", "inf", "-inf"].contains(text), let number = Double(text) else {
        throw wrongKind("a number")
      }
      return number
    }
  }

  var optionalNumber: Double? {
    get throws(FileError) { isNull ? nil : try number }
  }

  var elements: [CheckpointMember] {
    get throws(FileError) {
      guard let elements = value.asArray else { throw wrongKind("a list") }
      return elements.map { CheckpointMember($0, name: name, file: file) }
    }
  }

  var members: [(String, CheckpointMember)] {
    get throws(FileError) {
      guard let members = value.asObject else { throw wrongKind("an object") }
      return members.map { ($0.0, CheckpointMember($0.1, name: "\(name).\($0.0)", file: file)) }
    }
  }

  var numbers: [Double] {
    get throws(FileError) {
      var numbers: [Double] = []
      for element in try elements { numbers.append(try element.number) }
      return numbers
    }
  }

  var texts: [String] {
    get throws(FileError) {
      var texts: [String] = []
      for element in try elements { texts.append(try element.text) }
      return texts
    }
  }

  var metrics: [String: Double] {
    get throws(FileError) {
      var metrics: [String: Double] = [:]
      for (name, member) in try members { metrics[name] = try member.number }
      return metrics
    }
  }

  var time: Duration {
    get throws(FileError) {
      let parts = try elements
      guard parts.count == 2, let seconds = parts[0].value.asInt, let rest = parts[1].value.asInt,
        (0...CheckpointMember.limit).contains(seconds), (0..<1_000_000_000_000_000_000).contains(rest)
      else { throw wrongKind("seconds and a billionth of billionths of one") }
      return Duration(secondsComponent: Int64(seconds), attosecondsComponent: Int64(rest))
    }
  }
}
