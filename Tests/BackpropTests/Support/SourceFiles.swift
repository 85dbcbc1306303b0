import Foundation

/// The package's source files as they lie beside the tests.
enum SourceFiles {
  private static let operations = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/Backprop/Operations")

  static var areHere: Bool { FileManager.default.fileExists(atPath: operations.path) }

  /// The names of the types that the operations' sources declare.
  static func operationTypes() throws -> [String] {
    let files = try FileManager.default.contentsOfDirectory(at: operations, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "swift" }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: /struct (\w+Operation)\b/).map {
        String($0.1)
      }
    }
  }

  /// The names, without their endings, of the Swift files in a folder of the library.
  static func names(in folder: String) throws -> [String] {
    let folder = operations.deletingLastPathComponent().appending(path: folder)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return files.filter { $0.pathExtension == "swift" }.map { $0.deletingPathExtension().lastPathComponent }
  }
}
