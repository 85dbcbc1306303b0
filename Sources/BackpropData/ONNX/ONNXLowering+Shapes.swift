import Backprop
import BackpropFiles
import BackpropFormats

// Shapes: what flattens samples, and sizes that are computed for it.
extension ONNXLowering {
  // MARK: - Samples

  mutating func flatten(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let axis = try integer(node, "axis", usual: 1)
    let flow = try flow(node)
    let rank = stages[flow.stage].sample.count + 1
    guard axis == 1 || axis == 1 - rank else {
      throw failure(node, "samples flattened from the axis 1 on", "the axis \(axis)")
    }
    return try flattened(node, flow)
  }

  /// All numbers of a sample in a row.
  private mutating func flattened(_ node: ONNXNode, _ flow: ONNXFlow) throws(FileError) -> ONNXReadValue {
    let stage = try settled(flow, for: node)
    let sample = stages[stage].sample
    guard sample.count != 1 else { return .flow(ONNXFlow(stage: stage, isInteger: flow.isInteger)) }
    let count = sample.reduce(1, *)
    // The mean of a whole channel is a layer of its own.
    if stages[stage].isChannelMean, case .layer(_, let input) = stages[stage].kind {
      let part = ONNXPart(layer: .globalAveragePool)
      return .flow(ONNXFlow(stage: try add(part, behind: input, makes: [count], for: node)))
    }
    let place = try add(ONNXPart(layer: .flatten), behind: stage, makes: [count], for: node)
    stages[place].areSamples = stages[stage].areSamples
    return .flow(ONNXFlow(stage: place, isInteger: flow.isInteger))
  }

  mutating func reshape(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let wanted = try sizes(node, 1)
    switch try input(node, 0) {
    case .sizes(let sizes, _):
      let isRow = wanted == [.number(-1)] || wanted == [.number(sizes.count)]
      guard isRow || (wanted.isEmpty && sizes.count == 1) else {
        throw failure(node, "sizes in a row", "another shape of them")
      }
      return .sizes(sizes, isSingle: wanted.isEmpty)
    case .constant(let constant):
      return .constant(try reshaped(node, constant, wanted))
    case .flow(let flow):
      let keepsZeros = try integer(node, "allowzero", usual: 0) != 0
      return try reshaped(node, flow, wanted, keepsZeros: keepsZeros)
    }
  }

  private func reshaped(
    _ node: ONNXNode, _ constant: ONNXConstant, _ wanted: [ONNXSize]
  ) throws(FileError) -> ONNXConstant {
    var shape: [Int] = []
    var open: Int?
    var known = 1
    for (place, size) in wanted.enumerated() {
      guard case .number(var number) = size, number >= -1 else {
        throw failure(node, "a shape of numbers", "an open size")
      }
      if number == 0, constant.shape.indices.contains(place) { number = constant.shape[place] }
      if number == -1 {
        guard open == nil else { throw failure(node, "one size that is found", "two") }
        open = place
      } else {
        let (product, overflow) = known.multipliedReportingOverflow(by: number)
        guard !overflow else { throw failure(node, "a shape whose numbers can be counted", "a larger one") }
        known = product
      }
      shape.append(number)
    }
    let count = constant.numbers.count
    if let open {
      guard known > 0, count % known == 0 else {
        throw failure(node, "a shape of \(count) numbers", "another one")
      }
      shape[open] = count / known
      known = count
    }
    guard known == count else { throw failure(node, "a shape of \(count) numbers", "\(shape)") }
    var result = constant
    result.shape = shape
    return result
  }

  /// Samples in another shape: flattened, or in that which they have.
  private mutating func reshaped(
    _ node: ONNXNode, _ flow: ONNXFlow, _ wanted: [ONNXSize], keepsZeros: Bool
  ) throws(FileError) -> ONNXReadValue {
    let sample = stages[flow.stage].sample
    let count = sample.reduce(1, *)
    let current = [ONNXSize.batch] + sample.map { ONNXSize.number($0) }
    var target = wanted
    for (place, size) in wanted.enumerated() where size == .number(0) && !keepsZeros {
      if current.indices.contains(place) { target[place] = current[place] }
    }
    // A size of -1 is what the others leave: the number of samples, or the rest of a sample.
    if let open = target.firstIndex(of: .number(-1)) {
      let others = target.indices.filter { $0 != open }.map { target[$0] }
      let product = Self.product(others)
      if open == 0, product == count {
        target[0] = .batch
      } else if open > 0, isBatch(target[0]), let rest = Self.product(Array(others.dropFirst())), rest > 0,
        count % rest == 0
      {
        target[open] = .number(count / rest)
      }
    }
    guard let first = target.first, isBatch(first) else {
      throw failure(
        node, "a shape that keeps the samples along the first axis, such as (-1, \(count))", Self.text(wanted)
      )
    }
    let rest = Array(target.dropFirst())
    if rest == sample.map({ ONNXSize.number($0) }) { return .flow(flow) }
    guard rest == [.number(count)] else {
      throw failure(
        node, "samples of the shape \(sample) as they are, or flattened to \(count) numbers",
        Self.text(wanted),
        "Shapes within samples can't be read as layers; run the model with onnxruntime.")
    }
    return try flattened(node, flow)
  }

