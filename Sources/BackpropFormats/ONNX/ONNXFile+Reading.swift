import BackpropFiles

extension ONNXFile {
  /// What a file may hold at most, so that a small one can't fill the memory.
  private enum Limit {
    static let nodes = 100_000
    static let arrays = 100_000
    static let values = 10_000
    static let nodeValues = 10_000
    static let attributes = 1000
    /// Inputs, outputs and attributes of all nodes, each of which may take two bytes of the file and far more in memory.
    static let nodeParts = 1_000_000
    static let axes = 64
    static let numbers = 1 << 20
    static let texts = 10_000
  }

  /// Reads a file, and those beside it that it keeps arrays in.
  ///
  /// - Throws: `FileError` if it can't be read, isn't ONNX or is damaged.
  package init(_ path: String) throws(FileError) {
    let file = try InputFile(path)
    let limit = 2 << 30
    guard file.byteCount <= limit else {
      throw FileError(
        file: path, expected: "an ONNX file of at most 2 GB, as the format allows",
        found: Wording.bytes(file.byteCount),
        advice: "Check that this is the right file.")
    }
    let bytes = try file.bytes(file.byteCount)
    try self.init(bytes, file: path, folder: FilePath.folder(of: path))
  }

  /// Reads a file's bytes.
  ///
  /// - Throws: `FileError` as above, and where arrays are kept in other files: there are none beside bytes.
  package init(_ bytes: [UInt8], file: String) throws(FileError) {
    try self.init(bytes, file: file, folder: nil)
  }

  private init(_ bytes: [UInt8], file: String, folder: String?) throws(FileError) {
    guard !bytes.isEmpty else {
      throw FileError(
        file: file, expected: "an ONNX model", found: "an empty file", advice: "Fetch or copy the file again."
      )
    }
    var reader = ProtobufReader(bytes, file: file)
    var graph: ONNXGraph?
    formatVersion = 0
    while let field = try reader.next() {
      switch field.number {
      case 1: formatVersion = try reader.integer(field)
      case 2: producer = try reader.text(field)
      case 3: producerVersion = try reader.text(field)
      case 7:
        guard graph == nil else { throw reader.failure(at: field.offset, "one graph", "a second one") }
        graph = try Self.graph(reader.message(field))
      case 8: try readOperatorSet(reader.message(field))
      case 14:
        guard notes.count < Limit.texts else {
          throw reader.failure(at: field.offset, "fewer notes", "too many")
        }
        notes.append(try Self.note(reader.message(field)))
      case 25:
        guard functionNames.count < Limit.texts else {
          throw reader.failure(at: field.offset, "fewer functions", "too many")
        }
        functionNames.append(try Self.functionName(reader.message(field)))
      default: break
      }
    }
    guard var graph, formatVersion >= 1, !operatorSets.isEmpty else {
      throw FileError(
        file: file, expected: "an ONNX model, with its version, its operators' version and a graph",
        found: graph == nil ? "no graph" : "none of the versions",
        advice: "Check that this is an ONNX file; if it is, it is cut off, so fetch or copy it again.")
    }
    var others = ONNXExternalReader(file: file, folder: folder)
    try others.complete(&graph)
    self.graph = graph
  }

  private mutating func readOperatorSet(_ message: ProtobufReader) throws(FileError) {
    var (reader, domain, version) = (message, "", Int64(0))
    while let field = try reader.next() {
      switch field.number {
      case 1: domain = try reader.text(field)
      case 2: version = try reader.integer(field)
      default: break
      }
    }
    guard operatorSets.count < 1000 else {
      throw reader.failure(at: 0, "fewer sets of operators", "too many")
    }
    // The standard's set has a second name.
    operatorSets[domain == "ai.onnx" ? "" : domain] = version
  }

  static func note(_ message: ProtobufReader) throws(FileError) -> ONNXNote {
    var (reader, note) = (message, ONNXNote(key: "", text: ""))
    while let field = try reader.next() {
      switch field.number {
      case 1: note.key = try reader.text(field)
      case 2: note.text = try reader.text(field)
      default: break
      }
    }
    return note
  }

  private static func functionName(_ message: ProtobufReader) throws(FileError) -> String {
    var (reader, name) = (message, "")
    while let field = try reader.next() {
      if field.number == 1 { name = try reader.text(field) }
    }
    return name
  }

  // MARK: - Graphs

  private static func graph(_ message: ProtobufReader) throws(FileError) -> ONNXGraph {
    var (reader, graph) = (message, ONNXGraph())
    var partCount = 0
    func check(_ count: Int, _ limit: Int, _ field: ProtobufReader.Field, _ words: String) throws(FileError) {
      guard count < limit else {
        throw reader.failure(at: field.offset, "at most \(limit) \(words)", "more")
      }
    }
    while let field = try reader.next() {
      switch field.number {
      case 1:
        try check(graph.nodes.count, Limit.nodes, field, "nodes")
        let node = try Self.node(reader.message(field), offset: field.offset)
        partCount += node.inputs.count + node.outputs.count + node.attributes.count
        try check(partCount, Limit.nodeParts, field, "inputs, outputs and attributes of all nodes")
        graph.nodes.append(node)
      case 2: graph.name = try reader.text(field)
      case 5:
        try check(graph.arrays.count, Limit.arrays, field, "arrays")
        graph.arrays.append(try tensor(reader.message(field), offset: field.offset))
      case 11:
        try check(graph.inputs.count, Limit.values, field, "inputs")
        graph.inputs.append(try value(reader.message(field)))
      case 12:
        try check(graph.outputs.count, Limit.values, field, "outputs")
        graph.outputs.append(try value(reader.message(field)))
      case 15:
        throw FileError(
          file: reader.file, offset: field.offset, expected: "arrays with all their numbers",
          found: "a sparse array", advice: "Export the model without sparse arrays.")
      default: break
      }
    }
    return graph
  }

