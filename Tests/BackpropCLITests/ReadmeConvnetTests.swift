import Backprop
import BackpropData
import Testing

/// The README's convolutional network, on fewer images.
@Suite struct ReadmeConvnetTests {
  @Test("trains, stops by its validation part, and answers")
  func convnet() throws {
    let digits = try ImageDataset.drawnDigits(trainCount: 60, testCount: 20)
    let train = try digits.train.samples(form: .images)
    let description = try NetworkDescription(
      "conv 8 3x3, batchnorm, relu, maxpool 2, affine 50, relu, affine")
    let model: Model<Float> = try description.model(
      for: train.sampleShape, targets: train.targetKind, seed: 1)
    #expect(try model.summary(for: train.sampleShape).parameterCount == model.parameterCount)
    let trainer = try Trainer(
      model, on: train, test: digits.test.samples(form: .images),
      TrainingSettings(
        duration: .epochs(2), batchSize: 20, learningRate: 0.002, seed: 1, lossTiming: .beforeUpdate,
        validationShare: 0.1, earlyStopping: 3),
      optimizer: AdamW(), schedule: .cosine(), sampler: ShuffledSampler())
    let history = try trainer.run()
    #expect(history.best != nil && history.final?.testAccuracy != nil)
    let predictor = model.predictor()
    let images = train.batch(at: [0, 1, 2]).samples
    #expect(predictor.classes(of: images).count == 3)
  }
}
