import Foundation
import Testing

/// What `backprop graph --format json` prints.
struct GraphOutput: Decodable {
  /// A number or nested lists of numbers.
  enum Value: Decodable, Equatable {
    case number(Double)
    case list([Value])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        let word = try container.decode(String.self)
        guard let number = ["nan": Double.nan, "inf": .infinity, "-inf": -.infinity][word] else {
          throw DecodingError.dataCorruptedError(in: container, debugDescription: "the word \(word)")
        }
        self = .number(number)
      }
    }

    /// All numbers in order.
    var scalars: [Double] {
      switch self {
      case .number(let number): [number]
      case .list(let list): list.flatMap(\.scalars)
      }
    }

    /// The lengths of the lists, the outermost first.
    var shape: [Int] {
      switch self {
      case .number: []
      case .list(let list): [list.count] + (list.first?.shape ?? [])
      }
    }
  }

  struct Node: Decodable {
    var id: Int
    var name: String?
    var operation: String?
    var inputs: [Int]
    var shape: [Int]
    var value: Value
    var gradient: Value?
  }

  var value: Value
  var gradients: [String: Value]
  var nodes: [Node]
}

/// Runs `backprop graph` on an expression and reads its JSON, which must be one line, with nothing on standard error.
func graph(_ expression: String, _ settings: [String: String] = [:]) throws -> GraphOutput {
  let options = settings.sorted { $0.key < $1.key }.flatMap { ["--set", "\($0.key)=\($0.value)"] }
  let result = try CommandRunner.run(["graph", expression, "--format", "json"] + options)
  try #require(result.status == 0, "\(expression): \(result.errors)")
  #expect(result.errors.isEmpty)
  #expect(result.output.last == "\n" && result.output.filter(\.isNewline).count == 1)
  return try JSONDecoder().decode(GraphOutput.self, from: Data(result.output.utf8))
}

/// Whether the numbers agree to 12 digits, NaN with NaN.
func agree(_ numbers: [Double], _ expected: [Double]) -> Bool {
  numbers.count == expected.count
    && zip(numbers, expected).allSatisfy { x, y in
      x == y || (x.isNaN && y.isNaN) || (x - y).magnitude <= 1e-12 * y.magnitude
    }
}
