import BackpropData
import BackpropFiles
import BackpropTestSupport
import Foundation
import Testing

@Suite("Downloads from servers good and bad", .serialized)
struct DownloadTests {
  let folder: TemporaryFolder
  let small = SmallArchive()

  init() throws {
    folder = try TemporaryFolder()
  }

  private var cache: String { folder("swift-backprop/small") }
  private var first: RemoteFile { small.archive.trainImages }

  private func load(
    _ mirrors: [String], connectionTimeLimit: Double = 30, stallTimeLimit: Double = 30,
    progress: ((DownloadProgress) -> Void)? = nil
  ) throws(FileError) -> ImageDataset {
    try small.archive.load(
      DownloadOptions(
        environment: ["XDG_CACHE_HOME": folder.path], mirrors: mirrors,
        connectionTimeLimit: connectionTimeLimit, stallTimeLimit: stallTimeLimit),
      progress: progress)
  }

  private func goodServer() throws -> LoopbackServer {
    try LoopbackServer { [small] in small.file(at: $0).map { .body($0) } ?? .status(404) }
  }

  /// Checks that a bad mirror gives its reason, leaves no file and does not keep a good one from being
  /// used next.
  private func refuse(
    _ bad: String, reason: String, connectionTimeLimit: Double = 30, stallTimeLimit: Double = 30
  ) throws {
    let error = try fileError {
      try load([bad], connectionTimeLimit: connectionTimeLimit, stallTimeLimit: stallTimeLimit)
    }
    #expect(error.file == cache + "/" + first.name)
    #expect(error.offset == nil)
    #expect(error.expected == "the file from its mirror")
    #expect(error.found == "\(bad): \(reason)")
    #expect(error.advice.contains("fetch the files by hand from \(bad)"))
    #expect(try folder.names(in: cache) == [])

    let good = try goodServer()
    defer { good.stop() }
    let data = try load(
      [bad, good.address], connectionTimeLimit: connectionTimeLimit, stallTimeLimit: stallTimeLimit)
    #expect(data.source == .downloaded(cache))
    #expect((data.train.count, data.test.count) == (6, 4))
    // The bad mirror was asked once, and the good one first from then on.
    #expect(good.requests == small.archive.files.map { "/" + $0.name })
    for (name, bytes) in small.files { #expect(try contents(cache + "/" + name) == bytes) }
    #expect(try folder.names(in: cache) == small.files.keys.sorted())
  }

  private func refuse(
    reason: String, connectionTimeLimit: Double = 30, stallTimeLimit: Double = 30,
    _ answer: @escaping @Sendable (String) -> LoopbackServer.Answer
  ) throws {
    let server = try LoopbackServer(answer)
    defer { server.stop() }
    try refuse(
      server.address, reason: reason, connectionTimeLimit: connectionTimeLimit,
      stallTimeLimit: stallTimeLimit)
  }

  @Test("a good server, with progress told in order")
  func good() throws {
    let server = try goodServer()
    defer { server.stop() }
    var reports: [DownloadProgress] = []
    // The slash at the end of an address may be left out.
    let data = try load([String(server.address.dropLast())]) { reports.append($0) }
    #expect(data.source == .downloaded(cache))
    for file in small.archive.files {
      let own = reports.filter { $0.file == file.name }
      #expect(own.last?.receivedBytes == file.byteCount)
      #expect(own.allSatisfy { $0.totalBytes == file.byteCount })
      #expect(own.map(\.receivedBytes) == own.map(\.receivedBytes).sorted())
      #expect(own.allSatisfy { server.address.hasPrefix($0.mirror) })
    }
    #expect(try load([]).source == .cache(cache))
    #expect(server.requests.count == 4)
    #if canImport(FoundationNetworking)
      // Over a new connection the network library keeps a processor busy until the transfer is over.
      #expect(server.reusedConnections == 4)
    #endif
  }

  @Test("a large file comes whole")
  func large() throws {
    let large = SmallArchive(trainCount: 150_000, testCount: 1)
    let server = try LoopbackServer { large.file(at: $0).map { .body($0) } ?? .status(404) }
    defer { server.stop() }
    var received = 0
    let options = DownloadOptions(
      environment: ["XDG_CACHE_HOME": folder.path], mirrors: [server.address], connectionTimeLimit: 30)
    let data = try large.archive.load(options) { received = max(received, $0.receivedBytes) }
    #expect(data.train.count == 150_000)
    #expect(received == large.archive.trainImages.byteCount)
    #expect(received > 1 << 20)
  }

  @Test("a server that sends a body where only a header was asked for")
  func bodyAfterHeader() throws {
    let server = try LoopbackServer { [small] path in
      small.file(at: path).map { .bodyAfterHeader($0) } ?? .status(404)
    }
    defer { server.stop() }
    #expect(try load([server.address]).train.count == 6)
    #expect(server.requests == small.archive.files.map { "/" + $0.name })
  }

  @Test("a redirection is followed")
  func redirection() throws {
    let good = try goodServer()
    defer { good.stop() }
    let target = good.address
    let server = try LoopbackServer { .redirect(target + $0.dropFirst()) }
    defer { server.stop() }
    #expect(try load([server.address]).train.count == 6)
  }

  @Test("a file with a wrong sum")
  func wrongSum() throws {
    let zeros = [UInt8](repeating: 0, count: first.byteCount)
    let server = try LoopbackServer { _ in .body(zeros) }
    defer { server.stop() }
    let error = try fileError { try load([server.address]) }
    #expect(error.found.hasPrefix("\(server.address): the file has the wrong SHA-256 sum "))
    #expect(try folder.names(in: cache) == [])
  }

  @Test("a file that is too short")
  func tooShort() throws {
    let whole = small.files
    let size = first.byteCount
    try refuse(reason: "the file ended after 20 of \(size) bytes") { path in
      .body(Array((whole[String(path.dropFirst())] ?? []).prefix(20)))
    }
    try FileManager.default.removeItem(atPath: cache)
    try refuse(reason: "the file ended after 20 of \(size) bytes") { path in
      .bodyUntilClose(Array((whole[String(path.dropFirst())] ?? []).prefix(20)))
    }
    try FileManager.default.removeItem(atPath: cache)
    try refuse(reason: "the file ended after 0 of \(size) bytes") { _ in .body([]) }
  }

  @Test("a transfer that breaks off")
  func cutOff() throws {
    let size = first.byteCount
    try refuse(reason: "the transfer broke off after 20 of \(size) bytes") { _ in
      .cutOff([UInt8](repeating: 1, count: 20), announced: size)
    }
  }

  @Test("a file that is too long")
  func tooLong() throws {
    let size = first.byteCount
    let whole = small.files
    try refuse(reason: "it offers \(size + 1) bytes instead of the file's \(size) bytes") { path in
      .body((whole[String(path.dropFirst())] ?? []) + [0])
    }
    try FileManager.default.removeItem(atPath: cache)
    try refuse(reason: "it sent more than the file's \(size) bytes") { path in
      .bodyUntilClose((whole[String(path.dropFirst())] ?? []) + [0])
    }
  }

  @Test("a file without end", .timeLimit(.minutes(1)))
  func endless() throws {
    try refuse(reason: "it sent more than the file's \(first.byteCount) bytes") { _ in .endless }
  }

  @Test("answers other than the file")
  func status() throws {
    for status in [404, 403, 500, 206] {
      try refuse(reason: "the answer was status \(status)") { _ in .status(status) }
      try FileManager.default.removeItem(atPath: cache)
    }
  }

  @Test("a server that never answers", .timeLimit(.minutes(1)))
  func silence() throws {
    let clock = ContinuousClock()
    let start = clock.now
    try refuse(reason: "no answer within 2 seconds", connectionTimeLimit: 2) { _ in .silence }
    #expect(clock.now - start < .seconds(30))
  }

  @Test("a server that stops in the middle", .timeLimit(.minutes(1)))
  func stall() throws {
    let size = first.byteCount
    try refuse(reason: "no data for 0.5 seconds", stallTimeLimit: 0.5) { _ in
      .stall([UInt8](repeating: 1, count: 20), announced: size)
    }
  }

  @Test("a server that sends little at a time", .timeLimit(.minutes(1)))
  func drip() throws {
    let slow = try LoopbackServer { _ in .drip([UInt8](repeating: 1, count: 5000), pieceSize: 1, pause: 0.02)
    }
    defer { slow.stop() }
    let good = try goodServer()
    defer { good.stop() }
    let large = SmallArchive(trainCount: 500)
    let whole = try LoopbackServer { large.file(at: $0).map { .body($0) } ?? .status(404) }
    defer { whole.stop() }
    let options = DownloadOptions(
      environment: ["XDG_CACHE_HOME": folder.path], mirrors: [slow.address], connectionTimeLimit: 30,
      stallTimeLimit: 30, leastSpeed: 5000, speedTimeSpan: 1)
    let clock = ContinuousClock()
    let start = clock.now
    let error = try fileError { try large.archive.load(options) }
    #expect(clock.now - start < .seconds(20))
    let reason = try #require(
      error.found.wholeMatch(of: #/\S+: it is too slow: (\d+) bytes in 1 second, (.*)/#))
    #expect(try #require(Int(reason.1)) <= 51)
    #expect(reason.2 == "less than 5000 bytes a second")
    #expect(try folder.names(in: cache) == [])
    // The next mirror is asked, and the slow one not again.
    var mirrors = options
    mirrors.mirrors = [slow.address, whole.address]
    #expect(try large.archive.load(mirrors).train.count == 500)
    #expect(slow.requests.count == 2)
  }

  @Test(
    "a server that is slow but not too slow, and one that pauses within the limits", .timeLimit(.minutes(1)))
  func slowEnough() throws {
    let server = try LoopbackServer { [small] path in
      small.file(at: path).map { .drip($0, pieceSize: 10, pause: 0.05) } ?? .status(404)
    }
    defer { server.stop() }
    let options = DownloadOptions(
      environment: ["XDG_CACHE_HOME": folder.path], mirrors: [server.address], connectionTimeLimit: 30,
      stallTimeLimit: 30, leastSpeed: 20, speedTimeSpan: 0.3)
    #expect(try small.archive.load(options).train.count == 6)
  }

  @Test("all transfers together have an end", .timeLimit(.minutes(1)))
  func totalTime() throws {
    let large = SmallArchive(trainCount: 500)
    let server = try LoopbackServer { path in
      large.file(at: path).map { .drip($0, pieceSize: 100, pause: 0.1) } ?? .status(404)
    }
    defer { server.stop() }
    let other = try goodServer()
    defer { other.stop() }
    let options = DownloadOptions(
      environment: ["XDG_CACHE_HOME": folder.path], mirrors: [server.address, other.address],
      connectionTimeLimit: 30, stallTimeLimit: 30, totalTimeLimit: 0.5)
    let error = try fileError { try large.archive.load(options) }
    #expect(
      error.found == "\(server.address): it wasn't done within the 0.5 seconds for all files; "
        + "\(other.address): not asked, as the 0.5 seconds for all files are over")
    #expect(other.requests == [])
    let silent = try LoopbackServer { _ in .silence }
    defer { silent.stop() }
    var waiting = options
    waiting.mirrors = [silent.address]
    #expect(
      try fileError { try large.archive.load(waiting) }.found
        == "\(silent.address): it wasn't done within the 0.5 seconds for all files")
  }

