import Backprop
import Testing

@Suite("Every operation")
struct OperationTests {
  @Test(
    "has a case in the table",
    .enabled(if: SourceFiles.areHere, "the package's sources don't lie beside these tests"))
  func tableIsComplete() throws {
    let declared = try SourceFiles.operationTypes()
    #expect(Set(declared).isSuperset(of: ["Addition", "Rectifier", "SumOperation"]))
    let tried = Set(OperationCase.all.map(\.type))
    for type in declared {
      #expect(tried.contains(type), "\(type) needs a line in OperationCases.swift")
    }
  }

  @Test("gives the value that was worked out by other means", arguments: OperationCase.all)
  func forward(_ example: OperationCase) {
    let double = Graph<Double>()
    let value = applied(
      example.operation(Double.self), to: example.inputs.map { double.variable($0) }
    ).value
    expectClose(value, example.expected, relative: 1e-15)
    let float = Graph<Float>()
    let narrow = applied(
      example.operation(Float.self),
      to: example.inputs.map { float.variable($0.converted(to: Float.self)) }
    ).value
    expectClose(narrow, example.expected.converted(to: Float.self), relative: 4e-7)
  }

  @Test("has the derivatives that differences show, in Double", arguments: OperationCase.all)
  func derivativesInDouble(_ example: OperationCase) {
    for shapes in example.shapes.lists {
      let report = GradientCheck<Double>().check(example.operands(of: shapes, as: Double.self)) {
        applied(example.operation(Double.self), to: $0)
      }
      #expect(report.verdict == .ok, "shapes \(shapes): \(report)")
      #expect(report.parameters.map(\.shape) == shapes)
    }
  }

  @Test("has the derivatives that differences show, in Float", arguments: OperationCase.all)
  func derivativesInFloat(_ example: OperationCase) {
    for shapes in example.shapes.lists {
      let report = GradientCheck<Float>().check(example.operands(of: shapes, as: Float.self)) {
        applied(example.operation(Float.self), to: $0)
      }
      #expect(report.verdict == .ok, "shapes \(shapes): \(report)")
    }
  }

  @Test("multiplies its derivative by the upstream value", arguments: OperationCase.all)
  func upstream(_ example: OperationCase) {
    for shapes in example.shapes.lists {
      let graph = Graph<Double>()
      let inputs = example.operands(of: shapes, as: Double.self).map { graph.variable($0) }
      let result = applied(example.operation(Double.self), to: inputs)
      let once = result.backward()
      let fourTimes = result.backward(upstream: 4)
      // A factor of 4 rounds nothing, so the bits must be those of 4 times the derivative.
      for input in inputs { #expect(fourTimes[input] == once[input] * 4, "shapes \(shapes)") }
    }
  }

  @Test("leaves its operands and its upstream value as they are", arguments: OperationCase.all)
  func argumentsStay(_ example: OperationCase) {
    for shapes in example.shapes.lists {
      let graph = Graph<Double>()
      let values = example.operands(of: shapes, as: Double.self)
      let copies = values.map(\.scalars)
      let inputs = values.map { graph.variable($0) }
      let result = applied(example.operation(Double.self), to: inputs)
      let upstream = Tensor(shape: result.shape, (0..<result.value.count).map { 1 + Double($0) })
      let copyOfUpstream = upstream.scalars
      let copyOfResult = result.value.scalars
      let gradients = result.backward(upstream: upstream)
      #expect(inputs.allSatisfy { gradients[$0].shape == $0.shape })
      #expect(values.map(\.scalars) == copies)
      #expect(inputs.map { $0.value.scalars } == copies)
      #expect(upstream.scalars == copyOfUpstream)
      // Written so that NaN, the mean of nothing, counts as unchanged.
      #expect(result.value.scalars.map(\.bitPattern) == copyOfResult.map(\.bitPattern))
    }
  }

  @Test("has a name and a symbol for listings and drawings", arguments: OperationCase.all)
  func names(_ example: OperationCase) {
    let operation = example.operation(Double.self)
    #expect(!operation.name.isEmpty && operation.name == example.operation(Float.self).name)
    #expect(!operation.symbol.isEmpty)
  }
}
