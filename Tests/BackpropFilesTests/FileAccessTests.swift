import BackpropFiles
import BackpropTestSupport
import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("Files that cannot be read or written")
struct FileAccessTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ path: String) throws -> [UInt8] { try ByteReader(path).bytes(.max) }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = try OutputFile(path)
    try file.write(bytes)
    try file.commit()
  }

  @Test("missing files and odd names")
  func missing() throws {
    let none = "none (No such file or directory)"
    try expectError(file: folder("no"), offset: nil, expected: "a file of that name", found: none) {
      try read(folder("no"))
    }
    let file = try folder.write("file", [1])
    #expect(
      try #require(throws: FileError.self) { try read(file + "/inside") }.expected == "a file of that name")
    let notUTF8 = folder(String(decoding: [0x61, 0xFF, 0xFE] as [UInt8], as: UTF8.self))
    try expectError(file: notUTF8, offset: nil, expected: "a file of that name", found: none) {
      try read(notUTF8)
    }
    try expectError(file: "(no name)", offset: nil, expected: "the path of a file", found: "an empty path") {
      try read("")
    }
    try expectError(
      file: file + "\0x", offset: nil, expected: "the path of a file",
      found: "a path with a zero character in it"
    ) { try read(file + "\0x") }
    #expect(throws: FileError.self) { try read(String(repeating: "x", count: 100_000)) }
  }

  @Test("folders, pipes and devices are refused at once", .timeLimit(.minutes(1)))
  func irregular() throws {
    let regular = "a regular file"
    try expectError(file: folder.path, offset: nil, expected: regular, found: "a folder") {
      try read(folder.path)
    }
    for device in ["/dev/zero", "/dev/null"] {
      try expectError(file: device, offset: nil, expected: regular, found: "a device") {
        try read(device)
      }
    }
    let pipe = folder("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    try expectError(file: pipe, offset: nil, expected: regular, found: "a named pipe") { try read(pipe) }
  }

  @Test("a link to a file is followed, one in a circle is refused")
  func links() throws {
    let file = folder("file")
    let link = folder("link")
    try write([7], to: file)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
    #expect(try read(link) == [7])
    try write([8, 9], to: link)
    #expect(try read(file) == [8, 9])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
  }

  @Test("links that lead nowhere, in a circle or to what is no file are told as links")
  func badLinks() throws {
    func link(_ name: String, to target: String) throws -> String {
      try FileManager.default.createSymbolicLink(atPath: folder(name), withDestinationPath: target)
      return folder(name)
    }
    func refuse(_ path: String, expected: String = "a file of that name", found: String) throws {
      try expectError(file: path, offset: nil, expected: expected, found: found) { try read(path) }
    }
    try refuse(try link("dangling", to: "gone"), found: "a dangling link, to “gone”")
    try refuse(try link("far", to: "/nowhere/at all"), found: "a dangling link, to “/nowhere/at all”")
    // A link to a dangling link dangles, too.
    try refuse(try link("second", to: "dangling"), found: "a dangling link, to “dangling”")
    try refuse(try link("circle", to: "circle"), found: "a link that leads in a circle, to “circle”")
    _ = try link("a", to: "b")
    try refuse(try link("b", to: "a"), found: "a link that leads in a circle, to “a”")
    let gone = try link("disk", to: "unplugged")
    try refuse(gone + "/x", found: "a dangling link, to “unplugged”, at “\(gone)”")
    try refuse(gone + "/deep/x", found: "a dangling link, to “unplugged”, at “\(gone)”")
    try folder.write("file", [1])
    let into = try link("into", to: "file/x")
    try refuse(into, found: "a link that can't be followed (Not a directory), to “file/x”")
    _ = try folder.makeFolder("sub")
    try refuse(try link("folder", to: "sub"), expected: "a regular file", found: "a link to a folder")
    try refuse(try link("device", to: "/dev/null"), expected: "a regular file", found: "a link to a device")
    // What a link leads to is written as visibly as a name.
    let odd = try #require(throws: FileError.self) { try read(try link("odd", to: "\u{202E}\u{1B}x")) }
    #expect(odd.description.contains(#"to “\u{202E}\u{1B}x”"#))
  }

  @Test("a file without permission is refused", .enabled(if: geteuid() != 0, "root may read everything"))
  func permission() throws {
    let file = try folder.write("secret", [7])
    #expect(chmod(file, 0) == 0)
    try expectError(
      file: file, offset: nil, expected: "a file that can be opened", found: "an error (Permission denied)"
    ) { try read(file) }
    let closed = try folder.makeFolder("closed")
    #expect(chmod(closed, 0o500) == 0)
    try expectError(
      file: closed + "/x", offset: nil, expected: "a file that can be written",
      found: "an error (Permission denied)"
    ) { try write([7], to: closed + "/x") }
    #expect(chmod(closed, 0o700) == 0)
  }

  @Test("what cannot be written gives an error and leaves nothing behind")
  func writing() throws {
    let file = try folder.write("file", [1])
    try expectError(
      file: folder("no/x"), offset: nil, expected: "a file that can be written",
      found: "an error (No such file or directory)"
    ) { try write([7], to: folder("no/x")) }
    #expect(throws: FileError.self) { try write([7], to: file + "/x") }
    #expect(throws: FileError.self) { try write([7], to: "") }
    #expect(throws: FileError.self) { try write([7], to: folder.path + "/") }
    try expectError(
      file: folder.path, offset: nil, expected: "a regular file or a new name", found: "a folder"
    ) { try write([7], to: folder.path) }
    #expect(try folder.names() == ["file"])
  }

  @Test("a file that is replaced keeps its permissions")
  func permissionsKept() throws {
    let file = try folder.write("file", [1])
    #expect(chmod(file, 0o640) == 0)
    try write([7], to: file)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try contents(file) == [7])
  }
}
