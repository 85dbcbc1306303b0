/// What a file of ONNX's format holds, as far as networks need it: a graph of nodes with the arrays that they use (the
/// Open Neural Network Exchange, "ONNX IR specification").
package struct ONNXFile: Sendable, Hashable {
  /// The version of the format.
  package var formatVersion: Int64 = 8
  /// The program that wrote it, and its version.
  package var producer = ""
  package var producerVersion = ""
  /// The versions of the sets of operators that nodes are of, by domain; that of the standard is empty.
  package var operatorSets: [String: Int64] = [:]
  /// The graph.
  package var graph = ONNXGraph()
  /// Notes with keys, in order.
  package var notes: [ONNXNote] = []
  /// The names of functions that the file defines itself.
  package var functionNames: [String] = []

  /// An empty file.
  package init() {}
}

/// A note in a file.
package struct ONNXNote: Sendable, Hashable {
  package var key: String
  package var text: String

  package init(key: String, text: String) { (self.key, self.text) = (key, text) }
}

/// A graph of nodes.
package struct ONNXGraph: Sendable, Hashable {
  package var name = ""
  /// The nodes, each behind those whose outputs it takes.
  package var nodes: [ONNXNode] = []
  /// Arrays with the names of values.
  package var arrays: [ONNXTensor] = []
  package var inputs: [ONNXValue] = []
  package var outputs: [ONNXValue] = []

  package init() {}
}

/// What a node does to values, which are known by names.
package struct ONNXNode: Sendable, Hashable {
  /// The operator, such as `Gemm`.
  package var kind: String
  /// Whose operator it is; empty for the standard's.
  package var domain = ""
  package var name = ""
  /// The values that it takes; an empty name leaves one out.
  package var inputs: [String]
  package var outputs: [String]
  package var attributes: [ONNXAttribute]
  /// Where it begins in the file.
  package var offset = 0

  package init(
    _ kind: String, domain: String = "", name: String = "", _ inputs: [String], _ outputs: [String],
    _ attributes: [ONNXAttribute] = []
  ) {
    (self.kind, self.domain, self.name) = (kind, domain, name)
    (self.inputs, self.outputs, self.attributes) = (inputs, outputs, attributes)
  }

  /// What an attribute is set to; nil where it isn't.
  package func attribute(_ name: String) -> ONNXAttribute.Value? {
    attributes.first { $0.name == name }?.value
  }
}

/// Something that a node is told.
package struct ONNXAttribute: Sendable, Hashable {
  package enum Value: Sendable, Hashable {
    case float(Float)
    case integer(Int64)
    case text(String)
    case tensor(ONNXTensor)
    case floats([Float])
    case integers([Int64])
    case texts([String])
    /// What no operator that is known has, such as a graph, in words.
    case other(String)
  }

  package var name: String
  package var value: Value

  package init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }
}

/// An array with a name.
package struct ONNXTensor: Sendable, Hashable {
  package var name: String
  package var content: Content
  /// Where its numbers are while a file is read; nil for those in the file itself, and for all in the end.
  var external: ONNXExternal?

  package enum Content: Sendable, Hashable {
    case array(StoredArray)
    /// What isn't read, such as texts, in words.
    case other(String)
  }

  package init(_ name: String, _ content: Content) { (self.name, self.content) = (name, content) }
}

/// An input or output of a graph.
package struct ONNXValue: Sendable, Hashable {
  /// The size of an axis.
  package enum Extent: Sendable, Hashable {
    case number(Int64)
    /// A size that differs from call to call, with a name.
    case named(String)
    case unknown
  }

  package var name: String
  /// The number of its elements' type; 0 where it is no array.
  package var elementType: Int64
  /// The sizes of its axes; nil where they aren't told.
  package var extents: [Extent]?

  package init(_ name: String, elementType: Int64, extents: [Extent]?) {
    (self.name, self.elementType, self.extents) = (name, elementType, extents)
  }
}

extension NumberKind {
  /// The number of a kind in ONNX.
  package var onnxType: Int64 {
    switch self {
    case .float32: 1
    case .uint8: 2
    case .int8: 3
    case .uint16: 4
    case .int16: 5
    case .int32: 6
    case .int64: 7
    case .bool: 9
    case .float16: 10
    case .float64: 11
    case .uint32: 12
    case .uint64: 13
    case .bfloat16: 16
    }
  }

  /// The kind of a number in ONNX; nil for texts, complex numbers and those of less than a byte.
  package init?(onnxType: Int64) {
    guard let kind = Self.allCases.first(where: { $0.onnxType == onnxType }) else { return nil }
    self = kind
  }
}
