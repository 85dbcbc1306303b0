import Backprop
import BackpropData

/// What a training learns from, as far as its output tells of it.
enum TrainingSource {
  /// Images.
  case images(ImageDataset)
  /// A table.
  case table(TableTraining)

  /// The images, `nil` of a table.
  var images: ImageDataset? {
    if case .images(let dataset) = self { dataset } else { nil }
  }

  /// The table, `nil` of images.
  var table: TableTraining? {
    if case .table(let table) = self { table } else { nil }
  }

  /// The classes' names; none where a number is told.
  var classNames: [String] {
    switch self {
    case .images(let dataset): dataset.classNames
    case .table(let table): table.preparation.classNames ?? []
    }
  }

  /// The figure that epochs and summary tell.
  var measure: TrainingMeasure {
    guard let table else { return .ofImages }
    return table.preparation.classNames == nil ? .ofNumbers : .ofClasses
  }
}

/// Which figure of a training its output tells, and under which names.
struct TrainingMeasure {
  /// The metric's name.
  let metric: String
  /// The figure's name in JSON, behind that of a part.
  let key: String
  /// The figure's name in a sentence.
  let words: String
  /// What the part that is only measured is called in JSON, in a sentence and above a column.
  let part, partWords, heading: String

  static let ofImages = TrainingMeasure(
    metric: "accuracy", key: "accuracy", words: "accuracy", part: "test", partWords: "test", heading: "test")
  static let ofClasses = TrainingMeasure(
    metric: "accuracy", key: "accuracy", words: "accuracy", part: "hold_out", partWords: "hold-out",
    heading: "held")
  static let ofNumbers = TrainingMeasure(
    metric: "r_squared", key: "r2", words: "R²", part: "hold_out", partWords: "hold-out", heading: "held")
}
