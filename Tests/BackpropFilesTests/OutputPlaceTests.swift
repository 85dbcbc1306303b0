import BackpropTestSupport
import Foundation
import Testing

@testable import BackpropFiles

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What `cp` does with odd targets is by its manual and by trying GNU cp 9.4.
@Suite("What a path means for output")
struct OutputPlaceTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ text: String, to path: String) throws {
    let file = try OutputFile(path)
    try file.write(text)
    try file.commit()
  }

  private func link(_ name: String, to target: String) throws -> String {
    try FileManager.default.createSymbolicLink(atPath: folder(name), withDestinationPath: target)
    return folder(name)
  }

  @Test("devices and pipes are written to and stay what they are")
  func devices() throws {
    try write("x", to: "/dev/null")
    #expect(try SystemCalls.status(ofPath: "/dev/null").isCharacterDevice)
    let pipe = folder("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try write("through", to: pipe)
    var buffer = [UInt8](repeating: 0, count: 16)
    #expect(read(reader, &buffer, 16) == 7 && buffer.starts(with: "through".utf8))
    #expect(try SystemCalls.status(ofPath: pipe).kind == S_IFIFO)
    #expect(throws: FileError.self) { try OutputFile("/dev/null").overwrite([1], at: 0) }
  }

  @Test("a full device is an error", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func full() throws {
    let error = #expect(throws: FileError.self) { try write("x", to: "/dev/full") }
    #expect(error?.found == "an error (No space left on device)")
  }

  @Test("an open file of the process is gone on with where it stands, not replaced")
  func descriptors() throws {
    let path = try folder.write("log", Array("first,".utf8))
    let descriptor = open(path, O_WRONLY)
    defer { close(descriptor) }
    lseek(descriptor, 0, SEEK_END)
    let before = try SystemCalls.status(ofPath: path).identity
    try write("second,", to: "/dev/fd/\(descriptor)")
    try write("third", to: try link("link", to: "/dev/fd/\(descriptor)"))
    #expect(try SystemCalls.status(ofPath: path).identity == before)
    #expect(String(decoding: try contents(path), as: UTF8.self) == "first,second,third")
    let reading = open(path, O_RDONLY)
    defer { close(reading) }
    #expect(throws: FileError.self) { try write("x", to: "/dev/fd/\(reading)") }
    #expect(try folder.names() == ["link", "log"])
  }

  @Test(
    "through links to a file the file is replaced; links that lead nowhere or in a circle are refused and stay"
  )
  func links() throws {
    let file = try folder.write("file", [1])
    let second = try link("second", to: try link("first", to: file))
    try write("new", to: second)
    #expect(try contents(file) == Array("new".utf8))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: second) == folder("first"))
    for (name, target) in [("dangling", "nothing"), ("circle", "circle"), ("away", "/nowhere/at/all")] {
      let path = try link(name, to: target)
      #expect(throws: FileError.self) { try write("x", to: path) }
      #expect(throws: FileError.self) { try OutputFile.tryOut(path) }
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == target)
    }
    #expect(try folder.names() == ["away", "circle", "dangling", "file", "first", "second"])
  }

  @Test("trying out leaves nothing behind and sees a name that is too long, and a folder that is missing")
  func trial() throws {
    try OutputFile.tryOut(folder("new"))
    try OutputFile.tryOut(try folder.write("old", [1]))
    try OutputFile.tryOut("/dev/null")
    #expect(try folder.names() == ["old"] && contents(folder("old")) == [1])
    // The temporary name is short enough everywhere; the last one isn't on any usual disk.
    let long = folder(String(repeating: "n", count: 300))
    #expect(throws: FileError.self) { try OutputFile.tryOut(long) }
    #expect(throws: FileError.self) { try OutputFile.tryOut(folder("missing/new")) }
    #expect(try folder.names() == ["old"])
  }

  @Test("another user's file in a folder with the sticky bit can't be replaced")
  func sticky() throws {
    // As the rule stands in chmod(1): only the owners of file and folder may rename, and the superuser.
    let file = try folder.write("file", [1])
    #expect(chmod(folder.path, 0o1777) == 0)
    let status = try SystemCalls.status(ofPath: file)
    #expect(try SystemCalls.status(ofPath: folder.path).isSticky && status.owner == geteuid())
    try OutputPlace.checkRenaming(to: file, status)
    #expect(throws: SystemCalls.Failure.self) {
      try OutputPlace.checkRenaming(folder: (isSticky: true, owner: 1), owner: 2, user: 3)
    }
    for (owner, fileOwner, user) in [(3, 2, 3), (1, 3, 3), (1, 2, 0)] as [(UInt32, UInt32, UInt32)] {
      try OutputPlace.checkRenaming(
        folder: (isSticky: true, owner: owner), owner: fileOwner, user: user)
    }
    try OutputPlace.checkRenaming(folder: (isSticky: false, owner: 1), owner: 2, user: 3)
  }

  @Test(
    "a file without permission to write is refused", .enabled(if: geteuid() != 0, "root may write everywhere")
  )
  func permission() throws {
    let file = try folder.write("file", [1])
    #expect(chmod(file, 0o444) == 0)
    #expect(throws: FileError.self) { try write("x", to: file) }
    #expect(throws: FileError.self) { try OutputFile.tryOut(file) }
    #expect(try contents(file) == [1])
  }

  @Test("two paths that mean one file are found, whether it is there or not")
  func same() throws {
    let inner = try folder.makeFolder("inner")
    let other = try link("other", to: "inner")
    func areSame(_ first: String, _ second: String) -> Bool {
      OutputFile.sameFile([folder("z"), first, second])?.second == 2
    }
    for name in ["new", "there"] {
      if name == "there" { try folder.write("inner/there", [1]) }
      let path = inner + "/" + name
      #expect(areSame(path, path))
      #expect(areSame(path, inner + "/./" + name))
      #expect(areSame(path, folder("inner/../inner//" + name)))
      #expect(areSame(path, other + "/" + name))
      #expect(areSame(path, try link("link-" + name, to: "other/" + name)))
      #expect(areSame(folder("link-" + name), try link("second-" + name, to: path)))
      #expect(!areSame(path, inner + "/other"))
    }
    #expect(makeHardLink(inner + "/there", inner + "/hard") == 0)
    #expect(areSame(inner + "/there", inner + "/hard"))
    #expect(!areSame("/dev/null", "/dev/null"))
    // Whether "a" and "A" are one is the disk's business: here a file of one name tells.
    let isBlind = FileManager.default.fileExists(atPath: inner + "/THERE")
    #expect(areSame(inner + "/a", inner + "/A") == isBlind)
    #expect(try folder.names(in: inner) == ["hard", "there"])
  }

  @Test("what killed processes left is removed at the next output, and nobody else's files")
  func abandoned() throws {
    let own = PartName.own
    // A process that has ended and was waited for: its number is free, or somebody else's by now.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exit 0"]
    try process.run()
    process.waitUntilExit()
    func name(process: Int32, start: UInt64, place: UInt64) -> String {
      "\(PartName.prefix)\(process)-\(start)-\(String(place, radix: 36))-x\(PartName.suffix)"
    }
    let gone = name(process: process.processIdentifier, start: 1, place: own.place)
    let recycled = name(process: own.process, start: own.start &+ 1, place: own.place)
    let kept = [
      name(process: own.process, start: own.start, place: own.place),
      name(process: process.processIdentifier, start: 1, place: own.place &+ 1),
      "\(PartName.prefix)1-old\(PartName.suffix)", "other.part",
    ]
    for name in [gone, recycled] + kept { try folder.write(name, [1]) }
    try write("x", to: folder("new"))
    #expect(try Set(folder.names()) == Set(kept + ["new"]))
  }

  @Test("a name says whose it is")
  func names() throws {
    let name = PartName.own.unique()
    #expect(PartName(name) == PartName.own)
    #expect(PartName.own.process == getpid() && PartName.own.start > 0 && PartName.own.place != 0)
    for wrong in ["", ".swift-backprop-.part", ".swift-backprop-1-2-3.part", ".swift-backprop-a-2-3-4.part"] {
      #expect(PartName(wrong) == nil)
    }
  }

  @Test("files that are being written are taken along by a signal's handler")
  func signals() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      PartFiles.prepare()
      let folder = FileManager.default.temporaryDirectory.path + "/signals-\(getpid())"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let files = try (0..<3).map { try OutputFile(folder + "/\($0)") }
      try files[0].commit()
      PartFiles.unlinkAll()
      print(try FileManager.default.contentsOfDirectory(atPath: folder), files.count)
    }
    let said = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(said.contains(#"["0"] 3"#))
  }
}

private func makeHardLink(_ old: String, _ new: String) -> Int32 { link(old, new) }
