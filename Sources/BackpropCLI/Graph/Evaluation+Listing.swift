import Backprop
import BackpropDrawing

extension Evaluation {
  /// The graph as people read it, its nodes in the words of the expression.
  var listing: GraphListing<Double> {
    var listing = GraphListing(snapshot, result: result)
    listing.names = names.map { .init($0.name, node: $0.node) }
    listing.upstream = upstream
    listing.hint = "; --format json prints every one of them"
    for (node, function) in zip(nodes, functions) {
      listing.labels[node.id] = function?.label(node.inputs.map { "#\($0)" })
    }
    return listing
  }
}
