import BackpropFiles

/// How a model came to be, for those who find its file later; everything may be unknown.
public struct TrainingFacts: Sendable, Hashable {
  /// What the data set is called, or the file it was read from.
  public var data: String?
  /// How many samples were learnt from.
  public var sampleCount: Int?
  /// The seed of all random numbers.
  public var seed: UInt64?
  /// How many updates were made.
  public var iterations: Int?
  /// How many samples an update was made from.
  public var batchSize: Int?
  /// The rule of updates, such as `adam`.
  public var optimizer: String?
  /// The learning rate that the schedule started from.
  public var learningRate: Double?
  /// The schedule of the learning rate.
  public var schedule: String?
  /// What was measured at the end, by name, such as `test_accuracy`.
  public var figures: [String: Double] = [:]
  /// Whether the training was ended before its time.
  public var wasStopped: Bool?
  /// The program that trained it, with its version.
  public var program: String?

  /// Facts of which nothing is known yet.
  public init() {}

  /// As files of models keep them.
  package var json: JSONValue {
    var members: [(String, JSONValue)] = []
    func add(_ name: String, _ value: JSONValue?) { if let value { members.append((name, value)) } }
    add("data", data.map { .string($0) })
    add("samples", sampleCount.map { .integer($0) })
    add("seed", seed.map { .unsigned($0) })
    add("iterations", iterations.map { .integer($0) })
    add("batch_size", batchSize.map { .integer($0) })
    add("optimizer", optimizer.map { .string($0) })
    add("learning_rate", learningRate.map { .number($0) })
    add("schedule", schedule.map { .string($0) })
    add("stopped", wasStopped.map { .bool($0) })
    add("program", program.map { .string($0) })
    if !figures.isEmpty {
      let sorted = figures.sorted { $0.key < $1.key }
      add("figures", .object(sorted.map { ($0.key, .number($0.value)) }))
    }
    return .object(members)
  }

  /// What a file of a model keeps; what isn't understood is left out.
  package init(json: JSONValue) {
    data = json["data"]?.asString
    sampleCount = json["samples"]?.asInt
    if case .literal(let number)? = json["seed"] { seed = UInt64(number.text) }
    iterations = json["iterations"]?.asInt
    batchSize = json["batch_size"]?.asInt
    optimizer = json["optimizer"]?.asString
    learningRate = json["learning_rate"]?.asDouble
    schedule = json["schedule"]?.asString
    wasStopped = json["stopped"]?.asBool
    program = json["program"]?.asString
    for (name, value) in json["figures"]?.asObject ?? [] {
      if let number = value.asDouble { figures[name] = number }
    }
  }
}
