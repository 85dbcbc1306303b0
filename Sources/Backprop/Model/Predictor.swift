/// A trained model's answers for any number of tasks at once: a copy of its network that nothing changes any more.
///
/// ```swift
/// let predictor = model.predictor()
/// async let first = predictor.predict(x)
/// async let second = predictor.predict(y)
/// ```
///
/// The model may go on learning; the predictor stays as the model was. Each call that runs at the same time as others
/// takes a workspace of its own, and the next call takes it again, so that a program in its steady state asks the system
/// for no memory: calls with samples of one shape compute where the last one did, unless its answer is still in use.
/// (Layer norms and softmax, whose sums by rows lie in arrays, ask for a few small pieces in each call.)
public final class Predictor<Scalar: TensorScalar>: Sendable {
  /// The shape of one sample, such as `(784,)`, where the model knows it.
  public let sampleShape: TensorShape?

  /// What calls run with. A layer doesn't change in a call, and nobody else has these.
  private let frozen: Frozen
  private let workspaces: Lock<[Workspace]>

  private struct Frozen: @unchecked Sendable {
    let model: Model<Scalar>
    let isSteady: Bool
  }

  /// A graph whose memory serves one call after the other.
  private struct Workspace: @unchecked Sendable {
    let graph: Graph<Scalar>
    /// Where the last call's samples and answer are, if the graph can be computed once more.
    var recorded: (shape: TensorShape, samples: Int, answer: Int)?
  }

  /// The most numbers that a graph holds between calls.
  private static var mostNumbers: Int { 16 << 20 }

  fileprivate init(_ model: Model<Scalar>) {
    sampleShape = model.sampleShape
    let copy = model.copy()
    frozen = Frozen(model: copy, isSteady: copy.network.isSteady)
    workspaces = Lock([])
  }

  /// The output `(N, …)` for samples `(N, …)`.
  ///
  /// Has the bits of ``Model/predict(_:)``, from whatever thread and beside whatever other calls.
  public func predict(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    var workspace = workspace(for: x.shape)
    defer { workspaces.withLock { $0.append(workspace) } }
    guard let recorded = workspace.recorded, recorded.shape == x.shape else {
      return record(.numbers(x), in: &workspace)
    }
    workspace.graph.replay(x, at: recorded.samples)
    defer { workspace.graph.releaseValue(of: recorded.samples) }
    return workspace.graph.value(of: recorded.answer)
  }

  /// Writes the output `(N, …)` for samples `(N, …)` into a tensor, where it has that shape already into its own memory.
  public func predict(_ x: Tensor<Scalar>, into output: inout Tensor<Scalar>) {
    let answer = predict(x)
    guard output.shape == answer.shape else {
      output = answer
      return
    }
    output.withUnsafeMutableElements { output in
      answer.withUnsafeElements { _ = output.update(fromContentsOf: $0) }
    }
  }

  /// The output for samples that may be bytes.
  public func predict(_ samples: Input<Scalar>) -> Tensor<Scalar> {
    if case .numbers(let x) = samples { return predict(x) }
    var workspace = workspace(for: samples.shape)
    defer { workspaces.withLock { $0.append(workspace) } }
    return record(samples, in: &workspace)
  }

  /// A workspace that nobody uses, one of the last call with such samples if there is one.
  private func workspace(for shape: TensorShape) -> Workspace {
    let idle: Workspace? = workspaces.withLock { workspaces in
      // A loop, which needs no memory.
      for place in workspaces.indices.reversed() where workspaces[place].recorded?.shape == shape {
        workspaces.swapAt(place, workspaces.count - 1)
        break
      }
      return workspaces.popLast()
    }
    return idle ?? Workspace(graph: Graph())
  }

  /// Runs the network, and keeps the graph if it can be computed once more for other samples.
  private func record(_ samples: Input<Scalar>, in workspace: inout Workspace) -> Tensor<Scalar> {
    let graph = workspace.graph
    workspace.recorded = nil
    graph.removeAll()
    let x = graph.input(samples, name: "x")
    let answer = frozen.model(x, in: frozen.model.evaluation().unseen())
    let value = answer.value
    if frozen.isSteady, case .numbers = samples, graph.computedCount <= Self.mostNumbers {
      workspace.recorded = (samples.shape, x.index, answer.index)
      graph.releaseValue(of: x.index)
    } else {
      graph.removeAll()
    }
    return value
  }

  /// The class with the largest score for each of the samples.
  public func classes(of samples: Input<Scalar>) -> [Int] { predict(samples).argmax(axis: -1) }

  /// Throws a ``ShapeError`` when the network can't take samples of a shape.
  public func check(sampleShape: TensorShape) throws(ShapeError) {
    _ = try frozen.model.network.outputShape(for: sampleShape)
  }
}

extension Model {
  /// Answers for any number of tasks at once, by a copy of the network as it is now; see ``Predictor``.
  ///
  /// Stops with a sentence where a layer doesn't say how it is copied; see ``LayerCopier``.
  public func predictor() -> Predictor<Scalar> { Predictor(self) }
}
