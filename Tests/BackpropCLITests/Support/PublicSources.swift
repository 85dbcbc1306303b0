import Foundation

/// The public types at the top of the package's libraries, as their sources declare them.
enum PublicSources {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static var areHere: Bool { FileManager.default.fileExists(atPath: root.appending(path: "Sources").path) }

  /// The libraries that people import, with their modules' folders; what is in BackpropGraphics comes with
  /// BackpropDrawing.
  static let libraries = [
    "Backprop", "BackpropCluster", "BackpropData", "BackpropDrawing", "BackpropFiles", "BackpropGraphics",
  ]

  /// The names, without those that begin with an underscore and are no one's to use.
  static func typeNames() throws -> [String] {
    let declaration =
      /(?m)^(?:@\w+(?:\([^)\n]*\))? )*public (?:final |indirect )*(?:class|struct|enum|protocol|actor|typealias) ([A-Za-z]\w*)/
    var names: Set<String> = []
    for library in libraries {
      let folder = root.appending(path: "Sources").appending(path: library)
      guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
        throw CocoaError(.fileReadNoSuchFile)
      }
      for case let file as URL in files where file.pathExtension == "swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        names.formUnion(text.matches(of: declaration).map { String($0.1) })
      }
    }
    return names.sorted()
  }

  /// The Swift file that uses each of the names.
  static func uses(of names: [String]) -> String {
    """
    import Backprop
    import BackpropCluster
    import BackpropData
    import BackpropDrawing
    import BackpropFiles
    import Foundation
    import Testing

    /// Every public type of the package by its bare name, beside Foundation and Swift Testing: a name that one of them has,
    /// too, doesn't compile here. Written by the tests, with `BACKPROP_RECORD=1`.
    enum PublicTypeUses {

    """ + names.map { "  typealias UseOf\($0) = \($0)\n" }.joined() + "}\n"
  }
}
