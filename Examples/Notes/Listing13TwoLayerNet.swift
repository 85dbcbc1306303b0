// 讲义的 TwoLayerNet：按顺序调用各层，再按相反的顺序求梯度。
// The two-layer network: the layers are called in order, and in reverse order for the gradients.
import Backprop

/// The network written out with the library's layers; the library has it as `TwoLayerNet`.
struct LayeredNet {
  let affine1: Affine<Double>
  let relu1 = ReLU<Double>()
  let affine2: Affine<Double>
  let lastLayer = SoftmaxWithLoss<Double>()

  init(_ params: NamedTensors<Double>) {
    affine1 = Affine(weight: params["W1"], bias: params["b1"])
    affine2 = Affine(weight: params["W2"], bias: params["b2"])
  }

  var layers: [any TracedLayer<Double>] { [affine1, relu1, affine2] }

  func predict(_ x: Tensor<Double>) -> Tensor<Double> { layers.reduce(x) { $1.forward($0) } }

  func loss(_ x: Tensor<Double>, _ t: Tensor<Double>) -> Tensor<Double> { lastLayer.forward(predict(x), t) }

  func gradient(_ x: Tensor<Double>, _ t: Tensor<Double>) -> [String: Tensor<Double>?] {
    _ = loss(x, t)
    var dout = lastLayer.backward()
    for layer in layers.reversed() { dout = layer.backward(dout) }
    return ["W1": affine1.dW, "b1": affine1.db, "W2": affine2.dW, "b2": affine2.db]
  }
}

func twoLayerNet() {
  let net = TwoLayerNet<Double>(inputSize: 4, hiddenSize: 5, outputSize: 3)
  print(net)

  var random = Philox4x32(seed: 1)
  let x = Tensor<Double>.uniform([2, 4], using: &random)
  let t: Tensor<Double> = [[0, 1, 0], [0, 0, 1]]
  // The weights are small: each class has a third, and the loss is log 3, 1.10.
  print("loss:", (100 * net.loss(x, t)).rounded() / 100)
  print("accuracy by index and by one-hot row:", net.accuracy(x, [1, 2]) == net.accuracy(x, t))

  let grads = net.gradient(x, t)
  print("grads:", grads)
  print("dW of Affine1:", net.layers["Affine1"].dW == grads["W1"])

  let own = LayeredNet(net.params)
  let ownGrads = own.gradient(x, t)
  print("written out:", own.loss(x, t).item == net.loss(x, t), grads.allSatisfy { ownGrads[$0] == $1 })

  let before = net.loss(x, t)
  for key in grads.keys { net.params[key] -= 0.1 * grads[key] }
  print("an update makes the loss smaller:", net.loss(x, t) < before)
}
