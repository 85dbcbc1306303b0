/// What a model consists of and takes: a row for each layer in the order in which they run, those within others below
/// them, and the sums.
///
/// ```text
/// layer                     output        parameters    share  multiply-adds   values
/// input                     (1, 28, 28)                                        3.1 kB
/// Conv2D1    conv 30 5x5    (30, 24, 24)         780    0.2 %        432,000  69.1 kB
/// ```
public struct ModelSummary: Sendable {
  /// A layer each time that it runs.
  public struct Row: Sendable {
    /// What people call the layer, such as `Affine1`.
    public let label: String
    /// The layer in a word or two, such as `affine 50`.
    public let summary: String
    /// How many layers it stands within.
    public let depth: Int
    /// The shape of one sample behind it.
    public let output: TensorShape
    /// How many numbers training changes in the layer itself, those that an earlier row has counted left out.
    public let parameterCount: Int
    /// How many of its numbers an earlier row has counted, since layers share them.
    public let sharedCount: Int
    /// The numbers that training changes by other means than gradients, counted once, too.
    public let statisticCount: Int
    /// The multiplications with an addition in its matrix products and convolutions, for one sample.
    public let multiplyAdds: Int
    /// The bytes of all values that it computes for one sample; a training keeps them until the derivatives are known.
    public let valueBytes: Int
  }

  /// The shape of one sample.
  public let input: TensorShape
  /// The layers.
  public let rows: [Row]
  /// The bytes of a number.
  public let numberBytes: Int

  /// How many numbers training changes, each counted once.
  public var parameterCount: Int { rows.reduce(0) { $0 + $1.parameterCount } }
  /// How many numbers training changes by other means than gradients.
  public var statisticCount: Int { rows.reduce(0) { $0 + $1.statisticCount } }
  /// The multiplications with an addition for one sample.
  public var multiplyAdds: Int { rows.reduce(0) { $0 + $1.multiplyAdds } }
  /// The bytes of all values that are computed for one sample, its own numbers left out.
  public var valueBytes: Int { rows.reduce(0) { $0 + $1.valueBytes } }
  /// The bytes of a sample's own numbers.
  public var inputBytes: Int { input.elementCount * numberBytes }
  /// The bytes of parameters and statistics.
  public var stateBytes: Int { (parameterCount + statisticCount) * numberBytes }
}

extension Model {
  /// What the model consists of and takes, layer by layer, as it is found when a sample of zeros runs through the network.
  ///
  /// Throws a ``ShapeError`` when the network can't take such a sample, or asks for none and none is given.
  ///
  /// - Parameter sample: the shape of one sample; ``sampleShape`` if not given.
  public func summary(for sample: TensorShape? = nil) throws(ShapeError) -> ModelSummary {
    guard let sample = sample ?? sampleShape else {
      throw ShapeError(
        operation: "summary", operands: [],
        rule: "the network asks for samples of no certain shape; give one, as in summary(for: [1, 28, 28])")
    }
    _ = try network.outputShape(for: sample)
    let graph = Graph<Scalar>()
    let observer = SummaryObserver(state: state, graph: graph)
    let pass = evaluation()
    _ = pass.observing { layer, _, body in
      observer.observe(layer, body)
    } during: {
      output(for: .numbers(.zeros(TensorShape([1] + Array(sample)))), in: graph, pass)
    }
    return ModelSummary(
      input: sample, rows: observer.rows.compactMap { $0 }, numberBytes: MemoryLayout<Scalar>.size)
  }
}

/// Counts what layers do while they run.
private final class SummaryObserver<Scalar: TensorScalar> {
  private let state: NamedState<Scalar>
  private let graph: Graph<Scalar>
  /// In the order in which the layers begin; `nil` for one that hasn't ended.
  private(set) var rows: [ModelSummary.Row?] = []
  private var seen: Set<ObjectIdentifier> = []
  private var depth = 0
  /// How far the graph's nodes are counted.
  private var counted = 0
  private var pending = Work()

  /// What nodes of a graph take.
  struct Work {
    var multiplyAdds = 0
    var valueBytes = 0

    static func += (left: inout Work, right: Work) {
      left.multiplyAdds += right.multiplyAdds
      left.valueBytes += right.valueBytes
    }
  }

  init(state: NamedState<Scalar>, graph: Graph<Scalar>) {
    self.state = state
    self.graph = graph
  }

  func observe(_ layer: any Layer<Scalar>, _ body: () -> Variable<Scalar>) -> Variable<Scalar> {
    // Its layers stand for it.
    guard !(layer is Sequential<Scalar>) else { return body() }
    // What came since the layer around this one began belongs to that one.
    pending += newWork()
    let outer = pending
    pending = Work()
    let place = rows.count
    rows.append(nil)
    depth += 1
    let y = body()
    depth -= 1
    pending += newWork()
    rows[place] = row(of: layer, output: TensorShape(y.shape.dropFirst()), pending)
    pending = outer
    return y
  }

  private func row(
    of layer: any Layer<Scalar>, output: TensorShape, _ work: Work
  ) -> ModelSummary.Row {
    var (own, shared, statistics) = (0, 0, 0)
    for member in layer.members {
      switch member {
      case .parameter(_, let parameter):
        let isNew = seen.insert(ObjectIdentifier(parameter)).inserted
        if isNew { own += parameter.value.count } else { shared += parameter.value.count }
      case .statistic(_, let statistic):
        if seen.insert(ObjectIdentifier(statistic)).inserted { statistics += statistic.value.count }
      case .layer: break
      }
    }
    let hasInner = layer.members.contains { if case .layer = $0 { true } else { false } }
    return ModelSummary.Row(
      label: state.label(of: layer) ?? layer.kind, summary: hasInner ? "" : layer.summary, depth: depth,
      output: output, parameterCount: own, sharedCount: shared, statisticCount: statistics,
      multiplyAdds: work.multiplyAdds, valueBytes: work.valueBytes)
  }

  /// What the nodes take that have come since it was asked last.
  private func newWork() -> Work {
    var work = Work()
    for node in counted..<graph.count {
      let value = graph.nodes[node]
      // Parameters and inputs are counted elsewhere, and a new shape needs no memory.
      guard let operation = value.operation, !(operation is ReshapeOperation<Scalar>) else { continue }
      let count = graph.shape(of: node).elementCount
      work.valueBytes += count * MemoryLayout<Scalar>.size
      work.multiplyAdds += count * terms(of: operation, value.inputs)
    }
    counted = graph.count
    return work
  }

  /// The number of products in each element of a result.
  private func terms(of operation: any GraphOperation<Scalar>, _ inputs: NodeInputs) -> Int {
    switch operation {
    case is AffineOperation<Scalar>: return graph.shape(of: inputs[1])[0]
    case is MatMulOperation<Scalar>: return graph.shape(of: inputs[0]).last ?? 0
    case is Convolution2DOperation<Scalar>:
      let filters = graph.shape(of: inputs[1])
      return filters[0] > 0 ? filters.elementCount / filters[0] : 0
    default: return 0
    }
  }
}
