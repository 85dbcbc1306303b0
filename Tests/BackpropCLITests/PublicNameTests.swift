import Foundation
import Testing

@Suite("Names of public types", .enabled(if: PublicSources.areHere))
struct PublicNameTests {
  @Test("are no other framework's, so that they can be imported beside")
  func collisions() throws {
    let names = Set(try PublicSources.typeNames())
    // That the sources were read: one of each library, and a name that comes with no other word before it.
    #expect(
      names.isSuperset(of: ["Tensor", "ImageSet", "TrainingReport", "FileError", "Words", "Model", "Layer"]))
    for (framework, others) in FrameworkNames.all {
      let shared = names.intersection(others).sorted()
      #expect(shared.isEmpty, "\(framework) has a \(shared.joined(separator: " and a ")), too")
    }
  }

  @Test("stand all in a file that imports Foundation and Swift Testing beside the package")
  func uses() throws {
    let file = PublicSources.root.appending(path: "Tests/BackpropCLITests/Support/PublicTypeUses.swift")
    let expected = PublicSources.uses(of: try PublicSources.typeNames())
    if ProcessInfo.processInfo.environment["BACKPROP_RECORD"] != nil {
      try expected.write(to: file, atomically: true, encoding: .utf8)
    }
    let found = try String(contentsOf: file, encoding: .utf8)
    #expect(found == expected, "run this test with BACKPROP_RECORD=1, which writes the file anew")
  }

  @Test("would be found where they are another framework's")
  func known() {
    // Both names were this package's once.
    #expect(FrameworkNames.foundation.contains("Operation") && FrameworkNames.swiftUI.contains("Shape"))
  }
}
