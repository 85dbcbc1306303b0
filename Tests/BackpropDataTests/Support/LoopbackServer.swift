import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A tiny HTTP server on 127.0.0.1 whose answers a test chooses, bad ones included.
final class LoopbackServer: @unchecked Sendable {
  /// What the server does with a request.
  enum Answer: Sendable {
    /// Status 200 and the bytes.
    case body([UInt8])
    /// Another status.
    case status(Int)
    /// A header that announces more bytes than follow before the connection is closed.
    case cutOff([UInt8], announced: Int)
    /// Part of a body without an announced length, then the connection is closed.
    case bodyUntilClose([UInt8])
    /// A body that never ends.
    case endless
    /// Status 200 and the bytes, and more of them some time after a question for the header, which should have none.
    case bodyAfterHeader([UInt8])
    /// A body in pieces of so many bytes, with so many seconds after each.
    case drip([UInt8], pieceSize: Int, pause: Double)
    /// Part of the body, then nothing while the connection stays open.
    case stall([UInt8], announced: Int)
    /// Nothing at all while the connection stays open.
    case silence
    /// Closes the connection without an answer.
    case hangUp
    /// A redirection to another address.
    case redirect(String)
    /// Bytes that are not HTTP.
    case nonsense
  }

  /// The address of the server's root.
  let address: String

  private let descriptor: Int32
  private let answer: @Sendable (String) -> Answer
  private let lock = NSLock()
  private var paths: [String] = []
  private var reuseCount = 0
  private var isStopped = false

  /// How many files were asked for over a connection that was left from the question for a header.
  var reusedConnections: Int { lock.withLock { reuseCount } }

  /// The paths of files asked for so far; questions for a header aren't counted.
  var requests: [String] { lock.withLock { paths } }

  /// Starts a server.
  init(_ answer: @escaping @Sendable (String) -> Answer) throws {
    self.answer = answer
    let (descriptor, port) = try Self.bound()
    self.descriptor = descriptor
    address = "http://127.0.0.1:\(port)/"
    guard listen(descriptor, 16) == 0 else { throw POSIXError(.EIO) }
    Thread.detachNewThread { [self] in acceptConnections() }
  }

  /// Ends the server; connections that it still holds end with the client or after their time limit.
  func stop() {
    lock.withLock { isStopped = true }
    // A last connection wakes the thread that waits for one.
    if let waker = try? Self.connected(to: address) { close(waker) }
  }

  /// The address of a port of 127.0.0.1 on which nobody listens.
  static func refusingAddress() throws -> String {
    let (descriptor, port) = try bound()
    close(descriptor)
    return "http://127.0.0.1:\(port)/"
  }

  private func acceptConnections() {
    while true {
      let connection = accept(descriptor, nil, nil)
      if lock.withLock({ isStopped }) {
        if connection >= 0 { close(connection) }
        close(descriptor)
        return
      }
      guard connection >= 0 else { continue }
      Thread.detachNewThread { [self] in
        serve(connection)
        close(connection)
      }
    }
  }

  private func serve(_ connection: Int32) {
    Self.limitWaiting(connection)
    guard var request = Self.request(connection) else { return }
    if request.method == "HEAD", let header = Self.keptHeader(answer(request.path)) {
      guard Self.send(connection, header), let next = Self.request(connection) else { return }
      if case .bodyAfterHeader(let bytes) = answer(request.path) {
        _ = Self.send(connection, bytes)
        return
      }
      request = next
      lock.withLock { reuseCount += 1 }
    }
    if request.method == "GET" { lock.withLock { paths.append(request.path) } }
    switch answer(request.path) {
    case .body(let bytes), .bodyAfterHeader(let bytes):
      _ = Self.send(connection, Self.header(200, length: bytes.count) + bytes)
    case .status(let status):
      _ = Self.send(connection, Self.header(status, length: 0))
    case .cutOff(let bytes, let announced):
      _ = Self.send(connection, Self.header(200, length: announced) + bytes)
    case .bodyUntilClose(let bytes):
      _ = Self.send(connection, Self.header(200, length: nil) + bytes)
    case .endless:
      guard Self.send(connection, Self.header(200, length: nil)) else { return }
      let part = [UInt8](repeating: 7, count: 4096)
      // About as fast as a quick network; without a pause it would be the speed of the memory.
      while Self.send(connection, part) { usleep(200) }
    case .drip(let bytes, let pieceSize, let pause):
      guard Self.send(connection, Self.header(200, length: bytes.count)) else { return }
      var rest = bytes[...]
      while !rest.isEmpty, Self.send(connection, Array(rest.prefix(pieceSize))) {
        rest = rest.dropFirst(pieceSize)
        usleep(UInt32(pause * 1e6))
      }
    case .stall(let bytes, let announced):
      guard Self.send(connection, Self.header(200, length: announced) + bytes) else { return }
      Self.waitForClient(connection)
    case .silence:
      Self.waitForClient(connection)
    case .hangUp:
      return
    case .redirect(let target):
      let text = "HTTP/1.1 302 Found\r\nLocation: \(target)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      _ = Self.send(connection, Array(text.utf8))
    case .nonsense:
      _ = Self.send(connection, Array("what?\r\n\r\n".utf8))
    }
  }

