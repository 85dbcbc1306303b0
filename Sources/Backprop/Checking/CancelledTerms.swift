/// The terms of a derivative that is 0 because they cancel.
///
/// A bias before a batch normalisation shifts all numbers of its channel, which the normalisation takes back: what arrives
/// at these numbers is not small, but its sum is 0. Rounding leaves 10⁻¹⁶ of the terms, beside which no other derivative by
/// that bias is larger. A derivative that vanishes on its way through many layers has no such terms: each of them is as
/// small as the derivative itself.
enum CancelledTerms<Scalar: TensorScalar> {
  /// The sum of the terms' magnitudes where an element's change spreads out most before it cancels; 0 where it doesn't.
  ///
  /// - Parameters:
  ///   - before: the values of a graph's operations.
  ///   - after: those with another value of the element.
  ///   - slopes: the derivatives by `before`, `nil` where there is none.
  ///   - distance: by how much the element was changed.
  static func size(
    from before: [TracedNode<Scalar>], to after: [TracedNode<Scalar>], slopes: [Tensor<Scalar>?],
    distance: Scalar
  ) -> Scalar {
    var size: Scalar = 0
    for (position, slope) in slopes.enumerated() {
      guard let slope, before.indices.contains(position), after.indices.contains(position) else { continue }
      let (old, new) = (before[position].value, after[position].value)
      guard slope.shape == old.shape, new.shape == old.shape else { continue }
      let terms = slope * (new - old)
      let (sum, magnitude) = (terms.sum().item.magnitude, terms.magnitude().sum().item)
      // Changes that are rounding alone don't cancel, but by chance.
      if sum <= magnitude / 16 { size = Swift.max(size, magnitude / distance) }
    }
    return size.isFinite ? size : 0
  }
}
