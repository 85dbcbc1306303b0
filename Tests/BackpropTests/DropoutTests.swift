import Foundation
import Testing

@testable import Backprop

@Suite("Dropout")
struct DropoutTests {
  @Test("leaves out about as many as it should, and keeps the mean")
  func share() {
    for probability in [0.1, 0.5, 0.9] {
      let y = Dropout<Double>(probability).forward(
        .ones([200, 200]), in: .training(iteration: 1, seed: 2))
      let kept = Set(y.scalars)
      #expect(kept == [0, 1 / (1 - probability)])
      let left = Double(y.scalars.filter { $0 == 0 }.count) / 40_000
      // Six standard deviations.
      #expect(abs(left - probability) < 6 * (probability * (1 - probability) / 40_000).squareRoot())
    }
  }

  @Test("sends derivatives where numbers went, and leaves numbers as they are in an evaluation")
  func backward() {
    let layer = Dropout<Double>(0.5)
    let x = Tensor<Double>(repeating: 3, shape: [10, 10])
    let y = layer.forward(x, in: .training(iteration: 0, seed: 1))
    #expect(layer.backward(1) * 3 == y)
    #expect(layer.predict(x) == x)
    #expect(Dropout<Double>(0).forward(x, in: .training(iteration: 0)) == x)
  }

  @Test("draws anew in each iteration, for each seed, and for each layer of a model")
  func draws() throws {
    let layers = [Dropout<Double>(0.5), Dropout<Double>(0.5)]
    let x = Tensor<Double>.ones([8, 8])
    func values(_ layer: Dropout<Double>, iteration: Int, seed: UInt64) throws -> [Double] {
      let pass = try Model(Sequential(layers)).training(iteration: iteration, seed: seed)
      return layer(Graph().constant(x), in: pass).value.scalars
    }
    let first = try values(layers[0], iteration: 4, seed: 1)
    #expect(try values(layers[0], iteration: 4, seed: 1) == first)
    #expect(try values(layers[0], iteration: 5, seed: 1) != first)
    #expect(try values(layers[0], iteration: 4, seed: 2) != first)
    #expect(try values(layers[1], iteration: 4, seed: 1) != first)
  }

  @Test("of a number that is left out has no influence, even of one that isn't finite")
  func infinite() {
    let x = Tensor<Double>(repeating: .infinity, shape: [100])
    let y = Dropout<Double>(0.5).forward(x, in: .training(iteration: 0, seed: 1))
    #expect(Set(y.scalars) == [0, .infinity])
  }

  @Test("is written with its probability, which must be below 1")
  func words() async {
    #expect(Dropout<Float>(0.2).summary == "dropout 0.2")
    #expect(Dropout<Float>(0.25).copy().probability == 0.25)
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dropout<Float>(1)
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      said.contains("dropout leaves units out with a probability from 0 to below 1, not 1.0"), "\(said)")
  }
}
