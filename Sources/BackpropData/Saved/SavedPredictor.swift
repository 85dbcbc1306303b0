import Backprop
import BackpropFiles
import BackpropFormats

/// A saved model that answers any number of tasks at once, about what users have: pictures, rows of tables, or samples.
///
/// ```swift
/// let predictor = try SavedModel(from: "digits.safetensors").predictor()
/// let answer = try predictor.answer(to: Raster(contentsOf: "photo.png"))
/// print(answer.className ?? "", answer.probability ?? 0)
/// ```
///
/// It has a copy of the network, as ``Predictor`` has, and asks it about a bounded number of samples at a time.
public struct SavedPredictor: Sendable {
  /// What the model's file says of it.
  public let details: ModelDetails
  /// What errors call what was asked about.
  public let name: String
  /// How many samples are asked about together.
  package let batchSize: Int
  private let predictor: Predictor<Float>
  private let indexCount: Int?
  private let images: ImagePreparation?

  /// - Throws: `FileError` where there is no memory for what the layers make of one sample.
  init(_ saved: SavedModel, name: String) throws(FileError) {
    let work = try SampleWork(of: saved.details, file: name)
    (batchSize, indexCount) = (work.batchSize, work.indexCount)
    details = saved.details
    images = ImagePreparation(of: saved.details)
    predictor = saved.model.predictor()
    self.name = name
  }

  /// What the model answers about samples `(N, …)` as the network sees them, such as `(N, 1, 28, 28)`, pixels from 0 to 1.
  ///
  /// Samples with as many numbers in another shape are taken, such as `(N, 784)`.
  ///
  /// - Throws: `FileError` where samples have other numbers than the network takes.
  public func answers(to samples: Tensor<Float>) throws(FileError) -> [ModelAnswer] {
    let shape = details.sampleShape
    guard samples.rank > 0, samples.shape[0] > 0, samples.count == samples.shape[0] * shape.elementCount
    else {
      throw FileError(
        file: name, expected: "samples of \(Wording.sizes(Array(shape))) numbers, as the model takes them",
        found: Wording.sizes(Array(samples.shape.dropFirst())),
        advice: "Give samples of the size that the model was trained on.")
    }
    let numbers = samples.scalars
    try check(numbers)
    var answers: [ModelAnswer] = []
    let (count, size) = (samples.shape[0], shape.elementCount)
    answers.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: batchSize) {
      let end = min(start + batchSize, count)
      let batch = Tensor<Float>(
        shape: TensorShape([end - start] + Array(shape)), Array(numbers[start * size..<end * size]))
      let output = predictor.predict(batch)
      let width = output.count / (end - start)
      let scores = output.scalars
      for row in 0..<end - start {
        var own = Array(scores[row * width..<(row + 1) * width])
        if let scale { own = own.map { scale.restored($0) } }
        answers.append(ModelAnswer(scores: own, details: details))
      }
    }
    return answers
  }

  /// What the model answers about a picture, which is brought into the form of those that it learnt from.
  ///
  /// - Parameters:
  ///   - picture: a picture of any size, upright.
  ///   - asIs: whether it is only scaled, even where the model learnt from pictures in MNIST's geometry.
  /// - Throws: `FileError` where the model doesn't take pictures, or there is no memory for this one.
  public func answer(to picture: Raster, asIs: Bool = false) throws(FileError) -> ModelAnswer {
    guard let images else { throw ImagePreparation.noPictures(details, name) }
    let sample = try images.sample(from: picture, asIs: asIs)
    let numbers = sample.numbers
    var answer = try answers(to: Tensor(shape: [1, numbers.count], numbers))[0]
    answer.remarks = sample.remarks
    return answer
  }

  /// What the model answers about the rows of a table that can be told something of: ``PreparedTable/rows``.
  ///
  /// - Throws: `FileError` where the table wasn't prepared as the model needs it.
  public func answers(to table: PreparedTable) throws(FileError) -> [ModelAnswer] {
    var answers: [ModelAnswer] = []
    answers.reserveCapacity(table.rows.count)
    for start in stride(from: 0, to: table.rows.count, by: batchSize) {
      let range = start..<min(start + batchSize, table.rows.count)
      answers += try self.answers(to: table.samples(range))
    }
    return answers
  }

  /// Throws where numbers that are looked up in a table aren't places of its.
  package func check(_ numbers: [Float], place: String = "") throws(FileError) {
    guard let indexCount else { return }
    let wrong = numbers.first { !($0 >= 0 && $0 < Float(indexCount) && $0 == $0.rounded()) }
    guard let wrong else { return }
    throw FileError(
      file: name, expected: "whole numbers from 0 to \(indexCount - 1), as the model's embedding takes them",
      found: "\(NumberText.exact(Double(wrong)))\(place)",
      advice: "Give samples of the kind that the model was trained on.")
  }

  /// What brings the answers back to the target's unit, where a table's number is told.
  private var scale: TablePreparation.Scale? {
    guard case .table(let table) = details.preparation, case .number(let scale) = table.target else {
      return nil
    }
    return scale
  }
}

extension SavedModel {
  /// Answers for any number of tasks at once, by a copy of the network as it is now.
  ///
  /// - Parameter name: what errors call what is asked about, such as `request`.
  /// - Throws: `FileError` where there is no memory for what the layers make of one sample.
  public func predictor(name: String = "input") throws(FileError) -> SavedPredictor {
    try SavedPredictor(self, name: name)
  }
}

extension ImagePreparation {
  /// How pictures become samples of a model: as its file says, or simply in the size of its samples; nil where these
  /// aren't pictures.
  package init?(of details: ModelDetails) {
    if case .images(let preparation) = details.preparation {
      self = preparation
      return
    }
    let shape = details.sampleShape
    guard shape.rank == 3, shape[0] == 1 || shape[0] == 3, shape[1] > 0, shape[2] > 0 else { return nil }
    self.init(rows: shape[1], columns: shape[2], channels: shape[0])
  }

  /// How pictures become samples of a model; an error that names the file where these aren't pictures.
  package init(of details: ModelDetails, for path: String) throws(FileError) {
    guard let preparation = ImagePreparation(of: details) else { throw Self.noPictures(details, path) }
    self = preparation
  }

  static func noPictures(_ details: ModelDetails, _ path: String) -> FileError {
    FileError(
      file: path,
      expected: "samples of \(Wording.sizes(Array(details.sampleShape))) numbers, as the model takes them",
      found: "a picture", advice: "Give a picture to a model that learnt from pictures.")
  }
}
