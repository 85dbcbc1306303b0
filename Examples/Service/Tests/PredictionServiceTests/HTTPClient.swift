import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A client over plain sockets: requests as they are on the wire, the strange ones, too.
///
/// It waits in threads of its own, so that the tasks' threads are left to the service in the same process.
struct HTTPClient: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  struct Reply: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    /// The body as JSON.
    var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
    }
  }

  let port: Int

  private static let queue = DispatchQueue(label: "client", attributes: .concurrent)

  func get(_ path: String) async throws -> Reply { try await send("GET", path, []) }

  func post(_ path: String, json: String) async throws -> Reply {
    try await send("POST", path, Array(json.utf8))
  }

  func send(_ method: String, _ path: String, _ body: [UInt8], headers: [String] = []) async throws -> Reply {
    let head = [
      "\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close", "Content-Length: \(body.count)",
    ]
    let text = (head + headers).joined(separator: "\r\n") + "\r\n\r\n"
    return try await reply(to: [Array(text.utf8) + body])
  }

  /// Sends pieces with pauses between them, and reads to the end of the connection.
  func reply(to pieces: [[UInt8]], pause: Double = 0) async throws -> Reply {
    let bytes = try await exchange(pieces, pause: pause)
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
      throw Failure(description: "no answer but \(bytes.count) bytes")
    }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count > 1, let status = Int(words[1]) else { throw Failure(description: lines[0]) }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    return Reply(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
  }

  /// Sends pieces and returns all that comes back until the other end closes the connection.
  func exchange(_ pieces: [[UInt8]], pause: Double = 0) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      Self.queue.async {
        continuation.resume(with: Result { try exchangeNow(pieces, pause) })
      }
    }
  }

  private func exchangeNow(_ pieces: [[UInt8]], _ pause: Double) throws -> [UInt8] {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
      let flags: Int32 = 0
    #endif
    guard descriptor >= 0 else { throw Failure(description: "no socket") }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(description: "no connection") }
    sending: for (place, piece) in pieces.enumerated() {
      if place > 0, pause > 0 { usleep(UInt32(pause * 1e6)) }
      var sent = 0
      while sent < piece.count {
        let count = Self.write(piece[sent...], to: descriptor, flags)
        // The service may have answered and closed already.
        guard count > 0 else { break sending }
        sent += count
      }
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == ECONNRESET, !bytes.isEmpty { return bytes }
        throw Failure(description: errno == EAGAIN ? "silence for a minute" : "a connection that broke")
      }
      bytes += buffer[..<count]
    }
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ flags: Int32) -> Int {
    #if canImport(Glibc)
      bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
    #else
      bytes.withUnsafeBytes { Darwin.send(descriptor, $0.baseAddress, $0.count, flags) }
    #endif
  }
}
