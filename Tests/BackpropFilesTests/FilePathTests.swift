import BackpropFiles
import Foundation
import Testing

@Suite struct FilePathTests {
  @Test("a folder has one name, with slashes behind it or without")
  func folderNames() {
    for path in ["pictures", "pictures/", "a/pictures", "/a/b/pictures/", "pictures//", "./pictures/"] {
      #expect(FilePath.folderName(of: path) == "pictures", "\(path)")
    }
    #expect(FilePath.folderName(of: "/") == "/" && FilePath.folderName(of: "") == "")
    #expect(FilePath.folderName(of: "no such folder/..") == "no such folder/..")
    #expect(FilePath.folderName(of: "图片/") == "图片" && FilePath.folderName(of: "a/.hidden/") == ".hidden")
  }

  @Test("a folder that is named by dots has its own name")
  func dots() throws {
    let parent = FileManager.default.temporaryDirectory.appendingPathComponent("paths-\(UUID().uuidString)")
    let folder = parent.appendingPathComponent("pictures/inner")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: parent) }
    for end in ["/.", "/..//inner/.", "/./"] {
      #expect(FilePath.folderName(of: folder.path + end) == "inner", "\(end)")
    }
    #expect(FilePath.folderName(of: folder.path + "/..") == "pictures")
  }
}