  @Test("a redirection to something other than the web is not followed")
  func redirectionElsewhere() throws {
    let server = try LoopbackServer { _ in .redirect("file:///dev/null") }
    defer { server.stop() }
    let error = try fileError { try load([server.address]) }
    #expect(error.found.hasPrefix("\(server.address): "))
    #expect(try folder.names(in: cache) == [])
  }

  @Test("a redirection in a circle ends", .timeLimit(.minutes(1)))
  func circle() throws {
    let server = try LoopbackServer { .redirect($0) }
    defer { server.stop() }
    #expect(throws: FileError.self) { try load([server.address], connectionTimeLimit: 2) }
    #expect(try folder.names(in: cache) == [])
  }

  @Test("connections that are refused or dropped, and answers that aren't HTTP")
  func noConnection() throws {
    try refuse(
      try LoopbackServer.refusingAddress(), reason: "the host did not accept the connection")
    try FileManager.default.removeItem(atPath: cache)
    for answer in [LoopbackServer.Answer.hangUp, .nonsense] {
      let server = try LoopbackServer { _ in answer }
      defer { server.stop() }
      let error = try fileError { try load([server.address]) }
      #expect(error.found.hasPrefix("\(server.address): "))
      #expect(try folder.names(in: cache) == [])
    }
  }

