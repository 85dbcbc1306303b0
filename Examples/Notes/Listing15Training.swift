// 讲义的学习：用误差反向传播法求梯度，手写更新参数的循环。
// Training by hand: draw a batch, find the gradients, update the parameters, and measure once an epoch.
import Backprop
import Foundation

func training(_ digits: Digits) throws {
  let (train, test) = try digits.load(oneHot: true, as: Float.self)
  let network = TwoLayerNet<Float>(inputSize: 784, hiddenSize: 50, outputSize: 10)

  // 10,000 as in the notes, fewer for the few built-in digits.
  let iterationCount = digits.iterationCount
  let trainSize = train.x.shape[0]
  let batchSize = 100
  let learningRate: Float = 0.1
  let iterationsPerEpoch = max(trainSize / batchSize, 1)
  var random = Philox4x32(seed: 1)
  var losses: [Float] = []

  for iteration in 0..<iterationCount {
    let drawn = (0..<batchSize).map { _ in random.nextIndex(below: trainSize) }
    let xBatch = train.x.rows(at: drawn)
    let tBatch = train.t.rows(at: drawn)

    let grad = network.gradient(xBatch, tBatch)
    for key in ["W1", "b1", "W2", "b2"] { network.params[key] -= learningRate * grad[key] }

    losses.append(network.loss(xBatch, tBatch))
    if iteration % iterationsPerEpoch == 0 {
      // The first line comes after one update, when the network has learned next to nothing.
      print(network.accuracy(train.x, train.t), network.accuracy(test.x, test.t))
      // At once, into a file or a pipe, too.
      fflush(nil)
    }
  }
  print("loss at first and last:", losses.first ?? 0, losses.last ?? 0)
}
