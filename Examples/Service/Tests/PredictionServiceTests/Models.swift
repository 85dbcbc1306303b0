import Backprop
import BackpropData
import Foundation

/// Small models that services in tests answer with.
enum Models {
  /// One that tells flowers from a table with numbers and words; it was trained for a moment.
  static func table(missing: TableTask.MissingRule = .drop) throws -> SavedModel {
    try SavedModel(bytes: (missing == .drop ? tableBytes : filledTableBytes).get())
  }

  private static let tableBytes = Result { try table(.drop) }
  private static let filledTableBytes = Result { try table(.mean) }

  private static func table(_ missing: TableTask.MissingRule) throws -> [UInt8] {
    var (lengths, colours, names): ([Float], [String?], [String?]) = ([], [], [])
    for row in 0..<60 {
      let isRose = row % 2 == 0
      lengths.append((isRose ? 5 : 1) + Float(row % 7) / 10)
      colours.append(isRose ? "red" : row % 3 == 0 ? "white" : "yellow")
      names.append(isRose ? "rose" : "daisy")
    }
    let table = try DataTable([
      ("length", .numbers(lengths)), ("colour", .words(colours)), ("name", .words(names)),
    ])
    var task = TableTask(target: "name")
    task.missing = missing
    let data = try TableTraining(table, task)
    return try trained(data, outputs: 2)
  }

  /// One that tells a number: twice the first column and the second.
  static func numbers() throws -> SavedModel {
    let x = (0..<50).map { Float($0 % 10) }
    let y = (0..<50).map { Float($0 / 10) + 0.25 }
    let sums = zip(x, y).map { 2 * $0 + $1 }
    let table = try DataTable([("x", .numbers(x)), ("y", .numbers(y)), ("sum", .numbers(sums))])
    var task = TableTask(target: "sum")
    task.kind = .regress
    return try SavedModel(bytes: trained(try TableTraining(table, task), outputs: 1))
  }

  private static func trained(_ data: TableTraining, outputs: Int) throws -> [UInt8] {
    let description = try NetworkDescription("affine 8, relu, affine \(outputs)")
    let preparation = data.preparation
    let loss: (any Loss<Float>)? = preparation.classNames == nil ? MeanSquaredError<Float>() : nil
    let model: Model<Float> = try description.model(
      for: [preparation.inputCount], targets: preparation.targetKind, loss: loss, seed: 1)
    let trainer = try Trainer(
      model, on: data.training,
      TrainingSettings(duration: .epochs(60), batchSize: 8, learningRate: 0.02, seed: 1),
      optimizer: Adam())
    _ = try trainer.run()
    let details = ModelDetails(
      description: description, sampleShape: [preparation.inputCount], targets: preparation.targetKind,
      preparation: .table(preparation), classNames: preparation.classNames ?? [])
    return try model.saved(details: details)
  }

  /// One that takes pictures in MNIST's geometry; its weights are drawn and tell nothing.
  static func pictures() throws -> SavedModel {
    let description = try NetworkDescription("conv 4 3x3, relu, maxpool 2, affine 10")
    let model: Model<Float> = try description.model(for: [1, 28, 28], targets: .classes(10), seed: 1)
    let details = ModelDetails(
      description: description, sampleShape: [1, 28, 28], targets: .classes(10),
      preparation: .images(ImagePreparation(rows: 28, columns: 28, geometry: .mnist)))
    return try SavedModel(bytes: model.saved(details: details))
  }

  /// A grey picture of a thick dark bar on light ground, as PGM.
  static func bar(width: Int = 40, height: Int = 60) -> [UInt8] {
    var bytes = Array("P5\n\(width) \(height)\n255\n".utf8)
    for y in 0..<height {
      for x in 0..<width {
        let isInk = abs(x - width / 2) < 4 && y > height / 6 && y < 5 * height / 6
        bytes.append(isInk ? 30 : 220)
      }
    }
    return bytes
  }

  /// A PNG of 8 × 8 pixels, grey, a diagonal on black.
  static let png = [UInt8](
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR4nGP4zwADFLEAHzcH+VNH7jQAAAAASUVORK5CYII="
    ) ?? Data())

  /// A PNG whose head says 9,000 × 9,000 pixels, in a hundred bytes.
  static let bomb = [UInt8](
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAIygAACMoCAAAAABIvi1mAAAAF0lEQVR4nGNgGAWjYBSMglEwCkbBUAcAB9AAAZt5yW8AAAAASUVORK5CYII="
    ) ?? Data())
}
