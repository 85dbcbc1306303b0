import Backprop
import BackpropData

let d = try MNISTDataset.mnist.load(folder: CommandLine.arguments[1])
Parallelism.threadCount = Int(CommandLine.arguments[2])!
func s(_ x: ImageSet) throws -> LabeledSamples<Float> {
  try LabeledSamples<Float>(
    bytes: x.images, sampleShape: [784], labels: x.labels.map(Int.init), classCount: 10)
}
var g = Philox4x32(seed: 1)
let net = Sequential<Float>(sizes: [784, 50, 10], weights: .normal(standardDeviation: 0.01), using: &g)
let tr = try Trainer<Float>(
  net, on: s(d.train), test: s(d.test), TrainingSettings(seed: 1, lossTiming: .beforeUpdate))
let h = tr.run { e in
  if case .epoch(let e) = e { print(e) }; return .goOn
}
print(h.final!, h.duration, h.stepDuration!, StoragePool.statistics)
do {
  let g = Graph<Double>()
  let c = ContinuousClock();
  for _ in 0..<3 {
    g.removeAll()
    let t0 = c.now
    var x = g.variable(1.0); let x0 = x
    for _ in 0..<50000 { x = x + x0; x = x * 0.5;  }
    let t1 = c.now
    let gr = x.backward(for: [x0])
    let t2 = c.now
    print(gr[x0], (t1 - t0) / 150000, (t2 - t1) / 150000, (t2 - t0) / 100000)
  }
}
