import Backprop
import Testing

/// The numbers of parameters are products of the sizes, by hand.
@Suite("What networks print")
struct DescriptionTests {
  private func affine(_ inputs: Int, _ outputs: Int) -> Affine<Float> {
    Affine(weight: .ones([inputs, outputs]), bias: .zeros([outputs]))
  }

  @Test("is their layers in order, with sizes and the number of parameters")
  func networks() throws {
    let network = Sequential<Float>(affine(784, 50), ReLU(), affine(50, 10))
    let listing = """
        Affine1  (784,) → (50,)  W1 (784, 50), b1 (50,)
        ReLU1    (50,) → (50,)
        Affine2  (50,) → (10,)   W2 (50, 10), b2 (10,)
      """
    #expect("\(network)" == "Sequential: 3 layers, 39,760 parameters\n" + listing)
    #expect(
      "\(try Model(network))"
        == "Model: 3 layers, 39,760 parameters, loss softmax with cross entropy\n" + listing)
    #expect(
      "\(TwoLayerNet<Float>(inputSize: 784, hiddenSize: 50, outputSize: 10))"
        == "TwoLayerNet: 3 layers, 39,760 parameters\n"
        + listing.replacing("ReLU1", with: "Relu1")
        + "\n  lastLayer = SoftmaxWithLoss: softmax with cross entropy")
  }

  @Test("knows shapes from samples, from the first layer that asks for one, or not at all")
  func shapes() throws {
    let open = Sequential<Float>(Sigmoid(), ReLU())
    #expect("\(open)" == "Sequential: 2 layers, 0 parameters\n  Sigmoid1\n  ReLU1")
    #expect("\(try Model(open, sampleShape: [2, 3]))".contains("  ReLU1     (2, 3) → (2, 3)"))
    let late = Sequential<Float>(ReLU(), Sequential<Float>(affine(2, 1), Sigmoid()))
    #expect(
      "\(late)"
        == """
        Sequential: 3 layers, 3 parameters
          ReLU1
          Affine1   (2,) → (1,)  W1 (2, 1), b1 (1,)
          Sigmoid1  (1,) → (1,)
        """)
  }

  @Test("shows the parts of layers that hold others, and statistics")
  func composites() {
    final class Residual: Layer {
      let inner = NoisyNorm<Double>(size: 3)
      var members: [Member<Double>] { [.layer("inner", inner)] }
      var inputShape: TensorShape? { [3] }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Double>, in pass: Pass<Double>) -> Variable<Double> {
        x + inner(x, in: pass)
      }
    }
    #expect(
      "\(Residual())"
        == """
        Residual: 2 layers, 3 parameters
          Residual      (3,) → (3,)
            NoisyNorm1               s1 (3,), m1 (3,)
        """)
    #expect("\(NoisyNorm<Double>(size: 3))" == "NoisyNorm: s (3,), m (3,), 3 parameters")
  }

  @Test("of a single layer or a loss fits a line")
  func layers() {
    #expect("\(affine(784, 50))" == "Affine: (784,) → (50,), W (784, 50), b (50,), 39,250 parameters")
    #expect("\(ReLU<Float>())" == "ReLU" && "\(Sigmoid<Double>())" == "Sigmoid")
    #expect("\(SoftmaxWithLoss<Float>())" == "SoftmaxWithLoss: softmax with cross entropy")
    final class Dropping: Layer {
      var summary: String { "dropping 0.5" }
      func outputShape(for sample: TensorShape) -> TensorShape { sample }
      func output(for x: Variable<Float>, in pass: Pass<Float>) -> Variable<Float> { x }
    }
    #expect("\(Dropping())" == "Dropping: dropping 0.5")
    #expect("\(Sequential<Float>(Dropping(), ReLU()))".contains("  Dropping1    dropping 0.5\n  ReLU1"))
    #expect("\(Parameter<Float>([1, 2], name: "b"))" == "b of shape (2,):\n[1.0, 2.0]")
  }
}
