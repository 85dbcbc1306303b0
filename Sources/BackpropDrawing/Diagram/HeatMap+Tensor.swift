import Backprop
import BackpropFiles
import BackpropGraphics

extension HeatMap {
  /// The picture of a tensor: its last axis from left to right, all others from top to bottom.
  ///
  /// - Parameter scale: the magnitude that has the full colour.
  init<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>, scale: Double) {
    let columnCount = max(1, tensor.shape.last ?? 1)
    let rowCount = max(1, tensor.count / columnCount)
    let (rows, columns) = (min(rowCount, HeatMap.mostRows), min(columnCount, HeatMap.mostColumns))
    let scalars = tensor.scalars
    var levels: [Int?] = []
    for row in 0..<rows {
      let ofRows = row * rowCount / rows..<(row + 1) * rowCount / rows
      for column in 0..<columns {
        let ofColumns = column * columnCount / columns..<(column + 1) * columnCount / columns
        var sum = 0.0
        for i in ofRows {
          for j in ofColumns { sum += Double(scalars[i * columnCount + j]) }
        }
        levels.append(HeatMap.level(sum / Double(ofRows.count * ofColumns.count), scale: scale))
      }
    }
    self.init(rows: rows, columns: columns, levels: levels)
  }

  private static func level(_ number: Double, scale: Double) -> Int? {
    guard !number.isNaN else { return nil }
    guard scale > 0 else { return 0 }
    let share = max(-1, min(1, number / scale))
    // What isn't 0 is seen.
    let level = Int((share * Double(steps)).rounded(.awayFromZero))
    return level
  }
}

/// What a larger tensor's numbers are like.
struct NumberRange {
  private var least = Double.infinity
  private var most = -Double.infinity
  private var missing = 0

  init<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>) {
    for scalar in tensor.scalars {
      let number = Double(scalar)
      if number.isNaN {
        missing += 1
      } else {
        least = min(least, number)
        most = max(most, number)
      }
    }
  }

  /// The largest finite magnitude, 0 where there is none.
  var scale: Double {
    let magnitudes = [least, most].filter(\.isFinite).map(\.magnitude)
    return magnitudes.max() ?? 0
  }

  /// From which number to which, or that all are the same.
  var text: String {
    guard least <= most else { return missing > 0 ? "\(missing) nan" : "" }
    let range =
      EqualNumbers(least, most, missing: missing, text: NumberText.drawn).text
      ?? "\(NumberText.drawn(least)) … \(NumberText.drawn(most))"
    return missing > 0 ? "\(range), \(missing) nan" : range
  }
}