  @Test("addresses that aren't on the web")
  func addresses() throws {
    for address in ["file:///etc/", "ftp://127.0.0.1/", "", "no address", "http://[::"] {
      let error = try fileError { try load([address]) }
      #expect(error.found == "\(address): not an address of http or https")
    }
    try expectError(
      file: cache + "/" + first.name, offset: nil, expected: "the file from one of 0 mirrors",
      found: "no mirror to ask"
    ) { try load([]) }
  }

  @Test("the error lists every mirror with its reason")
  func allMirrors() throws {
    let server = try LoopbackServer { _ in .status(404) }
    defer { server.stop() }
    let refusing = try LoopbackServer.refusingAddress()
    let path = cache + "/" + first.name
    let error = try fileError { try load([server.address, refusing, "ftp://x/"]) }
    #expect(error.expected == "the file from one of 3 mirrors")
    #expect(
      error.found == "\(server.address): the answer was status 404; "
        + "\(refusing): the host did not accept the connection; ftp://x/: not an address of http or https")
    #expect(
      error.description == "\(path): expected \(error.expected), but found \(error.found). "
        + "Check the network connection, or fetch the files by hand from \(server.address) "
        + "and give their folder.")
    // A file that no mirror has ends the load; the others are not asked for.
    #expect(server.requests == ["/" + first.name])
  }
}
