extension Schedule {
  /// The schedule that a text describes; ``description`` is such a text.
  ///
  /// | text | meaning |
  /// | --- | --- |
  /// | `constant` | the rate as it is |
  /// | `step 0.1 at 10,20` | times 0.1 after 10 epochs, and again after 20 |
  /// | `exponential 0.95` | times 0.95 after each epoch |
  /// | `cosine`, `cosine to 0.01` | down along half a cosine to 0, or to that share of the rate, at the end |
  /// | `one-cycle` | up to the rate and down again, see ``OneCycleSchedule`` |
  /// | `plateau 0.5 after 3` | times 0.5 after more than 3 epochs in a row without a smaller loss |
  ///
  /// Behind each may stand a warm-up: `cosine warm-up 100` has one of 100 iterations. Throws a ``ScheduleError`` that
  /// says where the text isn't a schedule, and what would be one.
  public init(parsing text: String) throws(ScheduleError) {
    var reader = ScheduleReader(text)
    self = try reader.schedule()
  }
}

/// Reads a schedule's text word by word.
private struct ScheduleReader {
  /// A word of the text, or a comma, with its place.
  private struct Word {
    var text: String
    var position: Int
  }

  private var words: [Word] = []
  private let end: Int

  static let forms =
    "constant, step 0.1 at 10,20, exponential 0.95, cosine, one-cycle and plateau 0.5 after 3"

  init(_ text: String) {
    var word = Word(text: "", position: 0)
    var position = 0
    for character in text {
      if character.isWhitespace || character == "," {
        if !word.text.isEmpty { words.append(word) }
        if character == "," { words.append(Word(text: ",", position: position)) }
        word.text = ""
      } else {
        if word.text.isEmpty { word.position = position }
        word.text.append(character)
      }
      position += 1
    }
    if !word.text.isEmpty { words.append(word) }
    words.reverse()
    end = position
  }

  mutating func schedule() throws(ScheduleError) -> Schedule {
    let shape = try shape()
    var warmUp = 0
    if takes("warm-up") {
      warmUp = try wholeNumber(of: "iterations of the warm-up", in: "cosine warm-up 100")
    }
    if let rest = words.last {
      throw ScheduleError(
        sentence:
          "Nothing is expected behind \(shape) but a warm-up, as in \(shape) warm-up 100; '\(rest.text)' stands there",
        position: rest.position)
    }
    return Schedule(shape, warmUp: warmUp)
  }

  private mutating func shape() throws(ScheduleError) -> any ScheduleShape {
    guard let name = words.popLast() else {
      throw ScheduleError(sentence: "A schedule is missing; there are \(ScheduleReader.forms)", position: end)
    }
    switch name.text.lowercased() {
    case "constant": return ConstantSchedule()
    case "step": return try steps()
    case "exponential": return ExponentialSchedule(factor: try factor(in: "exponential 0.95"))
    case "cosine": return CosineSchedule(to: takes("to") ? try factor(in: "cosine to 0.01") : 0)
    case "one-cycle": return OneCycleSchedule()
    case "plateau": return try plateau()
    default:
      throw ScheduleError(
        sentence: "There is no schedule '\(name.text)'; there are \(ScheduleReader.forms)",
        position: name.position)
    }
  }

  private mutating func steps() throws(ScheduleError) -> StepSchedule {
    let form = "step 0.1 at 10,20"
    let factor = try factor(in: form)
    try expect("at", in: form)
    var epochs = [try wholeNumber(of: "epochs", in: form)]
    while takes(",") {
      let place = words.last?.position ?? end
      let epoch = try wholeNumber(of: "epochs", in: form)
      guard epoch > epochs[epochs.count - 1] else {
        throw ScheduleError(
          sentence:
            "The epochs of a step must ascend, as in \(form); \(epoch) comes after \(epochs[epochs.count - 1])",
          position: place)
      }
      epochs.append(epoch)
    }
    return StepSchedule(factor: factor, epochs: epochs)
  }

  private mutating func plateau() throws(ScheduleError) -> PlateauSchedule {
    let form = "plateau 0.5 after 3"
    let place = words.last?.position ?? end
    let factor = try factor(in: form)
    guard factor < 1 else {
      throw ScheduleError(
        sentence: "The factor on a plateau must be below 1, as in \(form), not \(factor)", position: place)
    }
    try expect("after", in: form)
    return PlateauSchedule(factor: factor, patience: try wholeNumber(of: "epochs", in: form))
  }

  /// Takes the next word if it is this one.
  private mutating func takes(_ text: String) -> Bool {
    guard words.last?.text.lowercased() == text else { return false }
    words.removeLast()
    return true
  }

  private mutating func expect(_ text: String, in form: String) throws(ScheduleError) {
    guard !takes(text) else { return }
    throw missing("'\(text)' is expected here, as in \(form)")
  }

  private mutating func factor(in form: String) throws(ScheduleError) -> Double {
    guard let word = words.last, let number = Double(word.text), number.isFinite, number >= 0 else {
      throw missing("A factor, a number of 0 or more, is expected here, as in \(form)")
    }
    words.removeLast()
    return number
  }

  private mutating func wholeNumber(of things: String, in form: String) throws(ScheduleError) -> Int {
    guard let word = words.last, let number = Int(word.text), number >= 0 else {
      throw missing("A whole number of \(things) is expected here, as in \(form)")
    }
    words.removeLast()
    return number
  }

  /// What was expected, and what stands in its place.
  private func missing(_ sentence: String) -> ScheduleError {
    guard let word = words.last else {
      return ScheduleError(sentence: "\(sentence); the text ends before it", position: end)
    }
    return ScheduleError(sentence: "\(sentence), not '\(word.text)'", position: word.position)
  }
}
