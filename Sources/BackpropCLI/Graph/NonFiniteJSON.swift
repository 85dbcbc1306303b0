import Backprop
import BackpropDrawing
import BackpropFiles

extension NonFiniteValue {
  /// Where the value was met, as the members of a JSON object.
  var members: [(String, JSONValue)] {
    [
      ("phase", .string(phase.rawValue)), ("node", .integer(node)),
      ("operation", operation.map(JSONValue.string) ?? .null), ("name", name.map(JSONValue.string) ?? .null),
      ("operand", operand.map(JSONValue.integer) ?? .null),
      ("shape", .array(shape.map(JSONValue.integer))), ("element", .array(element.map(JSONValue.integer))),
      ("value", .number(value)), ("count", .integer(nonFiniteCount)),
      ("path", .array(path.map(JSONValue.integer))),
    ]
  }
}
