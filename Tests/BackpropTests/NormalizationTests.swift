import Foundation
import Testing

@testable import Backprop

@Suite("Layers that normalise")
struct NormalizationTests {
  private func message(_ layer: any Layer<Double>, _ sample: TensorShape) -> String {
    do {
      return "gives \(try layer.outputShape(for: sample))"
    } catch {
      return "\(error)"
    }
  }

  private func said(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test("have PyTorch's names, begin as it does, and are written in a word")
  func names() {
    let batch = BatchNorm<Float>(3)
    let state = NamedState(of: batch)
    #expect(state.parameters.map(\.path) == ["weight", "bias"])
    #expect(state.statistics.map(\.path) == ["running_mean", "running_var"])
    #expect(batch.weight.value == .ones([3]) && batch.bias.value == .zeros([3]))
    #expect(batch.runningMean.value == .zeros([3]) && batch.runningVariance.value == .ones([3]))
    let rows = LayerNorm<Float>([2, 3])
    #expect(rows.weight.value == .ones([2, 3]) && rows.bias.value == .zeros([2, 3]))
    #expect([batch.summary, rows.summary] == ["batchnorm", "layernorm"])
    #expect(batch.epsilon == 1e-5 && batch.momentum == 0.1 && rows.epsilon == 1e-5)
    let copy = BatchNorm<Float>(2, epsilon: 0.5, momentum: 0.25).copy()
    #expect(copy.epsilon == 0.5 && copy.momentum == 0.25)
    #expect(LayerNorm<Float>([2], epsilon: 0.5).copy().epsilon == 0.5)
  }

  @Test("find the variance of numbers that lie far from 0")
  func farFromZero() {
    let x: Tensor<Float> = [[10000, 5], [10001, 6], [10002, 7], [10003, 8]]
    let y = BatchNorm<Float>(2).forward(x, in: .training(iteration: 0))
    let expected: [Float] = [-1.341635, -0.447212, 0.447212, 1.341635]
    for (row, value) in expected.enumerated() {
      #expect(abs(y[row, 0].item - value) < 1e-5 && abs(y[row, 1].item - value) < 1e-5)
    }
    let rows = LayerNorm<Float>([4]).predict([[10000, 10001, 10002, 10003]])
    for (column, value) in expected.enumerated() { #expect(abs(rows[0, column].item - value) < 1e-5) }
  }

  @Test("keep what is always the same at the bias")
  func constant() {
    let layer = BatchNorm<Double>(1)
    layer.bias.value = [0.5]
    let x: Tensor<Double> = [[3], [3], [3]]
    #expect(layer.forward(x, in: .training(iteration: 0)) == [[0.5], [0.5], [0.5]])
    #expect(layer.backward(1).scalars.allSatisfy { $0 == 0 })
    #expect(LayerNorm<Double>([3]).predict([[7, 7, 7]]) == [[0, 0, 0]])
  }

  @Test("move the running statistics once a step that is committed, by the momentum")
  func commits() {
    let layer = BatchNorm<Double>(1, momentum: 0.25)
    let pass = Pass<Double>.training(iteration: 0)
    _ = layer.forward([[1], [3]], in: pass)
    #expect(layer.runningMean.value == [0] && layer.runningVariance.value == [1])
    pass.commit()
    // The mean 2 and the unbiased variance 2.
    #expect(layer.runningMean.value == [0.5] && layer.runningVariance.value == [1.25])
    let evaluation = Pass<Double>.evaluation()
    _ = layer.forward([[9], [7]], in: evaluation)
    evaluation.commit()
    #expect(layer.runningMean.value == [0.5] && layer.runningVariance.value == [1.25])
  }

  @Test("in two places of a network take both places' statistics in a step")
  func twice() {
    let layer = BatchNorm<Double>(1, momentum: 0.5)
    let pass = Pass<Double>.training(iteration: 0)
    let network = Sequential<Double>(layer, layer)
    _ = network.forward([[1], [3]], in: pass)
    pass.commit()
    // 2, and then the 0 that is the mean of what it has normalised.
    #expect(layer.runningMean.value == [0.5])
  }

  @Test("say what doesn't fit")
  func errors() async {
    #expect(
      message(BatchNorm(3), [4])
        == "batchnorm can't take a sample of shape (4,): its first axis must count the 3 features or channels that are normalised, as in (3,) or (3, H, W)"
    )
    #expect(
      message(LayerNorm([3, 2]), [4, 2])
        == "layernorm can't take a sample of shape (4, 2): it must end with the shape that is normalised, (3, 2)"
    )
    let one = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BatchNorm<Double>(2).forward([[1, 2]], in: .training(iteration: 0))
    }
    #expect(
      said(one).contains(
        "in training each channel is normalised by its mean and variance in the batch, and there it has only 1 number: make batches of 2 or more samples"
      ), "\(said(one))")
    let momentum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = BatchNorm<Double>(2, momentum: 1.5)
    }
    #expect(said(momentum).contains("must be from 0 to 1, not 1.5"), "\(said(momentum))")
    // One image has many numbers to a channel.
    let image = BatchNorm<Double>(1).forward(.ones([1, 1, 2, 2]), in: .training(iteration: 0))
    #expect(image == .zeros([1, 1, 2, 2]))
  }

  @Test("and dropout give the same bits on any number of threads")
  func threads() async {
    await #expect(processExitsWith: .success) {
      func bits(_ layer: any TracedLayer<Float>, _ x: Tensor<Float>) -> [UInt32] {
        var values = layer.forward(x, in: .training(iteration: 2, seed: 4)).scalars
        values += layer.backward(x).scalars
        for parameter in layer.parameters { values += layer.gradient(of: parameter)?.scalars ?? [] }
        values += layer.forward(x).scalars
        return values.map(\.bitPattern)
      }
      var random = Philox4x32(seed: 3)
      // Large enough to be divided, in sizes that nothing divides evenly.
      let images = Tensor<Float>.normal([7, 37, 31, 29], using: &random)
      let rows = Tensor<Float>.normal([517, 451], using: &random)
      let layers: [(layer: any TracedLayer<Float>, x: Tensor<Float>)] = [
        (BatchNorm(37), images), (BatchNorm(451), rows), (LayerNorm([451]), rows),
        (LayerNorm([31, 29]), images), (Dropout(0.3), rows),
      ]
      for (layer, x) in layers {
        Parallelism.threadCount = 1
        let expected = bits(layer, x)
        for threads in [2, 3, 8] {
          Parallelism.threadCount = threads
          precondition(bits(layer, x) == expected, "\(layer) on \(threads) threads")
        }
      }
    }
  }
}
