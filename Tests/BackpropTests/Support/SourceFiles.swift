import Foundation

/// The package's source files as they lie beside the tests.
enum SourceFiles {
  private static let operations = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/Backprop/Operations")

  static var areHere: Bool { FileManager.default.fileExists(atPath: operations.path) }

  /// The names of the types that the operations' sources declare: operations, and the functions that
  /// ``Elementwise`` and ``BinaryElementwise`` make operations of.
  static func operationTypes() throws -> [String] {
    guard let files = FileManager.default.enumerator(at: operations, includingPropertiesForKeys: nil) else {
      throw CocoaError(.fileReadNoSuchFile)
    }
    return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
      let text = try String(contentsOf: file, encoding: .utf8)
      let operations = text.matches(of: /struct (\w+Operation)\b/).map { String($0.1) }
      let functions = text.matches(of: /(?m)^public struct (\w+): \w*Function\b/).map { String($0.1) }
      return operations + functions
    }
  }

  /// The names, without their endings, of the Swift files in a folder of the library.
  static func names(in folder: String) throws -> [String] {
    let folder = operations.deletingLastPathComponent().appending(path: folder)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return files.filter { $0.pathExtension == "swift" }.map { $0.deletingPathExtension().lastPathComponent }
  }
}
