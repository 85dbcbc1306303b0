import Foundation
import Testing

@testable import Backprop

/// What every layer must do, by the list of layers.
@Suite("Each layer")
struct LayerTests {
  private func samples(_ layer: LayerCase, _ count: Int = 3) -> Tensor<Double> {
    layer.samples(count)
  }

  private func faults(_ layer: LayerCase) throws -> LayerFaults {
    LayerFaults(of: try layer.make(), samples: layer.samples(8))
  }

  @Test(
    "stands in the list of cases",
    .enabled(if: SourceFiles.areHere, "the package's sources don't lie beside these tests"))
  func list() throws {
    let files = try SourceFiles.names(in: "Layers")
    // What isn't a layer in that folder.
    let others: Set = ["Layer", "LayerGroup", "Parameter", "Pass", "Statistic", "WeightInitialization"]
    #expect(
      Set(files).subtracting(others).subtracting(LayerCase.all.map(\.testDescription)).isEmpty,
      "each file of Layers needs a case in LayerCases.swift")
  }

  @Test("gives the shape that it says it gives, for one sample or more", arguments: LayerCase.all)
  func shapes(_ layerCase: LayerCase) throws {
    let layer = try layerCase.make()
    #expect(try layer.outputShape(for: layerCase.sample) == layerCase.output)
    for count in [0, 1, 3] {
      let y = layer.predict(samples(layerCase, count))
      #expect(y.shape == TensorShape([count] + Array(layerCase.output)))
    }
    if let asked = layer.inputShape { #expect(asked.elementCount == layerCase.sample.elementCount) }
    if !layer.members.isEmpty, layerCase.indexCount == nil {
      #expect(throws: ShapeError.self) { try layer.outputShape(for: [layerCase.sample.elementCount + 1]) }
    }
  }

  @Test("has right derivatives, in training and in evaluation", arguments: LayerCase.all, [true, false])
  func derivatives(_ layerCase: LayerCase, inTraining: Bool) throws {
    let layer = try layerCase.make()
    let x = Parameter(samples(layerCase), name: "x")
    // What indices name doesn't change by degrees.
    let inputs = layerCase.indexCount == nil ? [x] : []
    let before = NamedState(of: layer).statistics.map(\.statistic.value)
    let report = GradientCheck<Double>().check(inputs + layer.parameters) { graph in
      layer(graph.variable(x), in: inTraining ? .training(iteration: 7, seed: 2) : .evaluation())
    }
    #expect(report.passed, "\(report)")
    // A check commits nothing.
    #expect(NamedState(of: layer).statistics.map(\.statistic.value) == before)
  }

  @Test("runs the layers within it in its own pass", arguments: LayerCase.all)
  func innerLayers(_ layerCase: LayerCase) throws {
    let layer = try layerCase.make()
    var seen: [ObjectIdentifier] = []
    let pass = Pass<Double>.evaluation()
    _ = pass.observing { layer, _, body in
      seen.append(ObjectIdentifier(layer))
      return body()
    } during: {
      layer(Graph().constant(samples(layerCase)), in: pass)
    }
    #expect(Set(seen) == Set(NamedState(of: layer).layers.map { ObjectIdentifier($0.layer) }))
  }

  @Test("depends on seed and iteration alone, and not at all in an evaluation", arguments: LayerCase.all)
  func reproducible(_ layerCase: LayerCase) throws {
    let faults = try faults(layerCase)
    #expect(faults.evaluation == [])
    #expect(faults.training == [])
    let (layer, x) = (try layerCase.make(), samples(layerCase))
    #expect(layer.predict(x) == layer(Graph().constant(x)).value)
  }

  @Test("lists each tensor that it uses, and leaves statistics to the step's end", arguments: LayerCase.all)
  func state(_ layerCase: LayerCase) throws {
    let faults = try faults(layerCase)
    #expect(faults.members == [])
    #expect(faults.statistics == [])
  }

  @Test("called by hand gives what its graph gives", arguments: LayerCase.all)
  func byHand(_ layerCase: LayerCase) throws {
    let layer = try #require(try layerCase.make() as? any TracedLayer<Double>)
    let x = samples(layerCase)
    let graph = Graph<Double>()
    let input = graph.variable(x)
    let y = layer(input)
    #expect(layer.forward(x) == y.value)
    let gradients = y.backward(upstream: 0.5)
    #expect(layer.backward(0.5) == gradients[input])
    for parameter in layer.parameters { #expect(layer.gradient(of: parameter) == gradients[parameter]) }
  }
}
