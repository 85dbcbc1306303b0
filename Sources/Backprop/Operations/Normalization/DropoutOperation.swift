/// y = x · m / (1 − p), where m is 0 with a probability p and else 1, drawn for each element by itself: ∂L/∂x = ∂L/∂y · m /
/// (1 − p). What is kept grows by 1 / (1 − p), so that a unit's mean stays (inverted dropout; N. Srivastava et al.,
/// "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15, 2014).
///
/// The element at i is left out where the i-th of the generator's 32-bit words, from its next block on, is below 2³² p (the
/// i-th from ``firstWord`` on, where the elements are a part of a batch); so
/// the operation gives the same numbers however often and on however many threads it is computed.
public struct DropoutOperation<Scalar: TensorScalar>: GraphOperation {
  /// The probability p with which an element is left out, in steps of 2⁻³².
  public let probability: Double
  /// What decides.
  public let random: Philox4x32
  /// Which of the words decides on the first element, from 0 on: of a part of a batch not the first one.
  public let firstWord: Int

  public var name: String { "dropout" }
  public var symbol: String { "Dropout" }
  public var settings: [String: Setting] { ["probability": .number(probability)] }

  /// Leaves each element out with a probability 0 ≤ p < 1, by the generator's words from a place ≥ 0 on.
  public init(_ probability: Double, random: Philox4x32, from firstWord: Int = 0) {
    require(
      probability >= 0 && probability < 1,
      "dropout leaves elements out with a probability from 0 to below 1, not \(probability)")
    require(firstWord >= 0, "dropout's first word has a place from 0 on, not \(firstWord)")
    self.probability = probability
    self.random = random
    self.firstWord = firstWord
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  public static func _forward(
    _ dropout: DropoutOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let factors = _factors(of: dropout, step.shape(of: 0))
    let y = _product(step[0], factors)
    step.save(factors)
    return y
  }

  public static func _backward(_ dropout: DropoutOperation<Self>, _ step: BackwardStep<Self>) {
    step.pass(_product(step.upstream, step.saved[0]), to: 0)
  }

  /// m / (1 − p) for each element.
  private static func _factors(of dropout: DropoutOperation<Self>, _ shape: TensorShape) -> Tensor<Self> {
    let kept = 1 / Self(1 - dropout.probability)
    let limit = UInt32(dropout.probability * 0x1p32)
    // Words come in blocks of four: what the first one has before it is left out afterwards.
    let (block, skipped) = dropout.firstWord.quotientAndRemainder(dividingBy: 4)
    let count = skipped + shape.elementCount
    let random = dropout.random
    let factors = Tensor<Self>.make(skipped == 0 ? shape : TensorShape(vector: count)) { factors in
      // A block of four words costs about as much as a loop over eight elements.
      _kernels.forEachBlock(ofRows: (count + 3) / 4, of: 8) { first, blocks in
        let words = Swift.min(4 * blocks, count - 4 * first)
        _kernels.randomFactors(words, random.place(block + first), limit, kept, factors + 4 * first)
      }
    }
    guard skipped > 0 else { return factors }
    return factors.withUnsafeElements { Tensor<Self>(shape: shape, $0[skipped...]) }
  }

  /// x · factor, and 0 wherever the factor is 0: what is left out has no influence, whatever it is.
  private static func _product(_ x: Tensor<Self>, _ factors: Tensor<Self>) -> Tensor<Self> {
    let shape = x.shape
    return withElements(x, factors, x) { x, factors, _ in
      Tensor<Self>.make(shape) { y in
        _kernels.forEachBlock(ofRows: shape.elementCount, of: 1) { first, count in
          for i in first..<first + count {
            // Read in any case, so that the loop has no branch.
            let (number, factor) = (x[i], factors[i])
            let product = number * factor
            y[i] = factor == 0 ? 0 : product
          }
        }
      }
    }
  }
}

extension Variable {
  /// Each element left out with a probability 0 ≤ p < 1, as a generator decides, and else multiplied by 1 / (1 − p).
  public func droppedOut(_ probability: Double, random: Philox4x32) -> Variable {
    graph.apply(DropoutOperation(probability, random: random), self)
  }
}
