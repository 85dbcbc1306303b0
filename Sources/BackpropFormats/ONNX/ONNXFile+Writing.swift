import BackpropFiles

extension ONNXFile {
  /// Writes a file under a temporary name, renamed when it is complete.
  ///
  /// - Throws: `FileError` if it can't be written.
  package func write(to path: String) throws(FileError) {
    let file = try OutputFile(path)
    for part in message.parts { try file.write(part) }
    try file.commit()
  }

  /// The file's bytes.
  package var bytes: [UInt8] { message.parts.flatMap { $0 } }

  private var message: ProtobufWriter {
    var model = ProtobufWriter()
    model.add(1, integer: formatVersion)
    model.add(2, text: producer)
    if !producerVersion.isEmpty { model.add(3, text: producerVersion) }
    model.add(7, message: graph.message)
    for (domain, version) in operatorSets.sorted(by: { $0.key < $1.key }) {
      var set = ProtobufWriter()
      if !domain.isEmpty { set.add(1, text: domain) }
      set.add(2, integer: version)
      model.add(8, message: set)
    }
    for note in notes {
      var entry = ProtobufWriter()
      entry.add(1, text: note.key)
      entry.add(2, text: note.text)
      model.add(14, message: entry)
    }
    return model
  }
}

extension ONNXGraph {
  fileprivate var message: ProtobufWriter {
    var graph = ProtobufWriter()
    for node in nodes { graph.add(1, message: node.message) }
    graph.add(2, text: name)
    for array in arrays { graph.add(5, message: array.message) }
    for input in inputs { graph.add(11, message: input.message) }
    for output in outputs { graph.add(12, message: output.message) }
    return graph
  }
}

extension ONNXNode {
  fileprivate var message: ProtobufWriter {
    var node = ProtobufWriter()
    for input in inputs { node.add(1, text: input) }
    for output in outputs { node.add(2, text: output) }
    if !name.isEmpty { node.add(3, text: name) }
    node.add(4, text: kind)
    for attribute in attributes { node.add(5, message: attribute.message) }
    if !domain.isEmpty { node.add(7, text: domain) }
    return node
  }
}

extension ONNXAttribute {
  fileprivate var message: ProtobufWriter {
    var attribute = ProtobufWriter()
    attribute.add(1, text: name)
    switch value {
    case .float(let number):
      attribute.add(2, float: number)
      attribute.add(20, integer: 1)
    case .integer(let number):
      attribute.add(3, integer: number)
      attribute.add(20, integer: 2)
    case .text(let text):
      attribute.add(4, text: text)
      attribute.add(20, integer: 3)
    case .tensor(let tensor):
      attribute.add(5, message: tensor.message)
      attribute.add(20, integer: 4)
    case .floats(let numbers):
      for number in numbers { attribute.add(7, float: number) }
      attribute.add(20, integer: 6)
    case .integers(let numbers):
      for number in numbers { attribute.add(8, integer: number) }
      attribute.add(20, integer: 7)
    case .texts(let texts):
      for text in texts { attribute.add(9, text: text) }
      attribute.add(20, integer: 8)
    case .other: break
    }
    return attribute
  }
}

extension ONNXTensor {
  fileprivate var message: ProtobufWriter {
    var tensor = ProtobufWriter()
    guard case .array(let array) = content else { return tensor }
    for extent in array.shape { tensor.add(1, integer: Int64(extent)) }
    tensor.add(2, integer: array.kind.onnxType)
    tensor.add(8, text: name)
    tensor.add(9, bytes: array.bytes)
    return tensor
  }
}

extension ONNXValue {
  fileprivate var message: ProtobufWriter {
    var tensorType = ProtobufWriter()
    tensorType.add(1, integer: elementType)
    if let extents {
      var shape = ProtobufWriter()
      for extent in extents {
        var axis = ProtobufWriter()
        switch extent {
        case .number(let number): axis.add(1, integer: number)
        case .named(let name): axis.add(2, text: name)
        case .unknown: break
        }
        shape.add(1, message: axis)
      }
      tensorType.add(2, message: shape)
    }
    var type = ProtobufWriter()
    type.add(1, message: tensorType)
    var value = ProtobufWriter()
    value.add(1, text: name)
    value.add(2, message: type)
    return value
  }
}
