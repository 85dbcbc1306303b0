import Foundation
import Testing

/// Texts as they were when someone last looked at them and found them good.
enum RecordedText {
  /// Compares a text with the recorded one; with `BACKPROP_RECORD` set it is recorded instead.
  static func expect(
    _ text: String, in name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Recorded").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["BACKPROP_RECORD"] != nil {
      try Data(text.utf8).write(to: file)
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(
      text == recorded, "\(name) has changed; look at it, and record it anew with BACKPROP_RECORD=1",
      sourceLocation: sourceLocation)
  }
}
