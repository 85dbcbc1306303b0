/// The greatest or the smallest number in a square window around each place of a grid.
struct WindowExtremes {
  let width: Int
  let height: Int
  /// How far the window reaches to each side.
  let radius: Int

  func greatest(_ values: [Float]) -> [Float] {
    inColumns(inRows(values, isGreatest: true), isGreatest: true)
  }
  func smallest(_ values: [Float]) -> [Float] {
    inColumns(inRows(values, isGreatest: false), isGreatest: false)
  }

  private func better(_ one: Float, _ other: Float, _ isGreatest: Bool) -> Float {
    isGreatest ? max(one, other) : min(one, other)
  }

  /// Along rows. Windows of 1, 2, 4 … numbers are put together of two halves; the last two may overlap.
  private func inRows(_ values: [Float], isGreatest: Bool) -> [Float] {
    let none: Float = isGreatest ? -.infinity : .infinity
    let count = width + 2 * radius
    var line = [Float](repeating: none, count: count)
    var output = values
    for row in 0..<height {
      for index in 0..<count { line[index] = none }
      for column in 0..<width { line[column + radius] = values[row * width + column] }
      var reach = 1
      while 2 * reach <= 2 * radius + 1 {
        for index in 0..<count - reach { line[index] = better(line[index], line[index + reach], isGreatest) }
        reach *= 2
      }
      let shift = 2 * radius + 1 - reach
      for column in 0..<width {
        output[row * width + column] = better(line[column], line[column + shift], isGreatest)
      }
    }
    return output
  }

  /// Along columns, all of them at once.
  private func inColumns(_ values: [Float], isGreatest: Bool) -> [Float] {
    let none: Float = isGreatest ? -.infinity : .infinity
    let edge = [Float](repeating: none, count: radius * width)
    var lines = edge + values + edge
    var reach = 1
    while 2 * reach <= 2 * radius + 1 {
      for index in 0..<lines.count - reach * width {
        lines[index] = better(lines[index], lines[index + reach * width], isGreatest)
      }
      reach *= 2
    }
    let shift = (2 * radius + 1 - reach) * width
    return (0..<values.count).map { better(lines[$0], lines[$0 + shift], isGreatest) }
  }
}
