import Backprop
import BackpropFiles

/// What a model takes to answer about one sample.
package struct SampleWork: Sendable {
  /// How many numbers there are in a sample and in what all layers make of it.
  package let numbers: Int
  /// How many rows the table has that the sample's numbers are looked up in; nil where they aren't.
  package let indexCount: Int?

  /// - Throws: `FileError` where the layers don't fit, or there is no memory for a sample.
  package init(of details: ModelDetails, file: String) throws(FileError) {
    let plan: NetworkPlan
    do throws(NetworkDescriptionError) {
      plan = try details.description.plan(for: details.sampleShape, targets: details.targets)
    } catch {
      throw FileError(
        file: file, expected: "a network whose layers fit", found: error.problem,
        advice: "Write the model's file again.")
    }
    let made = Self.count(plan.steps)
    numbers = Swift.max(1, plan.input.elementCount + made)
    if case .embedding(let count, _)? = plan.indexedStep?.layer {
      indexCount = count
    } else {
      indexCount = nil
    }
    let bytes = numbers.multipliedReportingOverflow(by: 3 * MemoryLayout<Float>.stride)
    guard !bytes.overflow, FileBytes.fit(bytes.partialValue) else {
      throw FileError(
        file: file, expected: "memory for what the model's layers make of a sample", found: "too little",
        advice: "Raise the process's limit of memory (ulimit -v), end other programs or give a smaller model."
      )
    }
  }

  /// How many samples are asked about together: enough for the products to be fast, and no more than some megabytes.
  package var batchSize: Int { Swift.max(1, Swift.min(256, (1 << 22) / numbers)) }

  private static func count(_ steps: [NetworkPlan.Step]) -> Int {
    steps.reduce(0) { sum, step in
      sum + step.output.elementCount + count(step.inner) + count(step.shortcut ?? [])
    }
  }
}
