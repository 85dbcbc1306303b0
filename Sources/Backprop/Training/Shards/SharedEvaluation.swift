extension Model {
  /// Calls a function with the outputs for all samples, batch by batch in their order, as one process would: each batch is
  /// computed by one of the processes, and all of them get all outputs. No sample is counted twice, and none made up.
  func forEachOutput(
    of data: some Dataset<Scalar>, sharedBy group: any RankGroup, in graph: Graph<Scalar>, first: Int,
    _ isStopped: () -> Bool, _ body: (_ outputs: Tensor<Scalar>, _ targets: Targets<Scalar>) -> Void
  ) throws {
    func share(_ samples: Range<Int>) throws -> [EvaluatedBatch<Scalar>] {
      var own = EvaluatedBatch<Scalar>(isStopped: isStopped())
      if !own.isStopped, !samples.isEmpty {
        let batch = try outputs(on: data, samples, in: graph)
        (own.outputs, own.targets, own.nextSize) = (batch.outputs, batch.targets, batch.nextSize)
      }
      let all = try group.gather(own.bytes).enumerated().map { rank, bytes in
        guard let batch = EvaluatedBatch<Scalar>(bytes: bytes) else {
          throw TrainingError(
            "what rank \(rank) has told of its part of an evaluation can't be read (\(bytes.count) bytes); give all "
              + "processes the same program")
        }
        return batch
      }
      guard !all.contains(where: \.isStopped) else { throw CancellationError() }
      for batch in all {
        if let outputs = batch.outputs, let targets = batch.targets { body(outputs, targets) }
      }
      return all
    }
    // The first batch tells how large the others are.
    let size = try share(0..<(group.rank == 0 ? first : 0))[0].nextSize
    var start = first
    guard size > 0 || start >= data.count else {
      throw TrainingError(
        "rank 0 has told no size for the batches of an evaluation; give all processes the same program")
    }
    while start < data.count {
      let (own, isFar) = start.addingReportingOverflow(group.rank * size)
      let begin = isFar ? data.count : Swift.min(own, data.count)
      _ = try share(begin..<Swift.min(begin + size, data.count))
      start += group.size * size
    }
  }
}

/// What one process tells the others of a batch: the outputs with their targets, or nothing where it had none.
struct EvaluatedBatch<Scalar: TensorScalar> {
  var isStopped = false
  var nextSize = 0
  var outputs: Tensor<Scalar>?
  var targets: Targets<Scalar>?

  init(isStopped: Bool) { self.isStopped = isStopped }

  /// The batch in bytes, as processes of the same program exchange them.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.add(isStopped ? 1 : 0)
    writer.add(nextSize)
    writer.add(outputs == nil ? 0 : 1)
    if let outputs { writer.add(outputs) }
    switch targets {
    case nil: writer.add(0)
    case .classes(let labels):
      writer.add(1)
      writer.add(labels.count)
      labels.withUnsafeBytes { writer.bytes.append(contentsOf: $0) }
    case .rows(let rows):
      writer.add(2)
      writer.add(rows)
    }
    return writer.bytes
  }

  /// What another process wrote by `bytes`; `nil` where it can't have been that.
  init?(bytes: [UInt8]) {
    var reader = ByteReader(bytes: bytes)
    guard let stopped = reader.number(), let size = reader.number(), let hasOutputs = reader.number(),
      (0...1).contains(stopped), (0...1 << 32).contains(size), (0...1).contains(hasOutputs)
    else { return nil }
    (isStopped, nextSize) = (stopped == 1, size)
    if hasOutputs == 1 {
      guard let tensor: Tensor<Scalar> = reader.tensor() else { return nil }
      outputs = tensor
    }
    switch reader.number() {
    case 0: targets = nil
    case 1:
      guard let labels = reader.labels() else { return nil }
      targets = .classes(labels)
    case 2:
      guard let rows: Tensor<Scalar> = reader.tensor() else { return nil }
      targets = .rows(rows)
    default: return nil
    }
    guard reader.isAtEnd, (outputs == nil) == (targets == nil) else { return nil }
    if let outputs, let targets, outputs.shape.first != targets.count { return nil }
  }
}

private struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func add(_ number: Int) { withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) } }

  mutating func add<Scalar>(_ tensor: Tensor<Scalar>) {
    add(tensor.rank)
    for size in tensor.shape { add(size) }
    tensor.withUnsafeElements { bytes.append(contentsOf: UnsafeRawBufferPointer($0)) }
  }
}

private struct ByteReader {
  let bytes: [UInt8]
  private var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  private var rest: Int { bytes.count - place }

  mutating func number() -> Int? {
    guard rest >= 8 else { return nil }
    defer { place += 8 }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int.self) }
  }

  /// So many numbers, each of 0 or more.
  private mutating func numbers(_ count: Int) -> [Int]? {
    guard count >= 0, count <= rest / 8 else { return nil }
    let numbers = (0..<count).compactMap { _ in number() }
    return numbers.allSatisfy { $0 >= 0 } ? numbers : nil
  }

  mutating func labels() -> [Int]? { number().flatMap { numbers($0) } }

  mutating func tensor<Scalar>() -> Tensor<Scalar>? {
    guard let rank = number(), let sizes = numbers(rank) else { return nil }
    var size = MemoryLayout<Scalar>.stride
    for length in sizes {
      let (product, isTooLarge) = size.multipliedReportingOverflow(by: length)
      guard !isTooLarge else { return nil }
      size = product
    }
    guard size <= rest else { return nil }
    defer { place += size }
    return Tensor.make(TensorShape(sizes)) { elements in
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawPointer(elements).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[place..<place + size]).baseAddress
            ?? UnsafeRawPointer(elements),
          byteCount: size)
      }
    }
  }
}
