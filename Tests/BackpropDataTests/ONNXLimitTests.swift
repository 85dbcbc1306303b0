import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import Testing

/// Small files of which far larger networks would be made.
@Suite struct ONNXLimitTests {
  private let channels = 1 << 14

  /// A network of nodes one after the other, each of a kind and with an array's name beside what comes to it.
  private func network(
    of count: Int, _ attributes: [ONNXAttribute] = [], _ node: (Int) -> (kind: String, array: String)
  ) throws(FileError) -> ONNXNetwork {
    var file = ONNXFile()
    file.operatorSets[""] = 17
    let ones = StoredArray(name: "each", shape: [channels], [Float](repeating: 1, count: channels))
    let one = StoredArray(name: "single", shape: [], [Float(2)])
    file.graph.arrays = [ONNXTensor("each", .array(ones)), ONNXTensor("single", .array(one))]
    let extents: [ONNXValue.Extent] = [.named("N"), .number(Int64(channels))]
    file.graph.inputs = [ONNXValue("y0", elementType: 1, extents: extents)]
    file.graph.outputs = [ONNXValue("y\(count)", elementType: 1, extents: extents)]
    for place in 0..<count {
      let (kind, array) = node(place)
      file.graph.nodes.append(ONNXNode(kind, ["y\(place)", array], ["y\(place + 1)"], attributes))
    }
    return try ONNXNetwork(file, path: "a.onnx")
  }

  private func expectRefusal(_ read: () throws(FileError) -> ONNXNetwork) throws {
    let error = try #require(throws: FileError.self) { try read() }
    #expect(error.found == "ever more arrays that are made of them")
  }

  @Test("a number for each channel is kept anew by each node that changes all by a single one")
  func factors() throws {
    func node(_ place: Int) -> (String, String) { ("Mul", place == 0 ? "each" : "single") }
    let few = try network(of: 10) { node($0) }
    #expect(few.description.layers.count == 1)
    try expectRefusal { () throws(FileError) in try network(of: 1000) { node($0) } }
  }

  @Test("the parts of all nodes are counted, of which a file may hold one in two bytes")
  func parts() throws {
    var node = ProtobufWriter()
    for _ in 0..<1000 { node.add(5, bytes: []) }
    let attributes = node.parts.flatMap { $0 }
    func file(of count: Int) throws(FileError) -> ONNXFile {
      var (graph, model) = (ProtobufWriter(), ProtobufWriter())
      for _ in 0..<count { graph.add(1, bytes: attributes) }
      model.add(1, integer: 8)
      model.add(7, message: graph)
      model.add(8, bytes: [16, 17])
      return try ONNXFile(model.parts.flatMap { $0 }, file: "a.onnx")
    }
    #expect(try file(of: 10).graph.nodes.count == 10)
    let error = try #require(throws: FileError.self) { try file(of: 1001) }
    #expect(error.expected == "at most 1000000 inputs, outputs and attributes of all nodes")
  }

  @Test("an array that serves many norms is kept by each")
  func norms() throws {
    let axis = ONNXAttribute("axis", .integer(1))
    let few = try network(of: 3, [axis]) { _ in ("LayerNormalization", "each") }
    #expect(few.description.layers.count == 3)
    try expectRefusal { () throws(FileError) in
      try network(of: 1000, [axis]) { _ in ("LayerNormalization", "each") }
    }
  }
}
