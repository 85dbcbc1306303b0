import Backprop
import BackpropArguments
import BackpropFiles

/// How parameters are updated, and by what loss.
struct OptimizerOptions: ParsableArguments {
  @Option(help: "The rule of updates; sgd if not given.")
  var optimizer: OptimizerName?

  @Option(
    takesAny: true,
    help: """
      The learning rate. (default: the optimiser's usual one: sgd 0.1, momentum, nesterov and adagrad 0.01, rmsprop, \
      adam and adamw 0.001)
      """)
  var learningRate: NumberArgument<Double>?

  @Option(takesAny: true, help: "The share of the velocity that momentum and nesterov keep. (default: 0.9)")
  var momentum: NumberArgument<Double>?

  @Option(
    help: ArgumentHelp(
      "How the learning rate changes; constant if not given.",
      discussion: """
        constant, 'step 0.1 at 10,20' (epochs), 'exponential 0.95', cosine, 'cosine to 0.01', one-cycle, or \
        'plateau 0.5 after 3' (epochs without a smaller loss).
        """))
  var schedule: ScheduleArgument?

  @Option(
    takesAny: true, help: "Over how many mini-batches the learning rate first rises from near 0. (default: 0)"
  )
  var warmUp: NumberArgument<Int>?

  @Option(
    takesAny: true,
    help: "How much weights decay; biases and norms don't. (default: 0, with adamw 0.01)")
  var weightDecay: NumberArgument<Double>?

  @Option(
    takesAny: true, help: "The largest length of all gradients together; longer ones are shortened to it.")
  var clip: NumberArgument<Double>?

  @Option(
    takesAny: true,
    help: "The share of each target that is spread over all classes, from 0 to 1. (default: 0)")
  var labelSmoothing: NumberArgument<Double>?

  func validate() throws {
    _ = try rate()
    _ = try rule(optimizer ?? .sgd)
    _ = try rateSchedule()
    _ = try checkedClip()
    _ = try smoothing()
    if momentum != nil, optimizer != .momentum, optimizer != .nesterov {
      throw ValidationError(
        "--momentum is for --optimizer momentum and nesterov, not \((optimizer ?? .sgd).rawValue); leave it out, or give one of them."
      )
    }
  }

  /// The learning rate, `nil` for the usual one; throws an error with the rule.
  func rate() throws -> Double? {
    let rule = "a number above 0 that single precision can hold, from 1e-45 to 3.4e38"
    return try learningRate?.checked("--learning-rate", rule) { Float($0) > 0 && Float($0).isFinite }
  }

  /// A rule of updates.
  ///
  /// - Parameter usualDecay: how much weights decay where no option says it; `nil` for the rule's own.
  func rule(_ optimizer: OptimizerName, usualDecay: Double? = nil) throws -> any Optimizer<Float> {
    let given = try weightDecay?.checked("--weight-decay", "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
    let rate = given ?? (optimizer == .adamw ? nil : usualDecay)
    let decay = WeightDecay.weights(rate ?? 0)
    let share = try momentum?.checked("--momentum", "a number from 0 on and below 1") { $0 >= 0 && $0 < 1 }
    switch optimizer {
    case .sgd: return SGD(weightDecay: decay)
    case .momentum: return Momentum(Float(share ?? 0.9), weightDecay: decay)
    case .nesterov: return Momentum(Float(share ?? 0.9), isNesterov: true, weightDecay: decay)
    case .adagrad: return AdaGrad(weightDecay: decay)
    case .rmsprop: return RMSprop(weightDecay: decay)
    case .adam: return Adam(weightDecay: decay)
    case .adamw: return AdamW(weightDecay: rate.map { .weights($0) } ?? 0.01)
    }
  }

  /// How the learning rate changes, with its warm-up.
  func rateSchedule(usual: Schedule = .constant) throws -> Schedule {
    let schedule = try self.schedule?.checked("--schedule") ?? usual
    guard let warmUp else { return schedule }
    return schedule.warmedUp(over: try warmUp.checked("--warm-up", 0...1_000_000_000))
  }

  /// The largest length of gradients, `nil` where they are left as they are.
  func checkedClip() throws -> Double? {
    try clip?.checked("--clip", "a finite number above 0") { $0 > 0 && $0.isFinite }
  }

  /// What a model's answers are compared with targets by.
  func loss(of described: DescribedNetwork?) throws -> (any Loss<Float>)? {
    let smoothing = try smoothing()
    guard smoothing > 0 else { return nil }
    guard described?.description.endsWithSoftmax != true else {
      throw ValidationError(
        "--label-smoothing needs a network whose answers are scores, and this one ends with softmax; leave the softmax out."
      )
    }
    return SoftmaxWithLoss<Float>(labelSmoothing: Float(smoothing))
  }

  private func smoothing() throws -> Double {
    try labelSmoothing?.checked("--label-smoothing", "a number from 0 to 1") { $0 >= 0 && $0 <= 1 } ?? 0
  }

  /// Where gradients go on their way to the optimiser.
  func sink(_ state: OptimizerState<Float>) -> any GradientSink<Float> {
    guard let clip = clip?.number else { return state }
    return GradientClipper(norm: clip, to: state)
  }
}

/// A rule of updates on the command line.
enum OptimizerName: String, ExpressibleByArgument, CaseIterable {
  /// Gradient descent.
  case sgd
  /// With a velocity.
  case momentum
  /// With a velocity, looked ahead.
  case nesterov
  /// By the sum of squares.
  case adagrad
  /// By a mean of squares.
  case rmsprop
  /// By means of gradients and squares.
  case adam
  /// The same with a decay of its own.
  case adamw

  /// How many tensors of a parameter's size it remembers.
  var slotCount: Int {
    switch self {
    case .sgd: 0
    case .momentum, .nesterov, .adagrad, .rmsprop: 1
    case .adam, .adamw: 2
    }
  }
}

/// A schedule of the learning rate on the command line.
struct ScheduleArgument: ExpressibleByArgument {
  private let text: String
  private let result: Result<Schedule, ScheduleError>

  init(argument: String) {
    text = argument
    result = Result { () throws(ScheduleError) in try Schedule(parsing: argument) }
  }

  var defaultValueDescription: String { text }

  /// The schedule; throws an error with the place that is wrong.
  func checked(_ option: String) throws -> Schedule {
    do {
      return try result.get()
    } catch {
      let message = SourceError(error.sentence + ".", at: error.position).message(
        in: Array(text), of: "the schedule")
      throw ValidationError("\(option): \(message)")
    }
  }
}
