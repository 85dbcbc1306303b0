import Backprop
import Testing

@Suite("Layers of images")
struct ImageLayerTests {
  private static let tall = Extent2D(height: 2, width: 1)

  private func message(_ layer: any Layer<Double>, _ sample: TensorShape) -> String {
    do {
      return "gives \(try layer.outputShape(for: sample))"
    } catch {
      return "\(error)"
    }
  }

  @Test("a convolution has PyTorch's shapes, as many first weights as asked for, and a bias of zeros")
  func firstWeights() {
    var random = Philox4x32(seed: 1)
    let layer = Conv2D<Double>(channels: 6, filters: 40, kernel: Self.tall, groups: 2, using: &random)
    #expect(layer.weight.value.shape == [40, 3, 2, 1])
    #expect(layer.bias.value == .zeros([40]))
    // 240 numbers spread by √(2 / 6), for 3 · 2 · 1 inputs: the mean of their squares is that of 1/3 to a tenth or so.
    let square = (layer.weight.value * layer.weight.value).mean().item
    #expect(abs(square - 1.0 / 3) < 0.1)
    let names = NamedState(of: layer)
    #expect(names.parameters.map(\.path) == ["weight", "bias"])
    #expect(names.parameters.map(\.label) == ["W1", "b1"])
  }

  @Test("each setting reaches its operation, and stays in a copy")
  func settings() {
    var random = Philox4x32(seed: 2)
    let x = Tensor<Double>.normal([2, 4, 7, 6], using: &random)
    let padding = Padding2D(top: 1, bottom: 2, left: 0, right: 1)
    let layer = Conv2D<Double>(
      channels: 4, filters: 2, kernel: 2, stride: Self.tall, padding: padding, dilation: 2, groups: 2,
      using: &random)
    layer.bias.value = [3, -4]
    let graph = Graph<Double>()
    let expected = graph.constant(x).convolved(
      with: graph.constant(layer.weight.value), bias: graph.constant([3, -4]), stride: Self.tall,
      padding: padding, dilation: 2, groups: 2)
    #expect(layer.predict(x) == expected.value)
    #expect(layer.copy().predict(x) == expected.value)
    let largest = MaxPool2D<Double>(3, stride: Self.tall, padding: 1)
    let maxima = graph.constant(x).maxPooled(window: 3, stride: Self.tall, padding: 1).value
    #expect(largest.predict(x) == maxima)
    #expect(largest.copy().predict(x) == maxima)
    let mean = AveragePool2D<Double>(3, stride: Self.tall, padding: 1)
    let means = graph.constant(x).averagePooled(window: 3, stride: Self.tall, padding: 1).value
    #expect(mean.predict(x) == means)
    #expect(mean.copy().predict(x) == means)
  }

  @Test("whole channels have their means, and flat samples their numbers in order")
  func wholeChannels() {
    let x = Tensor<Double>(shape: [2, 2, 1, 2], [1, 3, 5, 9, -1, 1, 0, 0.5])
    #expect(GlobalAveragePool2D<Double>().predict(x) == [[2, 7], [0, 0.25]])
    #expect(Flatten<Double>().predict(x) == [[1, 3, 5, 9], [-1, 1, 0, 0.5]])
    #expect(Flatten<Double>().predict([1, 2]) == [[1], [2]])
  }

