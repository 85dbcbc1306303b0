// 讲义的梯度确认：数值微分和误差反向传播法求出的梯度之差的平均值。
// The gradient check: the mean difference of gradients by numerical differentiation and by backpropagation.
import Backprop

func gradientCheck(_ digits: Digits) throws {
  let (train, _) = try digits.load(oneHot: true, as: Double.self)
  // With the notes' ε in the loss, whose share in the differences is larger than that of rounding.
  // With this seed no input of the ReLU lies within a step of its kink, where the numerical gradient would be wrong.
  let network = TwoLayerNet<Double>(inputSize: 784, hiddenSize: 50, outputSize: 10, epsilon: 1e-7, seed: 2)

  let xBatch = train.x[0..<3]
  let tBatch = train.t[0..<3]

  let gradNumerical = network.numericalGradient(xBatch, tBatch)
  let gradBackprop = network.gradient(xBatch, tBatch)

  for key in gradNumerical.keys {
    let difference = (gradBackprop[key] - gradNumerical[key]).magnitude().mean()
    print("\(key):\(difference)")
  }
}
