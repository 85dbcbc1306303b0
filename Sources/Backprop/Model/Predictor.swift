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
/// for no memory.
public final class Predictor<Scalar: TensorScalar>: Sendable {
  /// The shape of one sample, such as `(784,)`, where the model knows it.
  public let sampleShape: TensorShape?

  /// What calls run with. A layer doesn't change in a call, and nobody else has these.
  private let frozen: Frozen
  private let workspaces: Lock<[Workspace]>

  private struct Frozen: @unchecked Sendable {
    let model: Model<Scalar>
  }

  /// A graph whose memory serves one call after the other.
  private struct Workspace: @unchecked Sendable {
    let graph: Graph<Scalar>
  }

  fileprivate init(_ model: Model<Scalar>) {
    sampleShape = model.sampleShape
    frozen = Frozen(model: model.copy())
    workspaces = Lock([])
  }

  /// The output `(N, …)` for samples `(N, …)`.
  ///
  /// Has the bits of ``Model/predict(_:)``, from whatever thread and beside whatever other calls.
  public func predict(_ x: Tensor<Scalar>) -> Tensor<Scalar> { predict(.numbers(x)) }

  /// The output for samples that may be bytes.
  public func predict(_ samples: Input<Scalar>) -> Tensor<Scalar> {
    let workspace = workspaces.withLock { $0.popLast() } ?? Workspace(graph: Graph())
    let model = frozen.model
    let output = model.output(for: samples, in: workspace.graph, model.evaluation()).value
    workspace.graph.removeAll()
    workspaces.withLock { $0.append(workspace) }
    return output
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