  @Test("are written in a word or two")
  func summaries() {
    var random = Philox4x32(seed: 3)
    func conv(
      _ kernel: Extent2D, stride: Extent2D = 1, padding: Padding2D = 0, dilation: Extent2D = 1,
      groups: Int = 1
    ) -> String {
      Conv2D<Float>(
        channels: 2, filters: 16, kernel: kernel, stride: stride, padding: padding, dilation: dilation,
        groups: groups, using: &random
      ).summary
    }
    #expect(conv(5) == "conv 16 5x5")
    #expect(conv(3, padding: 1) == "conv 16 3x3 pad 1")
    #expect(
      conv(Self.tall, stride: 2, padding: .init(height: 1, width: 2), dilation: 3, groups: 2)
        == "conv 16 2x1 stride 2 pad 1x2 dilation 3 groups 2")
    #expect(
      conv(3, stride: Self.tall, padding: .init(top: 1, bottom: 0, left: 2, right: 1))
        == "conv 16 3x3 stride 2x1 pad 1-0x2-1")
    #expect(MaxPool2D<Float>(2).summary == "maxpool 2")
    #expect(MaxPool2D<Float>(3, stride: 2, padding: 1).summary == "maxpool 3 stride 2 pad 1")
    #expect(AveragePool2D<Float>(.init(height: 2, width: 3)).summary == "avgpool 2x3")
    #expect(GlobalAveragePool2D<Float>().summary == "globalavgpool")
    #expect(Flatten<Float>().summary == "flatten")
  }

  @Test("say which samples don't fit, and why")
  func errors() throws {
    var random = Philox4x32(seed: 4)
    let conv = Conv2D<Double>(channels: 3, filters: 2, kernel: 5, using: &random)
    #expect(
      message(conv, [784])
        == "conv can't take a sample of shape (784,): it must be an image of three axes, (C, H, W), such as (1, 28, 28)"
    )
    #expect(
      message(conv, [1, 28, 28])
        == "conv can't take a sample of shape (1, 28, 28): a filter has 3 channels, but the images have 1")
    #expect(
      message(conv, [3, 4, 9])
        == "conv can't take a sample of shape (3, 4, 9): a kernel of 5x5 is larger than an image of 4x9")
    #expect(
      message(MaxPool2D<Double>(2), [3, 4])
        == "maxpool can't take a sample of shape (3, 4): it must be an image of three axes, (C, H, W), such as (1, 28, 28)"
    )
    #expect(
      message(AveragePool2D<Double>(2, stride: 0), [1, 4, 4])
        == "avgpool can't take a sample of shape (1, 4, 4): the stride must be at least 1 and below 2³¹, not 0x0"
    )
    #expect(
      message(GlobalAveragePool2D<Double>(), [1, 0, 4])
        == "globalavgpool can't take a sample of shape (1, 0, 4): an image without elements has no mean")
    let network = Sequential<Double>(
      Conv2D(channels: 1, filters: 2, kernel: 3, using: &random), ReLU(), MaxPool2D(2))
    #expect(
      message(network, [1, 3, 3])
        == "MaxPool2D1 can't take a sample of shape (2, 1, 1): a window of 2x2 is larger than an image of 1x1"
    )
  }

  @Test("wrong sizes stop with a sentence")
  func stops() async {
    func said(_ result: ExitTest.Result?) -> String {
      String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    }
    let groups = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var random = Philox4x32(seed: 1)
      _ = Conv2D<Double>(channels: 3, filters: 4, kernel: 2, groups: 2, using: &random)
    }
    #expect(said(groups).contains("2 groups can't share 3 channels and 4 filters"), "\(said(groups))")
    let bias = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Conv2D<Double>(weight: .zeros([2, 1, 3, 3]), bias: .zeros([3]))
    }
    #expect(
      said(bias).contains(
        "conv needs filters (F, C / groups, KH, KW) and a bias (F,), not (2, 1, 3, 3) and (3,)"),
      "\(said(bias))")
    let flat = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GlobalAveragePool2D<Double>().predict([[1, 2]])
    }
    #expect(
      said(flat).contains("globalavgpool needs images (N, C, H, W), not a value of shape (1, 2)"),
      "\(said(flat))")
  }

  @Test("make a network that learns where a bright bar is")
  func learning() throws {
    var random = Philox4x32(seed: 5)
    // A bright row or a bright column somewhere in a noisy image.
    var images = Tensor<Float>.uniform([64, 1, 8, 8], in: 0..<0.5, using: &random)
    let labels = (0..<64).map { $0 % 2 }
    images.withUnsafeMutableElements { pixels in
      for image in 0..<64 {
        let place = random.nextIndex(below: 8)
        for k in 0..<8 { pixels[image * 64 + (image % 2 == 0 ? place * 8 + k : k * 8 + place)] += 0.5 }
      }
    }
    let network = try Sequential<Float>([
      Conv2D(channels: 1, filters: 4, kernel: 3, using: &random), ReLU(), MaxPool2D(2), Flatten(),
      Affine(inputs: 36, outputs: 2, using: &random),
    ])
    let model = try Model(network, sampleShape: [1, 8, 8])
    #expect(model.summary == "conv 4 3x3, relu, maxpool 2, flatten, affine 2")
    for iteration in 0..<150 {
      let graph = Graph<Float>()
      let pass = model.training(iteration: iteration, seed: 1)
      let loss = model.loss(of: Batch(images, .classes(labels)), in: graph, pass)
      let gradients = loss.backward()
      for parameter in model.parameters { parameter.value -= gradients[parameter] * 0.3 }
    }
    let right = zip(model.predict(images).argmax(axis: 1), labels).filter { $0 == $1 }.count
    #expect(right >= 60)
  }
}
