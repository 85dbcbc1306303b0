import Backprop
import BackpropData
import Foundation
import PredictionService
import Testing

extension AllTests {
  @Suite struct LoadTests {
    /// Many connections at once get the answers that one gets.
    @Test func answersManyAtOnce() async throws {
      var limits = ServiceLimits()
      limits.requestsPerSecond = nil
      let model = try Models.table()
      let expected = try model.predictor()
      let counts = try await withService(of: model, limits) { client, service in
        try await withThrowingTaskGroup(of: Int.self) { group in
          for worker in 0..<16 {
            group.addTask {
              var right = 0
              for step in 0..<50 {
                let length = Float((worker * 50 + step) % 70) / 10
                let table = try DataTable([("length", .numbers([length])), ("colour", .words(["red"]))])
                guard case .table(let preparation) = expected.details.preparation else { continue }
                let own = try expected.answers(to: PreparedTable(table, preparation))[0]
                let reply = try await client.post(
                  "/predict", json: "{\"rows\": [{\"length\": \(length), \"colour\": \"red\"}]}")
                let told = (reply.json["predictions"] as? [[String: Any]])?.first
                let share = told?["probability"] as? Double ?? .nan
                if told?["class"] as? String == own.className, abs(share - (own.probability ?? 0)) < 1e-9 {
                  right += 1
                }
              }
              return right
            }
          }
          var counts: [Int] = []
          for try await count in group { counts.append(count) }
          #expect(service.metrics.text.contains("backprop_predictions_total 800"))
          #expect(service.metrics.text.contains("backprop_requests_in_flight 0"))
          return counts
        }
      }
      #expect(counts == Array(repeating: 50, count: 16))
    }

    /// SIGTERM under load: each request that was taken gets its whole answer, and the program ends with status 0.
    @Test func endsGracefully() async throws {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("service-\(UUID())")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appendingPathComponent("model.safetensors").path
      let saved = try Models.pictures()
      try saved.model.save(to: file, details: saved.details)
      let program = Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent("serve")
      let built = [
        program, URL(fileURLWithPath: ".build/debug/serve"), URL(fileURLWithPath: ".build/release/serve"),
      ]
      let path = try #require(
        built.compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0.path) })
      let process = Process()
      let output = Pipe()
      process.executableURL = path
      process.arguments = [file, "--port", "0", "--rate", "0"]
      process.standardOutput = output
      try process.run()
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      let port = try #require(
        line.split(separator: ",").first.flatMap { Int($0.split(separator: ":").last ?? "") })
      let client = HTTPClient(port: port)
      let answers = try await withThrowingTaskGroup(of: (whole: Int, broken: Int).self) { group in
        for _ in 0..<8 {
          group.addTask {
            var (whole, broken) = (0, 0)
            while true {
              do {
                let reply = try await client.send("POST", "/predict", Models.bar())
                if reply.status == 200, reply.json["predictions"] != nil { whole += 1 } else { broken += 1 }
              } catch {
                // The service takes no more; an answer that was begun would have been a reply.
                if "\(error)".contains("bytes"), !"\(error)".contains("but 0 bytes") { broken += 1 }
                return (whole, broken)
              }
            }
          }
        }
        try await Task.sleep(for: .seconds(1))
        process.terminate()
        var sum = (whole: 0, broken: 0)
        for try await count in group { sum = (sum.whole + count.whole, sum.broken + count.broken) }
        return sum
      }
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(answers.whole > 3)
      #expect(answers.broken == 0)
    }
  }
}
