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
