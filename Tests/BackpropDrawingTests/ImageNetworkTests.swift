import Backprop
import BackpropDrawing
import Testing

/// Drawings and reports of networks whose samples are images.
@Suite("A network of images")
struct ImageNetworkTests {
  @Test("is drawn and reported, its filters as pictures")
  func reported() throws {
    var random = Philox4x32(seed: 6)
    let network = try Sequential<Float>([
      Conv2D(channels: 1, filters: 3, kernel: .init(height: 3, width: 2), padding: 1, using: &random),
      ReLU(), MaxPool2D(2), AveragePool2D(2, stride: 1), Flatten(),
      Affine(inputs: 12, outputs: 2, using: &random),
    ])
    let model = try Model(network, sampleShape: [1, 6, 5])
    let layers = ["Conv2D1", "ReLU1", "MaxPool2D1", "AveragePool2D1", "Flatten1", "Affine1"]
    #expect(
      "\(model)".contains("Conv2D1         (1, 6, 5) → (3, 6, 6)  W1 (3, 1, 3, 2), b1 (3,)"), "\(model)")
    let drawing = try NetworkDrawing(of: model, sampleShape: [1, 6, 5], title: "images").drawing
    for label in layers { #expect(drawing.svg.contains(label)) }
    #expect(drawing.svg.contains("MaxPool") && drawing.svg.contains("AvgPool"))
    let pictures = Tensor<Float>.uniform([4, 1, 6, 5], using: &random)
    let samples = try SampleSet(pictures, labels: [0, 1, 0, 1], classCount: 2)
    let trainer = try Trainer(
      model, on: samples, test: samples, .init(duration: .iterations(2), batchSize: 2))
    let report = try TrainingReport(
      of: try trainer.run(), by: trainer, pictures: .init(rows: 6, columns: 5))
    #expect(report.layers.map(\.name) == layers)
    #expect(report.layers.map(\.shape.rank) == [4, 4, 4, 4, 2, 2])
    let filters = try #require(report.weights)
    #expect(filters.rows == 3 && filters.columns == 2 && filters.unitCount == 3)
    #expect(filters.units.flatMap { $0 } == network.parameters[0].value.scalars)
    #expect(report.html.contains("Conv2D1"))
  }

  @Test("with normalisation, dropout and a way around layers is drawn and reported, too")
  func deeper() throws {
    var random = Philox4x32(seed: 6)
    let network = try Sequential<Float>([
      Conv2D(channels: 1, filters: 4, kernel: 3, padding: 1, using: &random), BatchNorm(4), ReLU(),
      Residual(
        Conv2D(channels: 4, filters: 2, kernel: 3, stride: 2, padding: 1, using: &random), BatchNorm(2),
        shortcut: Conv2D(channels: 4, filters: 2, kernel: 1, stride: 2, using: &random)),
      Dropout(0.25), Flatten(), LayerNorm([18]), Affine(inputs: 18, outputs: 2, using: &random),
    ])
    let model = try Model(network, sampleShape: [1, 6, 5])
    let layers = [
      "Conv2D1", "BatchNorm1", "ReLU1", "Residual1", "Conv2D2", "BatchNorm2", "Conv2D3", "Dropout1",
      "Flatten1", "LayerNorm1", "Affine1",
    ]
    let drawing = try NetworkDrawing(of: model, sampleShape: [1, 6, 5], title: "images").drawing
    // What hands on its input has no node to be framed.
    for label in layers where label != "Dropout1" { #expect(drawing.svg.contains(label), "\(label)") }
    #expect(drawing.svg.contains("BatchNorm<") && drawing.svg.contains("LayerNorm<"))
    let pictures = Tensor<Float>.uniform([6, 1, 6, 5], using: &random)
    let samples = try SampleSet(pictures, labels: [0, 1, 0, 1, 1, 0], classCount: 2)
    let trainer = try Trainer(
      model, on: samples, test: samples, .init(duration: .iterations(3), batchSize: 3))
    let report = try TrainingReport(of: try trainer.run(), by: trainer)
    #expect(Set(report.layers.map(\.name)) == Set(layers))
    for label in layers { #expect(report.html.contains(label), "\(label)") }
    #expect(model.state.statistics.allSatisfy { $0.statistic.value.scalars.allSatisfy { $0.isFinite } })
    #expect(model.state.statistics[0].statistic.value != .zeros([4]), "the trainer commits statistics")
  }

  @Test("that looks at means of channels shows no weights: they are no pictures")
  func means() throws {
    var random = Philox4x32(seed: 6)
    let network = Sequential<Float>(
      GlobalAveragePool2D(), Affine(inputs: 1, outputs: 2, using: &random))
    let pictures = Tensor<Float>.uniform([4, 1, 2, 2], using: &random)
    let samples = try SampleSet(pictures, labels: [0, 1, 0, 1], classCount: 2)
    let trainer = try Trainer(
      Model(network, sampleShape: [1, 2, 2]), on: samples, .init(duration: .iterations(2), batchSize: 2))
    let report = try TrainingReport(
      of: try trainer.run(), by: trainer, pictures: .init(rows: 2, columns: 2))
    #expect(report.weights == nil)
    #expect(report.html.contains("GlobalAveragePool2D1"))
  }
}
