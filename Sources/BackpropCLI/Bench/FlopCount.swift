/// How many floating-point operations jobs take.
///
/// Only matrix products and convolutions count, each multiply-add as two operations. Biases, activations, softmax and the update
/// are left out: for the networks measured here they are a few in a hundred.
enum FlopCount {
  /// A product `(rows, inner)` · `(inner, columns)`.
  static func product(_ rows: Int, _ inner: Int, _ columns: Int) -> Double {
    2 * Double(rows) * Double(inner) * Double(columns)
  }

  /// The scores of a batch: a product for each affine layer of a network with layers of these sizes.
  static func forward(_ sizes: [Int], batch: Int) -> Double {
    zip(sizes, sizes.dropFirst()).reduce(0) { $0 + product(batch, $1.0, $1.1) }
  }

  /// A training step: forward, a product of the same work for each weight's derivative, and another for the
  /// derivative by each layer's input, save the first's, which nobody asks for.
  static func step(_ sizes: [Int], batch: Int) -> Double {
    2 * forward(sizes, batch: batch) + forward(Array(sizes.dropFirst()), batch: batch)
  }

  /// A training run: its steps, and the scores of all images at each evaluation.
  static func job(_ sizes: [Int], batch: Int, steps: Int, evaluations: Int, images: Int) -> Double {
    Double(steps) * step(sizes, batch: batch) + Double(evaluations) * forward(sizes, batch: images)
  }

  /// A gradient by central differences, done the plain way: two whole forward passes for each parameter.
  static func numericalGradient(_ sizes: [Int], batch: Int) -> Double {
    2 * Double(parameters(sizes)) * forward(sizes, batch: batch)
  }

  /// The parameters of a network of affine layers: weights and biases.
  static func parameters(_ sizes: [Int]) -> Int {
    zip(sizes, sizes.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
  }
}
