import AllocationCount
import Backprop

// Counts how often a predictor in its steady state asks the system for memory, which only a program that stands between
// itself and the C library can tell: a line for each network and number of samples, `NAME SAMPLES THREADS COUNT LARGE`, where
// LARGE counts 1,024 bytes or more, as tensors take. The first line tells how the program was built, `optimized` or `debug`:
// without optimisation Swift puts more onto the heap. The second is that of an array that is made anew in each call, by which
// a reader sees that the counter counts.

#if DEBUG
  print("debug")
#else
  print("optimized")
#endif

let callCount = 100

func count(_ body: () -> Void) -> allocation_counts {
  // What is made once is made now: workspaces, worker threads, memory at hand.
  for _ in 0..<100 { body() }
  var least = round(body)
  // On a busy machine a worker that was late so far may make its own in any round; what each call asks for is in all of them.
  for _ in 0..<9 where least.all > 0 {
    let next = round(body)
    least = allocation_counts(all: min(least.all, next.all), large: min(least.large, next.large))
  }
  return least
}

func round(_ body: () -> Void) -> allocation_counts {
  let before = allocation_count()
  for _ in 0..<callCount { body() }
  let after = allocation_count()
  return before.all < 0
    ? before : allocation_counts(all: after.all - before.all, large: after.large - before.large)
}

func tell(_ name: String, _ samples: Int, _ threads: Int, _ count: allocation_counts) {
  print(name, samples, threads, count.all, count.large)
}

tell("new-array", 1, 1, count { withExtendedLifetime([Float](repeating: 1, count: 1 << 16)) {} })

// Every kind of layer, and the presets.
let allLayers = """
  conv 8 3x3 pad 1 groups 1, batchnorm, leakyrelu 0.1, maxpool 2, residual (conv 8 3x3 pad 1, gelu), avgpool 2, silu, \
  conv 4 1x1, softplus, dropout 0.3, affine 20, tanh, affine 12, sigmoid, affine
  """
let pooled = "conv 8 3x3, relu, residual (conv 8 1x1) shortcut (batchnorm), globalavgpool, affine"
var networks = NetworkPreset.allCases.map { ($0.rawValue, $0.description) }
networks.append(("all-layers", try NetworkDescription(allLayers)))
networks.append(("rows", try NetworkDescription("affine 20, layernorm, relu, affine, softmax")))
networks.append(("pooled", try NetworkDescription(pooled)))
for threads in [1, 2] {
  Parallelism.threadCount = threads
  for (name, description) in networks {
    let model: Model<Float> = try description.model(for: [1, 28, 28], targets: .classes(10), seed: 1)
    let predictor = model.predictor()
    for samples in [1, 10] {
      let x = Tensor<Float>(repeating: 0.5, shape: [samples, 1, 28, 28])
      var y = predictor.predict(x)
      tell(name, samples, threads, count { predictor.predict(x, into: &y) })
    }
  }
}
