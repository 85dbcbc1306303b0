import Backprop

extension Layer {
  /// The layer's output in an evaluation of its own, as most tests want it.
  func callAsFunction(_ x: Variable<Scalar>) -> Variable<Scalar> { self(x, in: .evaluation()) }
}
