import Backprop
import Testing

/// The table of a model's layers with all that they take.
@Suite struct ModelSummaryTests {
  @Test("a network of images: shapes, parameters, multiply-adds and values of each layer, and the sums")
  func images() throws {
    let model: Model<Float> = try NetworkPreset.simpleConvnet.description.model(
      for: [1, 28, 28], targets: .classes(10), seed: 1)
    let summary = try model.summary()
    #expect(summary.rows.map(\.multiplyAdds) == [432_000, 0, 0, 0, 432_000, 0, 1000])
    #expect(summary.rows.map(\.parameterCount) == [780, 0, 0, 0, 432_100, 0, 1010])
    #expect(
      summary.rows.map(\.valueBytes) == [17_280, 17_280, 4320, 0, 100, 100, 10].map { $0 * 4 })
    #expect(
      "\(summary)" == """
        layer                    output        parameters   share  multiply-adds    values
        input                    (1, 28, 28)                                        3.1 kB
        Conv2D1     conv 30 5x5  (30, 24, 24)         780   0.2 %        432,000   69.1 kB
        ReLU1       relu         (30, 24, 24)           –                      –   69.1 kB
        MaxPool2D1  maxpool 2    (30, 12, 12)           –                      –   17.3 kB
        Flatten1    flatten      (4320,)                –                      –       0 B
        Affine1     affine 100   (100,)           432,100  99.6 %        432,000     400 B
        ReLU2       relu         (100,)                 –                      –     400 B
        Affine2     affine 10    (10,)              1,010   0.2 %          1,000      40 B
        total                                     433,890                865,000  156.4 kB

        Memory: 1.7 MB for 433,890 parameters, and for each sample 3.1 kB of input and 156.4 kB of values.
        """)
  }

  @Test("a layer that runs twice is counted once, and its work twice")
  func shared() throws {
    var random = Philox4x32(seed: 1)
    let layer = Affine<Float>(inputs: 4, outputs: 4, using: &random)
    let summary = try Model(Sequential(layer, ReLU(), layer)).summary()
    #expect(summary.parameterCount == 20 && summary.multiplyAdds == 32)
    #expect(summary.rows.map(\.sharedCount) == [0, 0, 20])
    #expect("\(summary)".contains("shared"))
  }

  @Test("without a shape of samples that is known, one is asked for")
  func noShape() throws {
    let model = try Model(Sequential<Float>(ReLU()))
    #expect(throws: ShapeError.self) { try model.summary() }
    #expect(try model.summary(for: [3]).valueBytes == 12)
  }
}
