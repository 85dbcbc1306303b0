import Backprop

/// Rows of a table as samples, which are made from its cells batch by batch: the table stays as it is in memory.
struct TableSamples: Dataset {
  let table: DataTable
  let match: TableMatch
  let targets: TableTargets
  let targetKind: TargetKind
  /// The rows, by their positions.
  let rows: [Int32]

  /// With so many numbers or fewer, samples are made once and kept.
  private static let keptCount = 1 << 22

  var count: Int { rows.count }
  var sampleShape: TensorShape { [match.width] }

  func batch(at positions: [Int64]) -> Batch<Float> {
    var labels: [Int] = []
    var numbers: [Float] = []
    var chosen: [Int32] = []
    chosen.reserveCapacity(positions.count)
    for position in positions { chosen.append(rows[Int(position)]) }
    table.cells.expectReading(of: chosen)
    let samples = table.samples(chosen, match)
    switch targetKind {
    case .classes:
      labels.reserveCapacity(chosen.count)
      for row in chosen { labels.append(targets.label(row, table)) }
      return Batch(samples, .classes(labels))
    case .rows:
      numbers.reserveCapacity(chosen.count)
      for row in chosen { numbers.append(targets.number(table.cells.row(Int(row))[targets.column])) }
      return Batch(samples, .rows(Tensor(shape: [numbers.count, 1], numbers)))
    }
  }

  /// These samples, made already where they are few.
  func keptIfSmall() throws(TrainingError) -> any Dataset<Float> {
    guard rows.count * max(match.width, 1) <= Self.keptCount else { return self }
    let all = batch(at: (0..<Int64(rows.count)).map { $0 })
    guard case .numbers(let samples) = all.samples else { return self }
    switch (all.targets, targetKind) {
    case (.classes(let labels), .classes(let count)):
      return try SampleSet(samples, labels: labels, classCount: count)
    case (.rows(let numbers), _): return try SampleSet(samples, targets: numbers)
    default: return self
    }
  }
}

extension DataTable {
  /// The samples of some rows.
  func samples(_ rows: [Int32], _ match: TableMatch) -> Tensor<Float> {
    let width = match.width
    let numbers = [Float](unsafeUninitializedCapacity: rows.count * width) { buffer, count in
      guard var place = buffer.baseAddress else { return }
      for row in rows {
        match.write(cells.row(Int(row)), to: place)
        place += width
      }
      count = rows.count * width
    }
    return Tensor(shape: [rows.count, width], numbers)
  }
}