  private static func node(_ message: ProtobufReader, offset: Int) throws(FileError) -> ONNXNode {
    var (reader, node) = (message, ONNXNode("", [], []))
    node.offset = offset
    func check(_ count: Int, _ limit: Int, _ field: ProtobufReader.Field, _ words: String) throws(FileError) {
      guard count < limit else {
        throw reader.failure(at: field.offset, "at most \(limit) \(words) of a node", "more")
      }
    }
    while let field = try reader.next() {
      switch field.number {
      case 1:
        try check(node.inputs.count, Limit.nodeValues, field, "inputs")
        node.inputs.append(try reader.text(field))
      case 2:
        try check(node.outputs.count, Limit.nodeValues, field, "outputs")
        node.outputs.append(try reader.text(field))
      case 3: node.name = try reader.text(field)
      case 4: node.kind = try reader.text(field)
      case 5:
        try check(node.attributes.count, Limit.attributes, field, "attributes")
        node.attributes.append(try attribute(reader.message(field), offset: field.offset))
      case 7:
        let domain = try reader.text(field)
        node.domain = domain == "ai.onnx" ? "" : domain
      default: break
      }
    }
    return node
  }

  /// What fields of an attribute hold, as far as they are read.
  private struct AttributeFields {
    var name = ""
    var type: Int64 = 0
    var float: Float?
    var integer: Int64?
    var text: String?
    var tensor: ONNXTensor?
    var floats: [Float] = []
    var integers: [Int64] = []
    var texts: [String] = []
    /// The field of something else, in words.
    var other: String?

    /// The value, by its type or, in old files, by the field that is there; nil where the field is another one.
    var value: ONNXAttribute.Value? {
      switch type {
      case 1: return .float(float ?? 0)
      case 2: return .integer(integer ?? 0)
      case 3: return .text(text ?? "")
      case 4: return tensor.map { .tensor($0) }
      case 6: return .floats(floats)
      case 7: return .integers(integers)
      case 8: return .texts(texts)
      case 0:
        if let float { return .float(float) }
        if let integer { return .integer(integer) }
        if let text { return .text(text) }
        if let tensor { return .tensor(tensor) }
        if !floats.isEmpty { return .floats(floats) }
        if !integers.isEmpty { return .integers(integers) }
        if !texts.isEmpty { return .texts(texts) }
        return other.map { .other($0) } ?? .integers([])
      case 5, 9...14: return .other(other ?? "nothing")
      default: return nil
      }
    }
  }

  private static func attribute(_ message: ProtobufReader, offset: Int) throws(FileError) -> ONNXAttribute {
    var (reader, fields) = (message, AttributeFields())
    while let field = try reader.next() {
      switch field.number {
      case 1: fields.name = try reader.text(field)
      case 2: fields.float = try reader.float(field)
      case 3: fields.integer = try reader.integer(field)
      case 4: fields.text = try reader.text(field)
      case 5: fields.tensor = try tensor(reader.message(field), offset: field.offset)
      case 6: fields.other = "a graph"
      case 7: try reader.append(field, to: &fields.floats, limit: Limit.numbers)
      case 8: try reader.append(field, to: &fields.integers, limit: Limit.numbers)
      case 9:
        guard fields.texts.count < Limit.texts else {
          throw reader.failure(at: field.offset, "at most \(Limit.texts) texts", "more")
        }
        fields.texts.append(try reader.text(field))
      case 10: fields.other = "several arrays"
      case 11: fields.other = "several graphs"
      case 14, 15: fields.other = "a type"
      case 20: fields.type = try reader.integer(field)
      case 21: fields.other = "a reference to another attribute"
      case 22, 23: fields.other = "a sparse array"
      default: break
      }
    }
    guard let value = fields.value else {
      throw reader.failure(
        at: offset, "the attribute “\(fields.name)” with a value of its type", "the type \(fields.type)")
    }
    return ONNXAttribute(fields.name, value)
  }

  // MARK: - Values

  private static func value(_ message: ProtobufReader) throws(FileError) -> ONNXValue {
    var (reader, value) = (message, ONNXValue("", elementType: 0, extents: nil))
    while let field = try reader.next() {
      switch field.number {
      case 1: value.name = try reader.text(field)
      case 2:
        var type = try reader.message(field)
        while let field = try type.next() {
          if field.number == 1 { try readTensorType(type.message(field), &value) }
        }
      default: break
      }
    }
    return value
  }

  private static func readTensorType(
    _ message: ProtobufReader, _ value: inout ONNXValue
  ) throws(FileError) {
    var reader = message
    while let field = try reader.next() {
      switch field.number {
      case 1: value.elementType = try reader.integer(field)
      case 2:
        var (shape, extents) = (try reader.message(field), [ONNXValue.Extent]())
        while let field = try shape.next() {
          guard field.number == 1 else { continue }
          guard extents.count < Limit.axes else {
            throw reader.failure(at: field.offset, "at most \(Limit.axes) axes", "more")
          }
          extents.append(try extent(shape.message(field)))
        }
        value.extents = extents
      default: break
      }
    }
  }

  private static func extent(_ message: ProtobufReader) throws(FileError) -> ONNXValue.Extent {
    var (reader, extent) = (message, ONNXValue.Extent.unknown)
    while let field = try reader.next() {
      switch field.number {
      case 1: extent = .number(try reader.integer(field))
      case 2: extent = .named(try reader.text(field))
      default: break
      }
    }
    return extent
  }
}
