import Backprop
import BackpropData

// The built-in digits need no network; MNISTDataset.mnist.load() gets MNIST.
let digits = try ImageDataset.drawnDigits(trainCount: 2000, testCount: 500)
var random = Philox4x32(seed: 1)
let network = Sequential<Float>(sizes: [784, 50, 10], using: &random)
let trainer = try Trainer(
  Model(network), on: digits.train.samples(), test: digits.test.samples(),
  TrainingSettings(duration: .epochs(10), batchSize: 50, seed: 1))

let history = try trainer.run { event in
  if case .epoch(let epoch) = event, epoch.number % 3 == 1 {
    print("epoch \(epoch.number): train \(epoch.trainAccuracy), test \(epoch.testAccuracy!)")
  }
  return .continue
}
print("at the end: test \(history.final!.testAccuracy!)")
