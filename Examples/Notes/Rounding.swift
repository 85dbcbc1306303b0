import Backprop

/// The numbers to twelve places: after exp and log, 0.01 is 0.010000000000000002.
func rounded(_ x: Tensor<Double>) -> Tensor<Double> {
  Tensor(shape: x.shape, x.scalars.map { ($0 * 1e12).rounded() / 1e12 })
}
