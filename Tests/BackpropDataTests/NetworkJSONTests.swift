import Backprop
import BackpropData
import BackpropFiles
import BackpropTestSupport
import Foundation
import Testing

/// Networks described in JSON.
@Suite struct NetworkJSONTests {
  @Test("a file, a line and code are the same description")
  func same() throws {
    let json = """
      {
        "weights": "he",
        "layers": [
          {"layer": "conv", "filters": 30, "kernel": [5, 3], "pad": [0, 1, 2, 3], "stride": 2},
          {"layer": "relu"},
          {"layer": "residual", "layers": [{"layer": "batchnorm"}], "shortcut": [{"layer": "leakyrelu", "slope": 0.2}]},
          {"layer": "maxpool", "window": 2},
          {"layer": "affine"}
        ]
      }
      """
    let line =
      "weights he, conv 30 5x3 stride 2 pad 0-1x2-3, relu, residual (batchnorm) shortcut (leakyrelu 0.2), maxpool 2, affine"
    #expect(try NetworkDescription(json: json) == NetworkDescription(line))
    #expect(try NetworkDescription(json: NetworkDescription(line).json) == NetworkDescription(line))
  }

  @Test("a network is written with a line for each layer")
  func written() throws {
    let description = try NetworkDescription("weights 0.01, conv 30 5x5 pad 1, relu, affine")
    #expect(
      description.json == """
        {
          "weights": 0.01,
          "layers": [
            {"layer":"conv","filters":30,"kernel":5,"pad":1},
            {"layer":"relu"},
            {"layer":"affine"}
          ]
        }

        """)
  }

  @Test("each preset reads back from a file as the same")
  func presets() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("network-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for preset in NetworkPreset.allCases {
      let file = folder.appendingPathComponent("\(preset.rawValue).json")
      try Data(preset.description.json.utf8).write(to: file)
      #expect(try NetworkDescription(contentsOfJSON: file.path) == preset.description)
    }
  }

  /// Texts that are wrong, and what is said of them.
  static let mistakes: [(json: String, message: String)] = [
    (
      "[]",
      "net.json: in line 1, column 1 (byte 0) expected an object with the member “layers”, but found an array. Write a "
        + "network as {\"layers\": [{\"layer\": \"affine\"}]}."
    ),
    (
      "{}",
      "net.json: in line 1, column 1 (byte 0) expected the member “layers”, but found none. Add the list of layers."
    ),
    (
      "{\"layers\": [],\n \"weigths\": 1}",
      "net.json: in line 2, column 2 (byte 16) expected “layers” or “weights”, but found “weigths”. Did you mean “weights”?"
    ),
    (
      "{\"layers\": []}",
      "net.json: in line 1, column 12 (byte 11) expected a list of layers as layers, but found an empty one. Write layers "
        + "as [{\"layer\": \"relu\"}]."
    ),
    (
      "{\"weights\": \"hee\", \"layers\": [{\"layer\": \"relu\"}]}",
      "net.json: in line 1, column 13 (byte 12) expected as “weights” he, heuniform, xavier, xaviernormal, "
        + "xavieruniform, pytorch, automatic, or a standard deviation that single precision can hold, but found “hee”. Correct it, or leave it out."
    ),
    (
      "{\"layers\": [\n  {\"layer\": \"relu\"},\n  {\"layer\": \"linear\"}\n]}",
      "net.json: in line 3, column 13 (byte 46) expected the name of a layer as layers[1].layer, but found “linear”. Did "
        + "you mean “affine”?"
    ),
    (
      "{\"layers\": [\n  {\"layer\": \"conv\", \"filters\": 3, \"kernel\": \"5y5\"}\n]}",
      "net.json: in line 2, column 45 (byte 57) expected layers[0].kernel, the kernel of conv, to be a whole number, or "
        + "[rows, columns], from 1 to 65,536, but found “5y5”. Correct the value."
    ),
    (
      "{\"layers\": [{\"layer\": \"conv\", \"filters\": 3, \"kernel\": [5, 0]}]}",
      "net.json: in line 1, column 55 (byte 54) expected layers[0].kernel, the kernel of conv, to be a whole number, or "
        + "[rows, columns], from 1 to 65,536, but found [5,0]. Correct the value."
    ),
    (
      "{\"layers\": [{\"layer\": \"conv\", \"filters\": 3}]}",
      "net.json: in line 1, column 13 (byte 12) expected the kernel of conv as layers[0].kernel, but found none. Add it: a "
        + "whole number, or [rows, columns], from 1 to 65,536."
    ),
    (
      "{\"layers\": [{\"layer\": \"conv\", \"filters\": 3, \"kernel\": 5, \"padding\": 1}]}",
      "net.json: in line 1, column 58 (byte 57) expected of conv only filters, kernel, stride, pad, dilation, groups, but "
        + "found “padding”. Remove it."
    ),
    (
      "{\"layers\": [{\"layer\": \"residual\", \"layers\": [{\"layer\": \"dropout\", \"probability\": 1.5}]}]}",
      "net.json: in line 1, column 82 (byte 81) expected layers[0].layers[0].probability, the probability of dropout, to "
        + "be a number from 0 on and below 1, but found 1.5. Correct the value."
    ),
    (
      "{\"layers\": [3]}",
      "net.json: in line 1, column 13 (byte 12) expected a layer as layers[0], but found 3. Write a layer as "
        + "{\"layer\": \"affine\", \"outputs\": 100}."
    ),
    (
      "{\"layers\": [{}]}",
      "net.json: in line 1, column 13 (byte 12) expected the name of a layer as layers[0].layer, but found none. Write a "
        + "layer as {\"layer\": \"affine\", \"outputs\": 100}."
    ),
  ]

  @Test("a mistake is told with its path, line and column", arguments: mistakes.indices)
  func mistake(_ index: Int) {
    let mistake = Self.mistakes[index]
    do throws(FileError) {
      _ = try NetworkDescription(json: mistake.json, file: "net.json")
      Issue.record("\(mistake.json) was taken")
    } catch {
      #expect("\(error)" == mistake.message)
    }
  }

  @Test("depth and number of layers have limits")
  func limits() {
    func problem(_ json: String) -> String {
      do throws(FileError) {
        return try NetworkDescription(json: json).line
      } catch {
        return "\(error)"
      }
    }
    let deep =
      String(repeating: "[{\"layer\":\"residual\",\"layers\":", count: 17) + "[{\"layer\":\"relu\"}]"
      + String(repeating: "}]", count: 17)
    #expect(problem("{\"layers\":\(deep)}").contains("expected layers at most 16 deep"))
    let many = Array(repeating: "{\"layer\":\"relu\"}", count: 1001).joined(separator: ",")
    #expect(problem("{\"layers\":[\(many)]}").contains("expected at most 1,000 layers"))
  }
}
