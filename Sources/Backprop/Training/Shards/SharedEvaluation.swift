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
      let all = group.gather(own.bytes).map { EvaluatedBatch<Scalar>(bytes: $0) }
      guard !all.contains(where: \.isStopped) else { throw CancellationError() }
      for batch in all {
        if let outputs = batch.outputs, let targets = batch.targets { body(outputs, targets) }
      }
      return all
    }
    // The first batch tells how large the others are.
    let size = try share(0..<(group.rank == 0 ? first : 0))[0].nextSize
    var start = first
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

  /// What another process wrote by `bytes`.
  init(bytes: [UInt8]) {
    var reader = ByteReader(bytes: bytes)
    isStopped = reader.number() == 1
    nextSize = reader.number()
    if reader.number() == 1 { outputs = reader.tensor() }
    switch reader.number() {
    case 1: targets = .classes((0..<reader.number()).map { _ in reader.number() })
    case 2: targets = .rows(reader.tensor())
    default: targets = nil
    }
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

  mutating func number() -> Int {
    defer { place += 8 }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int.self) }
  }

  mutating func tensor<Scalar>() -> Tensor<Scalar> {
    let shape = TensorShape((0..<number()).map { _ in number() })
    let size = shape.elementCount * MemoryLayout<Scalar>.stride
    defer { place += size }
    return Tensor.make(shape) { elements in
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawPointer(elements).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[place..<place + size]).baseAddress
            ?? UnsafeRawPointer(elements),
          byteCount: size)
      }
    }
  }
}
