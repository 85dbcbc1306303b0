/// Whether a change of an element is lost in a graph by rounding.
///
/// A result that stays the same, bit for bit, either doesn't depend on the element, as behind a ReLU that is off, or was
/// too large for the change to show, as where 10⁵ was added. The nodes between tell which it was.
enum Absorption<Scalar: TensorScalar> {
  /// Nowhere: operations didn't pass the change on at all.
  case none
  /// A value of this magnitude may have swallowed it.
  case by(Scalar)
}

/// The value of an operation's node in a graph, and those of its operands.
struct TracedNode<Scalar: TensorScalar> {
  let value: Tensor<Scalar>
  let operands: [Tensor<Scalar>]
}

extension Absorption {
  /// - Parameter before: the values of a graph's nodes before a change that `after` shows.
  init(from before: [TracedNode<Scalar>], to after: [TracedNode<Scalar>]) {
    var largest: Scalar?
    for (old, new) in zip(before, after) {
      for (oldOperand, newOperand) in zip(old.operands, new.operands) {
        let lost = Self.magnitude(of: (oldOperand, newOperand), in: (old.value, new.value))
        if let lost { largest = Swift.max(largest ?? 0, lost) }
      }
    }
    self = largest.map(Absorption.by) ?? .none
  }

  /// The largest element of a result that stayed the same although an operand changed, by little beside it.
  private static func magnitude(
    of operand: (old: Tensor<Scalar>, new: Tensor<Scalar>),
    in result: (old: Tensor<Scalar>, new: Tensor<Scalar>)
  ) -> Scalar? {
    func swallows(_ value: Scalar, _ change: Scalar) -> Bool {
      change != 0 && change.magnitude < Scalar.ulpOfOne.squareRoot() * value.magnitude
    }
    return operand.old.withUnsafeElements { old in
      operand.new.withUnsafeElements { new in
        result.old.withUnsafeElements { oldResult in
          result.new.withUnsafeElements { newResult in
            if operand.old.shape == result.old.shape {
              return old.indices.lazy.filter {
                oldResult[$0] == newResult[$0] && swallows(oldResult[$0], new[$0] - old[$0])
              }.map { oldResult[$0].magnitude }.max()
            }
            guard oldResult.elementsEqual(newResult), let largest = oldResult.lazy.map(\.magnitude).max()
            else { return nil }
            return old.indices.contains { swallows(largest, new[$0] - old[$0]) } ? largest : nil
          }
        }
      }
    }
  }
}
