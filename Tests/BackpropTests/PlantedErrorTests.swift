import Backprop
import Testing

@Suite("A gradient check finds a wrong derivative")
struct PlantedErrorTests {
  @Test("of every operation, by every operand, of every kind, in Double", arguments: OperationCase.all)
  func inDouble(_ example: OperationCase) {
    expectFound(in: example, as: Double.self)
  }

  @Test("of every operation, by every operand, of every kind, in Float", arguments: OperationCase.all)
  func inFloat(_ example: OperationCase) {
    expectFound(in: example, as: Float.self)
  }

  /// Plants each mistake that shows into the derivative by each operand, for all shapes of the case.
  private func expectFound<Scalar: TensorScalar>(in example: OperationCase, as type: Scalar.Type) {
    var planted: Set<String> = []
    for shapes in example.shapes.lists {
      let values = example.operands(of: shapes, as: type)
      for operand in shapes.indices {
        let operation = example.operation(type)
        let gradient = weightedGradient(of: operation, at: values, by: operand)
        for falsehood in Falsehood.allCases where falsehood.shows(in: gradient) {
          let report = GradientCheck<Scalar>().check(values) {
            applied(FalsifiedOperation(original: operation, falsehood: falsehood, operand: operand), to: $0)
          }
          #expect(report.verdict == .wrong, "\(falsehood) in operand \(operand), shapes \(shapes): \(report)")
          #expect(!report.passed)
          for (number, parameter) in report.parameters.enumerated() where number != operand {
            #expect(parameter.verdict == .ok, "operand \(number) is right, shapes \(shapes): \(report)")
          }
          planted.insert("\(falsehood) \(operand)")
        }
      }
    }
    for operand in example.inputs.indices {
      for falsehood in [Falsehood.scaled, .signFlipped, .oneElement, .missing] {
        #expect(
          planted.contains("\(falsehood) \(operand)"), "\(falsehood) was never planted in operand \(operand)")
      }
    }
  }

  /// The derivative by one operand of a weighted sum of the result's elements, as a check looks at it.
  private func weightedGradient<Scalar: TensorScalar>(
    of operation: any GraphOperation<Scalar>, at values: [Tensor<Scalar>], by operand: Int
  ) -> Tensor<Scalar> {
    let graph = Graph<Scalar>()
    let inputs = values.map { graph.variable($0) }
    let result = applied(operation, to: inputs)
    var generator = Philox4x32(seed: 1)
    let weights = Tensor<Scalar>.uniform(result.shape, in: 0.5..<1.5, using: &generator)
    return result.backward(upstream: weights)[inputs[operand]]
  }
}
