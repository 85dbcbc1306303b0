import Backprop
import BackpropData
import BackpropFormats
import Foundation
import PredictionService
import Testing

extension AllTests {
  @Suite struct ServiceTests {
    /// The message of an error's body.
    private func message(_ reply: HTTPClient.Reply) -> String {
      (reply.json["error"] as? [String: Any])?["message"] as? String ?? ""
    }

    private func predictions(_ reply: HTTPClient.Reply) -> [[String: Any]] {
      reply.json["predictions"] as? [[String: Any]] ?? []
    }

    @Test func tellsClassesOfRows() async throws {
      try await withService(of: try Models.table()) { client, _ in
        let reply = try await client.post(
          "/predict",
          json: #"{"rows": [{"length": 5.2, "colour": "red"}, {"length": 1, "colour": "white", "more": 3}]}"#)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
        #expect(predictions(reply).map { $0["class"] as? String } == ["rose", "daisy"])
        let shares = predictions(reply)[0]["probabilities"] as? [String: Double] ?? [:]
        #expect(shares.keys.sorted() == ["daisy", "rose"])
        #expect(abs(shares.values.reduce(0, +) - 1) < 1e-6)
        let other = try await client.post("/predict", json: #"{"rows": [{"length": 5, "colour": "green"}]}"#)
        #expect(other.status == 200)
        #expect("\(other.json["remarks"] ?? "")".contains("“green”"))
      }
    }

    @Test func tellsNumbersInTheirUnit() async throws {
      try await withService(of: try Models.numbers()) { client, _ in
        let reply = try await client.post("/predict", json: #"{"rows": [{"x": 4, "y": 2.25}]}"#)
        let value = predictions(reply).first?["value"] as? Double ?? .nan
        #expect(abs(value - 10.25) < 1.5, "\(reply.text)")
        let model = try await client.get("/model")
        #expect(model.json["columns"] as? [String] == ["x", "y"])
        #expect(model.json["target"] as? String == "sum")
        #expect(model.json["sample_shape"] as? [Int] == [2])
      }
    }

    @Test func answersPicturesAsTheLibraryDoes() async throws {
      let model = try Models.pictures()
      let predictor = try model.predictor()
      for bytes in [Models.bar(), Models.png] {
        let expected = try predictor.answer(to: Raster(encoded: bytes, name: "picture"))
        try await withService(of: model) { client, _ in
          let reply = try await client.send("POST", "/predict", bytes, headers: ["Content-Type: image/png"])
          #expect(reply.status == 200, "\(reply.text)")
          let told = predictions(reply).first ?? [:]
          #expect(told["class"] as? String == expected.className)
          #expect(abs((told["probability"] as? Double ?? 0) - (expected.probability ?? 1)) < 1e-6)
          #expect("\(told["remarks"] ?? "")".contains("geometry"))
        }
      }
    }

    @Test func answersSamplesAsTheLibraryDoes() async throws {
      let model = try Models.pictures()
      let sample = (0..<784).map { Float($0 % 29) / 32 }
      let expected = try model.predictor().answers(to: Tensor(shape: [1, 784], sample))[0]
      try await withService(of: model) { client, _ in
        let text = sample.map { "\($0)" }.joined(separator: ",")
        let reply = try await client.post("/predict", json: "{\"samples\": [[\(text)], [\(text)]]}")
        #expect(predictions(reply).count == 2, "\(reply.text)")
        #expect(predictions(reply)[1]["class"] as? String == expected.className)
      }
    }

    @Test(arguments: [
      (#"{"rows": [{"length": 5.2}]}"#, "rows[0] lacks the column “colour”"),
      (#"{"rows": [{"length": "long", "colour": "red"}]}"#, "“long” in “length”, a column of numbers"),
      (
        #"{"rows": [{"length": 1, "colour": "red"}, {"length": null, "colour": "red"}]}"#,
        "rows[1] has no value in “length”"
      ),
      (#"{"rows": [{"length": 1e300, "colour": "red"}]}"#, "single precision"),
      (#"{"rows": [{"length": [1], "colour": "red"}]}"#, "isn't what it should be"),
      (#"{"rows": []}"#, "Send 1 to 1000 samples"), (#"{"samples": [[1, 2, 3]]}"#, "learnt from a table"),
      (#"{"rows": [], "samples": []}"#, "Send {"), ("{", "isn't JSON"),
      ("{\"rows\": [{\"length\": NaN}]}", "isn't JSON"),
      ("[1, 2]", "isn't what it should be"), (#" "text""#, "isn't what it should be"), ("[1,", "isn't JSON"),
      ("", "The body is empty"), ("hello", "expected a picture as PNG"), ("\u{89}PNG", "expected"),
      (String(repeating: "{\"rows\":", count: 5000), "isn't JSON"),
    ])
    func refusesWithASentence(_ body: String, _ sentence: String) async throws {
      try await withService(of: try Models.table()) { client, _ in
        let reply = try await client.post("/predict", json: body)
        #expect(reply.status == 400)
        #expect(message(reply).contains(sentence), "\(reply.text)")
      }
    }

    @Test func refusesSamplesOfAnotherSize() async throws {
      try await withService(of: try Models.pictures()) { client, _ in
        let reply = try await client.post("/predict", json: #"{"samples": [[1, 2, 3]]}"#)
        #expect(reply.status == 400)
        #expect(message(reply).contains("784 numbers a sample; samples[0] has 3"), "\(reply.text)")
        let infinite = "{\"samples\": [[\((0..<784).map { _ in "3e38" }.joined(separator: ","))]]}"
        #expect(message(try await client.post("/predict", json: infinite)).contains("NaN or infinite"))
      }
    }

    @Test func fillsMissingValuesWhereTheModelMay() async throws {
      try await withService(of: try Models.table(missing: .mean)) { client, _ in
        let reply = try await client.post("/predict", json: #"{"rows": [{"length": null, "colour": "red"}]}"#)
        #expect(predictions(reply).first?["class"] as? String == "rose", "\(reply.text)")
      }
    }

    @Test func knowsItsPaths() async throws {
      try await withService(of: try Models.table()) { client, service in
        #expect(try await client.get("/health").text == "ok\n")
        #expect(try await client.get("/model").json["classes"] as? [String] == ["daisy", "rose"])
        #expect(try await client.get("/predict").status != 200)
        for path in ["/elsewhere", "/a/b", "/../etc/passwd"] {
          let reply = try await client.get(path)
          #expect(reply.status == 404 && message(reply).contains("ask POST /predict"), "\(reply.text)")
        }
        let asked = try await client.get("/predict")
        #expect(asked.status == 404 && asked.text.contains("ask POST /predict, GET /model"), "\(asked.text)")
        _ = try await client.post("/predict", json: #"{"rows": [{"length": 5, "colour": "red"}]}"#)
        let metrics = try await client.get("/metrics").text
        #expect(metrics.contains("backprop_requests_total{path=\"/predict\",status=\"200\"} 1"), "\(metrics)")
        #expect(metrics.contains("backprop_requests_total{path=\"other\",status=\"404\"}"), "\(metrics)")
        #expect(metrics.contains("backprop_classes_total{class=\"rose\"} 1"))
        #expect(!metrics.contains("passwd"))
      }
    }
  }
}
