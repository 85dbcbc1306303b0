import Backprop
import BackpropFiles

/// The graph of a model: what it looks like, not what it has learnt.
///
/// A batch of zeros runs through the model, forward and backward; the drawings show shapes only, with the number of
/// samples as N.
public struct NetworkDrawing {
  private let snapshot: GraphSnapshot<Float>
  private let options: DrawingOptions

  /// The graph of a model for samples of a shape.
  ///
  /// Throws a `ShapeError` when the model can't take such samples.
  public init(of model: Model<Float>, sampleShape: TensorShape, title: String) throws(ShapeError) {
    let layers = try model.layerShapes(for: sampleShape)
    // A number of samples that no layer has as its size, so that it can be told apart and written as N.
    let sizes = Set(layers.flatMap { Array($0.input) + Array($0.output) } + Array(sampleShape))
    let batchSize = (2...).first { !sizes.contains($0) } ?? 2
    let samples = Tensor<Float>.zeros(TensorShape([batchSize] + Array(sampleShape)))
    // Targets as rows, so that they are drawn as t.
    let output = layers.last?.output ?? sampleShape
    let targets = Tensor<Float>.zeros(TensorShape([batchSize] + Array(output)))
    snapshot = model.snapshot(of: Batch(samples, .rows(targets))) { named in
      let count = layers.first { $0.label == named.label }?.parameterCount ?? 0
      return count > 0 ? "\(named.label) · \(count.grouped) parameters" : named.label
    }
    var options = DrawingOptions()
    options.title = title
    options.batchSize = batchSize
    options.showsElements = false
    options.isOfShapesOnly = true
    options.labels.forward = Dictionary(
      uniqueKeysWithValues: snapshot.nodes.filter { $0.operation != nil }.map {
        ($0.id, $0.name.map { [$0] } ?? [])
      })
    // What passes back through a product to its input is named, as in the notes: ∂L/∂x2 behind the layer of W2.
    for node in snapshot.nodes where node.operation != nil && node.inputs.count > 1 {
      let (input, weight) = (snapshot.nodes[node.inputs[0]], snapshot.nodes[node.inputs[1]])
      guard weight.operation == nil, !weight.isConstant, weight.value.rank > 1, input.operation != nil,
        input.name == nil, input.gradient != nil, let name = weight.name
      else { continue }
      let number = String(name.reversed().prefix { $0.isNumber }.reversed())
      options.labels.forward[input.id] = ["x\(number)"]
      options.labels.backward[input.id] = ["∂L/∂x\(number)"]
    }
    self.options = options
  }

  /// The graph drawn.
  public var drawing: GraphDrawing { GraphDrawing(snapshot, options: options) }

  /// The graph as a page that is stepped through.
  public var page: GraphPage { GraphPage(snapshot, title: options.title, options: options) }
}
