import BackpropData
import BackpropFiles
import BackpropTestSupport
import Foundation
import Testing

@Suite("The cache")
struct CacheTests {
  let folder: TemporaryFolder
  let small = SmallArchive()

  init() throws {
    folder = try TemporaryFolder()
  }

  private var cache: String { folder("swift-backprop/small") }

  private func load(
    mirrors: [String], allowsDownload: Bool = true, root: String? = nil
  ) throws(FileError) -> ImageDataset {
    try small.archive.load(
      DownloadOptions(
        environment: ["XDG_CACHE_HOME": root ?? folder.path], mirrors: mirrors,
        allowsDownload: allowsDownload, connectionTimeLimit: 30, stallTimeLimit: 30))
  }

  @Test("its place follows the XDG specification")
  func place() throws {
    func place(_ environment: [String: String]) throws -> String {
      try DataCache.folder(for: "mnist", environment: environment)
    }
    #expect(try place(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/swift-backprop/mnist")
    #expect(try place(["XDG_CACHE_HOME": "/c/"]) == "/c/swift-backprop/mnist")
    #expect(try place(["HOME": "/h"]) == "/h/.cache/swift-backprop/mnist")
    for ignored in ["", "cache", "./cache", "~/cache"] {
      #expect(try place(["XDG_CACHE_HOME": ignored, "HOME": "/h"]) == "/h/.cache/swift-backprop/mnist")
    }
    for home in [[:], ["HOME": ""], ["HOME": "h", "XDG_CACHE_HOME": "c"]] {
      try expectError(
        file: "cache folder", offset: nil, expected: "an absolute path in XDG_CACHE_HOME or in HOME",
        found: "none"
      ) { try place(home) }
    }
  }

  @Test("the two data sets, whose files have the same names, have folders of their own")
  func names() {
    #expect(MNISTDataset.mnist.archive.name == "mnist")
    #expect(MNISTDataset.fashion.archive.name == "fashion")
    for dataset in MNISTDataset.allCases {
      let archive = dataset.archive
      #expect(archive.files.count == 4)
      #expect(archive.files.allSatisfy { $0.sha256.count == 64 && $0.byteCount > 4000 })
      #expect(archive.classNames.count == 10)
      #expect(!archive.mirrors.isEmpty)
    }
  }

  @Test("a whole cache is read without the network")
  func whole() throws {
    try small.write(to: try folder.makeFolder("swift-backprop/small"))
    let data = try load(mirrors: [])
    #expect(data.source == .cache(cache))
    #expect((data.train.count, data.test.count) == (6, 4))
  }

  @Test("an empty cache without a download is an error that names the files")
  func offline() throws {
    let names = small.archive.files.map(\.name).joined(separator: ", no complete ")
    try expectError(
      file: cache, offset: nil, expected: "the files of Small in the cache", found: "no complete \(names)"
    ) { try load(mirrors: ["http://127.0.0.1:1/"], allowsDownload: false) }
    #expect(try folder.names() == [])
  }

  @Test("only what is missing or has a wrong sum is fetched")
  func repair() throws {
    let server = try LoopbackServer { [small] in small.file(at: $0).map { .body($0) } ?? .status(404) }
    defer { server.stop() }
    try small.write(to: try folder.makeFolder("swift-backprop/small"))
    let (missing, damaged) = (small.archive.testLabels.name, small.archive.trainImages.name)
    try FileManager.default.removeItem(atPath: cache + "/" + missing)
    var bytes = try contents(cache + "/" + damaged)
    bytes[bytes.count / 2] ^= 1
    try folder.write("swift-backprop/small/" + damaged, bytes)
    let data = try load(mirrors: [server.address])
    #expect(data.source == .downloaded(cache))
    #expect(server.requests == ["/" + damaged, "/" + missing])
    #expect(try contents(cache + "/" + damaged) == small.files[damaged])
    #expect(try folder.names(in: cache) == small.files.keys.sorted())
  }

  @Test("a damaged file is not used, and not lost when no other can be had")
  func damagedStays() throws {
    try small.write(to: try folder.makeFolder("swift-backprop/small"))
    let name = small.archive.testImages.name
    let damaged = [UInt8](repeating: 1, count: small.archive.testImages.byteCount)
    try folder.write("swift-backprop/small/" + name, damaged)
    let refusing = try LoopbackServer.refusingAddress()
    let error = try fileError { try load(mirrors: [refusing]) }
    #expect(error.file == cache + "/" + name)
    #expect(try contents(cache + "/" + name) == damaged)
    #expect(try folder.names(in: cache) == small.files.keys.sorted())
  }

  @Test("a cache folder that cannot be made or written is an error")
  func unwritable() throws {
    let file = try folder.write("file", [1])
    try expectError(
      file: file + "/swift-backprop/small", offset: nil, expected: "a cache folder that can be created",
      found: "an error (Not a directory)"
    ) { try load(mirrors: ["http://127.0.0.1:1/"], root: file) }
    // A folder lies where the file should go.
    _ = try folder.makeFolder("swift-backprop/small/" + small.archive.trainImages.name)
    let path = cache + "/" + small.archive.trainImages.name
    try expectError(
      file: path, offset: nil, expected: "a regular file or a new name", found: "a folder"
    ) { try load(mirrors: ["http://127.0.0.1:1/"]) }
    let long = "/" + String(repeating: "x/", count: 100_000)
    #expect(throws: FileError.self) { try load(mirrors: ["http://127.0.0.1:1/"], root: long) }
  }

  @Test("temporary files that were left long ago are removed, new ones are not")
  func staleTemporaries() throws {
    let server = try LoopbackServer { [small] in small.file(at: $0).map { .body($0) } ?? .status(404) }
    defer { server.stop() }
    _ = try folder.makeFolder("swift-backprop/small")
    let old = try folder.write("swift-backprop/small/.swift-backprop-1-old.part", [1])
    let new = try folder.write("swift-backprop/small/.swift-backprop-1-new.part", [1])
    let other = try folder.write("swift-backprop/small/other.part", [1])
    let longAgo = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -200_000)]
    for path in [old, other] { try FileManager.default.setAttributes(longAgo, ofItemAtPath: path) }
    _ = try load(mirrors: [server.address])
    #expect(!FileManager.default.fileExists(atPath: old))
    #expect(FileManager.default.fileExists(atPath: new))
    #expect(FileManager.default.fileExists(atPath: other))
  }

  @Test("several loads at once into one cache do not disturb one another")
  func together() throws {
    let server = try LoopbackServer { [small] in small.file(at: $0).map { .body($0) } ?? .status(404) }
    defer { server.stop() }
    let results = Results()
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      results.add(Result { () throws(FileError) in try load(mirrors: [server.address]) })
    }
    #expect(results.all.count == 6)
    for result in results.all { #expect(try result.get().train.count == 6) }
    #expect(try folder.names(in: cache) == small.files.keys.sorted())
  }

  /// Results that several threads hand in; the lock guards them, which the compiler cannot see.
  private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Result<ImageDataset, FileError>] = []

    var all: [Result<ImageDataset, FileError>] { lock.withLock { results } }

    func add(_ result: Result<ImageDataset, FileError>) {
      lock.withLock { results.append(result) }
    }
  }
}