  /// Whether a size is the number of samples, which a file may fix.
  private func isBatch(_ size: ONNXSize) -> Bool {
    switch size {
    case .batch: true
    case .number(let number): number == fixedBatch
    }
  }

  private static func product(_ sizes: [ONNXSize]) -> Int? {
    var product = 1
    for size in sizes {
      guard case .number(let number) = size, number >= 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: number)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }

  private static func text(_ sizes: [ONNXSize]) -> String {
    let words = sizes.map { size -> String in if case .number(let number) = size { "\(number)" } else { "N" }
    }
    return "(\(words.joined(separator: ", ")))"
  }

  mutating func squeeze(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let axes = try integers(node, "axes", input: 1)
    switch try input(node, 0) {
    case .sizes(let sizes, let isSingle):
      let isRow = node.kind == "Unsqueeze"
      guard axes == nil || axes == [0] || axes == [-1], isRow ? isSingle : sizes.count == 1 else {
        throw failure(node, "a size, or sizes in a row", "another shape of them")
      }
      return .sizes(sizes, isSingle: !isRow)
    case .constant(let constant): return .constant(try squeezed(node, constant, axes))
    case .flow(let flow):
      let sample = stages[flow.stage].sample
      let rank = sample.count + 1
      guard node.kind == "Squeeze", let axes else {
        throw failure(
          node, "samples that keep their axes", node.kind == "Squeeze" ? "no axes told" : "a new axis")
      }
      let gone = Set(axes.map { $0 < 0 ? $0 + rank : $0 })
      guard gone.allSatisfy({ $0 >= 1 && $0 < rank && sample[$0 - 1] == 1 }) else {
        throw failure(node, "axes of the size 1 to be left out", "others")
      }
      let rest = sample.indices.filter { !gone.contains($0 + 1) }
      if rest.count == sample.count { return .flow(flow) }
      guard rest.count == 1 else {
        throw failure(node, "a sample of one axis to be left", "\(rest.count)")
      }
      return try flattened(node, flow)
    }
  }

  private func squeezed(
    _ node: ONNXNode, _ constant: ONNXConstant, _ axes: [Int]?
  ) throws(FileError) -> ONNXConstant {
    var result = constant
    if node.kind == "Squeeze" {
      let rank = constant.shape.count
      let gone = axes.map { Set($0.map { $0 < 0 ? $0 + rank : $0 }) }
      let kept = constant.shape.indices.filter { !(gone?.contains($0) ?? (constant.shape[$0] == 1)) }
      guard (gone ?? []).allSatisfy({ constant.shape.indices.contains($0) && constant.shape[$0] == 1 }) else {
        throw failure(node, "axes of the size 1 to be left out", "others")
      }
      result.shape = kept.map { constant.shape[$0] }
    } else {
      let rank = constant.shape.count + (axes?.count ?? 0)
      for axis in (axes ?? []).map({ $0 < 0 ? $0 + rank : $0 }).sorted() {
        guard axis >= 0, axis <= result.shape.count, result.shape.count < 64 else {
          throw failure(node, "axes within the result's", "\(axis)")
        }
        result.shape.insert(1, at: axis)
      }
    }
    return result
  }

  // MARK: - Sizes

  func shape(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let sizes: [ONNXSize]
    switch try input(node, 0) {
    case .flow(let flow): sizes = [ONNXSize.batch] + stages[flow.stage].sample.map { ONNXSize.number($0) }
    case .constant(let constant): sizes = constant.shape.map { .number($0) }
    case .sizes(let all, let isSingle): sizes = isSingle ? [] : [.number(all.count)]
    }
    let range = try bounds(
      node, integer(node, "start", usual: 0), integer(node, "end", usual: Int.max), sizes.count)
    return .sizes(Array(sizes[range]), isSingle: false)
  }

