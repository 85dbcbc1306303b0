extension Model {
  /// The layers that, in training, need two samples or more, since they normalise over the batch and have only one number
  /// of each sample to do so: batch norms of features, or of images with a single pixel.
  ///
  /// Found by shapes, within what ``Sequential`` and ``Residual`` hold; the network must be able to take the sample.
  func layersOverBatch(for sample: TensorShape) -> [any Layer<Scalar>] {
    var found: [any Layer<Scalar>] = []
    func look(_ layer: any Layer<Scalar>, _ shape: TensorShape) {
      switch layer {
      case let layers as Sequential<Scalar>:
        var shape = shape
        for (_, layer) in layers.layers {
          look(layer, shape)
          guard let next = try? layer.outputShape(for: shape) else { return }
          shape = next
        }
      case let residual as Residual<Scalar>:
        look(residual.body, shape)
        if let shortcut = residual.shortcut { look(shortcut, shape) }
      case is BatchNorm<Scalar>:
        if shape.dropFirst().allSatisfy({ $0 == 1 }) { found.append(layer) }
      default: break
      }
    }
    look(network, sample)
    return found
  }

  /// Throws a ``TrainingError`` where a step of training on so few samples makes no sense to a layer.
  ///
  /// - Parameter advice: what to do about it.
  package func checkTraining(
    onBatchOf count: Int, sampleShape: TensorShape, advice: String
  ) throws(TrainingError) {
    guard count == 1, let layer = layersOverBatch(for: sampleShape).first else { return }
    let name = state.label(of: layer) ?? layer.kind
    throw TrainingError(
      "\(name) normalises each feature by its mean and variance over a mini-batch, which needs 2 or more samples, and "
        + "there is one of 1 sample: \(advice)")
  }
}

extension Sampler {
  /// How many samples the smallest mini-batch has that a model sees at a time in the first iterations, so many of them.
  func smallestBatch(ofIterations iterations: Int, count: Int, _ settings: TrainingSettings) -> Int? {
    let size = settings.samplesPerUpdate
    let last = Swift.min(iterationsPerEpoch(count: count, batchSize: size), iterations) - 1
    guard last >= 0 else { return nil }
    // An epoch's last iteration may be smaller; all others are as its first.
    var sampler = self
    return Set([0, last]).map { iteration in
      let drawn = sampler.positions(
        ofIteration: iteration, count: count, batchSize: size, seed: settings.seed
      ).count
      let rest = drawn % settings.batchSize
      return rest > 0 ? rest : Swift.min(drawn, settings.batchSize)
    }.min()
  }
}