  /// The answer to a question for a header after which the connection is kept; `nil` where the whole answer fits.
  private static func keptHeader(_ answer: Answer) -> [UInt8]? {
    switch answer {
    case .body(let bytes), .bodyAfterHeader(let bytes), .drip(let bytes, _, _):
      header(200, length: bytes.count, isKept: true)
    case .cutOff(_, let announced), .stall(_, let announced): header(200, length: announced, isKept: true)
    case .bodyUntilClose, .endless: header(200, length: 0, isKept: true)
    case .status, .silence, .hangUp, .redirect, .nonsense: nil
    }
  }

  private static func header(_ status: Int, length: Int?, isKept: Bool = false) -> [UInt8] {
    let size = length.map { "Content-Length: \($0)\r\n" } ?? ""
    // With a type given no client holds bytes back to guess it.
    let type = "Content-Type: application/octet-stream\r\n"
    let end = isKept ? "" : "Connection: close\r\n"
    return Array("HTTP/1.1 \(status) Status\r\n\(type)\(size)\(end)\r\n".utf8)
  }

  private static func request(_ connection: Int32) -> (method: String, path: String)? {
    var request: [UInt8] = []
    var byte: UInt8 = 0
    while !request.suffix(4).elementsEqual([13, 10, 13, 10]), request.count < 65536 {
      guard recv(connection, &byte, 1, 0) == 1 else { return nil }
      request.append(byte)
    }
    let words = String(decoding: request, as: UTF8.self).split(separator: " ")
    return words.count > 1 ? (String(words[0]), String(words[1])) : nil
  }

  private static func waitForClient(_ connection: Int32) {
    var byte: UInt8 = 0
    while recv(connection, &byte, 1, 0) == 1 {}
  }

  private static func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    return bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let part = UnsafeRawBufferPointer(rebasing: buffer[sent...])
        #if canImport(Darwin)
          let count = Darwin.send(connection, part.baseAddress, part.count, flags)
        #elseif canImport(Glibc)
          let count = Glibc.send(connection, part.baseAddress, part.count, flags)
        #else
          let count = Musl.send(connection, part.baseAddress, part.count, flags)
        #endif
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  private static func limitWaiting(_ connection: Int32) {
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    #if canImport(Darwin)
      var isOn: Int32 = 1
      setsockopt(connection, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  private static func newSocket() throws -> Int32 {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw POSIXError(.EIO) }
    return descriptor
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    #if canImport(Darwin)
      address.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
    #endif
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func withAddress<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
  ) -> Result {
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
    }
  }

  private static func bound() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = try newSocket()
    var address = loopback(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    guard withAddress(&address, { bind(descriptor, $0, size) }) == 0,
      withAddress(&address, { getsockname(descriptor, $0, &size) }) == 0
    else {
      close(descriptor)
      throw POSIXError(.EADDRNOTAVAIL)
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private static func connected(to text: String) throws -> Int32 {
    let port = URL(string: text)?.port ?? 0
    let descriptor = try newSocket()
    var address = loopback(port: UInt16(port))
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    guard withAddress(&address, { connect(descriptor, $0, size) }) == 0 else {
      close(descriptor)
      throw POSIXError(.ECONNREFUSED)
    }
    return descriptor
  }
}
