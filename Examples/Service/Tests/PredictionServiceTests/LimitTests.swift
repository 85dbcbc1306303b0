import Foundation
import PredictionService
import Testing

extension AllTests {
  @Suite struct LimitTests {
    private var limits: ServiceLimits {
      var limits = ServiceLimits()
      limits.bodyByteCount = 5000
      limits.requestsPerSecond = nil
      limits.idleSeconds = 1
      return limits
    }

    private let row = #"{"length": 5, "colour": "red"}"#

    @Test func refusesLargeBodies() async throws {
      try await withService(of: try Models.table(), limits) { client, _ in
        let body = Array("{\"rows\": [\(row)\(String(repeating: " ", count: 6000))]}".utf8)
        #expect(try await client.send("POST", "/predict", body).status == 413)
        // Without a length the body is counted as it comes.
        let head =
          "POST /predict HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        let chunk = "800\r\n\(String(repeating: " ", count: 0x800))\r\n"
        let pieces = [head] + Array(repeating: chunk, count: 4) + ["0\r\n\r\n"]
        #expect(try await client.reply(to: pieces.map { Array($0.utf8) }).status == 413)
        let reply = try await client.post("/predict", json: "{\"rows\": [\(row)]}")
        #expect(reply.status == 200)
      }
    }

    @Test func refusesMoreSamplesThanItTakes() async throws {
      var limits = limits
      limits.sampleCount = 3
      try await withService(of: try Models.table(), limits) { client, _ in
        let rows = Array(repeating: row, count: 4).joined(separator: ",")
        let reply = try await client.post("/predict", json: "{\"rows\": [\(rows)]}")
        #expect(reply.status == 400)
        #expect(reply.text.contains("Send 1 to 3 samples"))
      }
    }

    @Test func refusesPicturesThatAreLargeInside() async throws {
      try await withService(of: try Models.pictures()) { client, _ in
        let start = ContinuousClock.now
        let reply = try await client.send("POST", "/predict", Models.bomb)
        #expect(reply.status == 400)
        #expect(reply.text.contains("at most 4000000 pixels"), "\(reply.text)")
        #expect(ContinuousClock.now - start < .seconds(5))
      }
    }

    @Test func refusesManyRequestsOfOneAddress() async throws {
      var limits = limits
      limits.requestsPerSecond = 0.001
      limits.burst = 3
      try await withService(of: try Models.table(), limits) { client, _ in
        var statuses: [Int] = []
        for _ in 0..<5 {
          let reply = try await client.post("/predict", json: "{\"rows\": [\(row)]}")
          statuses.append(reply.status)
          if reply.status == 429 { #expect(Int(reply.headers["retry-after"] ?? "") ?? 0 > 500) }
        }
        #expect(statuses == [200, 200, 200, 429, 429])
        #expect(try await client.get("/health").status == 200)
      }
    }

    @Test func closesSilentConnections() async throws {
      try await withService(of: try Models.table(), limits) { client, _ in
        let start = ContinuousClock.now
        // The beginning of a request, and no more.
        let head = "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"rows\":"
        _ = try? await client.exchange([Array(head.utf8)])
        _ = try? await client.exchange([Array("GET /hea".utf8)])
        #expect(ContinuousClock.now - start < .seconds(15))
      }
    }

    /// A request that comes drop by drop is never silent for long.
    @Test func closesSlowRequests() async throws {
      var limits = limits
      limits.requestSeconds = 2
      try await withService(of: try Models.table(), limits) { client, _ in
        let start = ContinuousClock.now
        let head = "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"
        let drops = [head] + Array(repeating: " ", count: 40)
        _ = try? await client.exchange(drops.map { Array($0.utf8) }, pause: 0.5)
        #expect(ContinuousClock.now - start < .seconds(15))
      }
    }

    @Test func takesWhatIsNoRequest() async throws {
      try await withService(of: try Models.table(), limits) { client, _ in
        for text in [
          "\u{16}\u{3}\u{1}", "hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
          "POST /predict HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        ] {
          _ = try? await client.exchange([Array(text.utf8)])
        }
        let health = try await client.get("/health")
        #expect(health.status == 200)
      }
    }

    @Test func fillsBucketsAtTheirRate() {
      let limit = RateLimit(requestsPerSecond: 2, burst: 3)
      let start = ContinuousClock.now
      for _ in 0..<3 { #expect(limit.secondsToWait(for: "a", at: start) == nil) }
      #expect(limit.secondsToWait(for: "a", at: start) == 0.5)
      #expect(limit.secondsToWait(for: "b", at: start) == nil)
      #expect(limit.secondsToWait(for: "a", at: start + .seconds(0.5)) == nil)
      #expect(limit.secondsToWait(for: "a", at: start + .seconds(0.5)) != nil)
      // Never more than may come at once.
      for _ in 0..<3 { #expect(limit.secondsToWait(for: "a", at: start + .seconds(100)) == nil) }
      #expect(limit.secondsToWait(for: "a", at: start + .seconds(100)) != nil)
      // A clock that goes back gives nothing.
      #expect(limit.secondsToWait(for: "a", at: start) != nil)
    }

    @Test func remembersABoundedNumberOfAddresses() {
      let limit = RateLimit(requestsPerSecond: 1, burst: 1, addressLimit: 100)
      let start = ContinuousClock.now
      for number in 0..<10_000 {
        _ = limit.secondsToWait(for: "\(number)", at: start + .milliseconds(number))
      }
      #expect(limit.addressCount <= 100)
    }
  }
}