  /// A range of places of which negative ones count from the end.
  private func bounds(_ node: ONNXNode, _ start: Int, _ end: Int, _ count: Int) throws(FileError) -> Range<
    Int
  > {
    func place(_ number: Int) -> Int { min(max(number < 0 ? number + count : number, 0), count) }
    let (first, last) = (place(max(start, -count)), place(max(end, -count - 1)))
    return first..<max(first, last)
  }

  mutating func gather(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let axis = try integer(node, "axis", usual: 0)
    if case .flow(let indices)? = try? input(node, 1) { return try embedding(node, indices, axis) }
    if case .flow = try input(node, 0) {
      throw failure(node, "a table of numbers whose rows are taken", "a choice among computed values")
    }
    guard axis == 0 else { throw failure(node, "the axis 0 of sizes", "the axis \(axis)") }
    let sizes = try sizes(node, 0)
    let wanted = try constant(node, 1)
    guard let places = wanted.integers, wanted.shape.count <= 1, places.count <= 64 else {
      throw failure(node, "a place, or places in a row", "an array of the shape \(wanted.shape)")
    }
    var result: [ONNXSize] = []
    for place in places {
      let index = place < 0 ? place + sizes.count : place
      guard sizes.indices.contains(index) else {
        throw failure(node, "a place among \(sizes.count)", "\(place)")
      }
      result.append(sizes[index])
    }
    return .sizes(result, isSingle: wanted.shape.isEmpty)
  }

  /// Rows of a table by the samples' numbers.
  private mutating func embedding(
    _ node: ONNXNode, _ indices: ONNXFlow, _ axis: Int
  ) throws(FileError) -> ONNXReadValue {
    guard axis == 0, indices.isPlain, stages[indices.stage].areSamples else {
      throw failure(node, "a table whose rows are taken by the samples' numbers", "indices that are computed")
    }
    let table = try tensor(node, 0, rank: 2)
    let part = ONNXPart(layer: .embedding(count: table.shape[0], width: table.shape[1]), parameters: [table])
    let sample = stages[indices.stage].sample + [table.shape[1]]
    return .flow(ONNXFlow(stage: try add(part, behind: indices.stage, makes: sample, for: node)))
  }

  func slice(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    if case .flow = try input(node, 0) {
      throw failure(node, "samples as a whole", "a part of them")
    }
    let sizes = try sizes(node, 0)
    let (starts, ends) = (try integers(node, "starts", input: 1), try integers(node, "ends", input: 2))
    let (axes, steps) = (
      try integers(node, "axes", input: 3) ?? [0], try integers(node, "steps", input: 4) ?? [1]
    )
    guard let starts, let ends, starts.count == 1, ends.count == 1, axes == [0] || axes == [-1], steps == [1]
    else {
      throw failure(node, "a part of sizes in a row", "another one")
    }
    return .sizes(Array(sizes[try bounds(node, starts[0], ends[0], sizes.count)]), isSingle: false)
  }

  func concatenation(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    var all: [ONNXSize] = []
    for place in node.inputs.indices {
      if case .flow = try input(node, place) {
        throw failure(node, "layers one after the other", "values that are joined side by side")
      }
      all += try sizes(node, place)
      guard all.count <= 64 else { throw failure(node, "at most 64 sizes", "more") }
    }
    return .sizes(all, isSingle: false)
  }

  mutating func transposition(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let order = try integers(node, "perm")
    if case .flow(let flow) = try input(node, 0) {
      let rank = stages[flow.stage].sample.count + 1
      guard order == Array(0..<rank) else {
        throw failure(
          node, "samples that keep their axes", "axes in another order",
          "Export the model for images as (N, C, H, W).")
      }
      return .flow(flow)
    }
    let constant = try constant(node, 0)
    let rank = constant.shape.count
    if order == Array(0..<rank) || rank < 2 { return .constant(constant) }
    guard rank == 2, order == nil || order == [1, 0] else {
      throw failure(node, "an array of two axes", "another one")
    }
    let tensor = try tensor(node, 0, rank: 2).transposed()
    return .constant(ONNXConstant(shape: Array(tensor.shape), numbers: tensor.scalars))
  }
}
