import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats

extension FileInfo {
  /// What is inside an ONNX file.
  static func onnx(_ path: String) throws -> FileInfo {
    let file = try ONNXFile(path)
    var info = FileInfo(format: "ONNX")
    let producer = [file.producer, file.producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
    if !producer.isEmpty { info.facts.append(("producer", .string(producer))) }
    info.facts.append(("format_version", .integer(Int(clamping: file.formatVersion))))
    if let version = file.operatorSets[""] {
      info.facts.append(("operators_version", .integer(Int(clamping: version))))
    }
    for (name, values) in [("inputs", file.graph.inputs), ("outputs", file.graph.outputs)] {
      info.facts.append((name, .string(values.map(\.words).joined(separator: "; "))))
    }
    var counts: [String: Int] = [:]
    for node in file.graph.nodes { counts[node.kind, default: 0] += 1 }
    let kinds = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    info.facts.append(("nodes", .string(kinds.joined(separator: ", "))))
    for tensor in file.graph.arrays {
      guard case .array(let array) = tensor.content else { continue }
      info.arrays.append(ArrayInfo(array))
    }
    // What can't be read as layers is shown nevertheless.
    do throws(FileError) {
      let network = try ONNXNetwork(file, path: path)
      info.facts.append(("network", .string(network.description.description)))
      if !network.classNames.isEmpty {
        info.facts.append(("classes", .string(network.classNames.joined(separator: ", "))))
      }
      // As with a safetensors file, a network that is far too large to be counted through has none.
      let plan = try? network.description.plan(for: network.sampleShape, targets: .rows([1]))
      if let plan, plan.isQuicklyTried, let summary = try? network.model.summary(for: network.sampleShape) {
        info.lines = "\(summary)".split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      }
    } catch {
      info.facts.append(
        ("not_read_as_layers", .string("expected \(error.expected), but found \(error.found)")))
    }
    return info
  }
}

extension ONNXValue {
  /// The name with the shape, such as `input (N, 1, 28, 28)`.
  fileprivate var words: String {
    guard let extents else { return name }
    let sizes = extents.map { extent in
      switch extent {
      case .number(let number): "\(number)"
      case .named(let name): name
      case .unknown: "?"
      }
    }
    return "\(name) (\(sizes.joined(separator: ", ")))"
  }
}
