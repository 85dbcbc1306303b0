import BackpropFiles
import BackpropFormats

/// What becomes of a table's columns before a network, and of its answers behind it, as nodes of ONNX's.
struct ONNXColumns {
  /// A column, which is an input of its own, `(N, 1)`.
  struct Column {
    enum Form {
      /// A number, standardised.
      case number(mean: Double, deviation: Double)
      /// A number for each of these words, 1 where a row has it.
      case words([String])
    }

    var name: String
    var form: Form
  }

  var columns: [Column]
  /// What a number that the network tells is multiplied by, and what is added to it then; nil for scores of classes.
  var target: (deviation: Double, mean: Double)?
  /// Whether a number that is missing, NaN, counts as the mean.
  var fillsMissing = false

  /// The names of the values between the columns and the network, and between it and the output.
  static let prepared = "prepared"
  static let raw = "raw_scores"

  /// Puts the columns before a network's graph, whose input was a row of numbers.
  func add(to file: inout ONNXFile) {
    let names = Set(columns.map(\.name))
    var graph = file.graph.renamed { names.contains($0) ? $0 + "'" : $0 }
    var front: [ONNXNode] = []
    var arrays: [ONNXTensor] = []
    var parts: [String] = []
    func number(_ name: String, _ number: Double) -> String {
      arrays.append(ONNXTensor(name, .array(StoredArray(name: name, shape: [], [Float(number)]))))
      return name
    }
    let zero = fillsMissing ? number("column.zero", 0) : ""
    for (place, column) in columns.enumerated() {
      let name = "column.\(place)"
      parts.append(name)
      switch column.form {
      case .number(let mean, let deviation):
        let end = fillsMissing ? name + ".standardised" : name
        front.append(
          ONNXNode(
            "Sub", name: name + ".sub", [column.name, number(name + ".mean", mean)], [name + ".centred"]))
        front.append(
          ONNXNode(
            "Div", name: name + ".div", [name + ".centred", number(name + ".deviation", deviation)], [end]))
        if fillsMissing {
          front.append(ONNXNode("IsNaN", name: name + ".isnan", [end], [name + ".missing"]))
          front.append(ONNXNode("Where", name: name + ".where", [name + ".missing", zero, end], [name]))
        }
      case .words(let words):
        // A word that isn't one of them is 0 everywhere.
        let attributes = [ONNXAttribute("cats_strings", .texts(words)), ONNXAttribute("zeros", .integer(1))]
        front.append(
          ONNXNode(
            "OneHotEncoder", domain: "ai.onnx.ml", name: name + ".onehot", [column.name], [name + ".words"],
            attributes))
        front.append(
          ONNXNode(
            "Flatten", name: name + ".flatten", [name + ".words"], [name],
            [ONNXAttribute("axis", .integer(1))]))
        file.operatorSets["ai.onnx.ml"] = 3
      }
    }
    front.append(
      ONNXNode("Concat", name: "columns", parts, [Self.prepared], [ONNXAttribute("axis", .integer(1))]))
    let input = graph.inputs.first?.name ?? ""
    graph = graph.renamed { $0 == input ? Self.prepared : $0 }
    var back: [ONNXNode] = []
    if let target, let output = graph.outputs.first?.name {
      graph.rename(output, to: Self.raw)
      back = [
        ONNXNode(
          "Mul", name: "restored.mul", [Self.raw, number("target.deviation", target.deviation)],
          ["restored.product"]),
        ONNXNode(
          "Add", name: "restored.add", ["restored.product", number("target.mean", target.mean)], [output]),
      ]
      graph.outputs[0].name = output
    }
    graph.nodes = front + graph.nodes + back
    graph.arrays += arrays
    graph.inputs = columns.map { column in
      let isWords = if case .words = column.form { true } else { false }
      return ONNXValue(column.name, elementType: isWords ? 8 : 1, extents: [.named("N"), .number(1)])
    }
    file.graph = graph
  }

  /// The network of a file that columns were put before, as it was without them; nil where there are none.
  static func removed(from file: ONNXFile) -> ONNXFile? {
    guard let end = file.graph.nodes.firstIndex(where: { $0.outputs == [prepared] }),
      file.graph.nodes[end].kind == "Concat", !file.graph.outputs.isEmpty
    else { return nil }
    var width: Int64 = 0
    for node in file.graph.nodes[...end] {
      if case .texts(let words)? = node.attribute("cats_strings") { width += Int64(words.count) }
      if node.kind == "Div" { width += 1 }
    }
    var network = file
    network.graph.nodes = Array(file.graph.nodes[(end + 1)...])
    network.graph.inputs = [ONNXValue(prepared, elementType: 1, extents: [.named("N"), .number(width)])]
    if let last = network.graph.nodes.firstIndex(where: { $0.inputs.first == raw }) {
      network.graph.nodes.removeSubrange(last...)
      network.graph.outputs[0].name = raw
    }
    return network
  }
}

extension ONNXColumns {
  /// What a model's file keeps of its inputs' preparation, where they are a table's columns; nil where they aren't.
  init?(preparation: JSONValue) {
    guard preparation["kind"]?.asString == "table", let table = preparation["table"],
      let inputs = table["columns"]?.asArray
    else { return nil }
    columns = inputs.compactMap { Column(json: $0) }
    guard columns.count == inputs.count, !columns.isEmpty else { return nil }
    if let mean = table["target"]?["mean"]?.asDouble, let deviation = table["target"]?["deviation"]?.asDouble
    {
      target = (deviation, mean)
    }
    fillsMissing = table["missing"]?.asString == "mean"
  }
}

extension ONNXColumns.Column {
  fileprivate init?(json: JSONValue) {
    guard let name = json["name"]?.asString else { return nil }
    if let words = json["words"]?.asArray {
      self.init(name: name, form: .words(words.compactMap(\.asString)))
    } else {
      guard let mean = json["mean"]?.asDouble, let deviation = json["deviation"]?.asDouble else { return nil }
      self.init(name: name, form: .number(mean: mean, deviation: deviation))
    }
  }
}

extension ONNXGraph {
  /// The graph with other names of values and arrays.
  fileprivate func renamed(_ name: (String) -> String) -> ONNXGraph {
    var graph = self
    for place in graph.nodes.indices {
      graph.nodes[place].inputs = graph.nodes[place].inputs.map(name)
      graph.nodes[place].outputs = graph.nodes[place].outputs.map(name)
    }
    for place in graph.arrays.indices { graph.arrays[place].name = name(graph.arrays[place].name) }
    for place in graph.inputs.indices { graph.inputs[place].name = name(graph.inputs[place].name) }
    for place in graph.outputs.indices { graph.outputs[place].name = name(graph.outputs[place].name) }
    return graph
  }

  fileprivate mutating func rename(_ old: String, to new: String) {
    self = renamed { $0 == old ? new : $0 }
  }
}
