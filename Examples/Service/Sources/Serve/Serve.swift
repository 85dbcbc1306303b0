import ArgumentParser
import BackpropData
import BackpropFiles
import Foundation
import Hummingbird
import Logging
import PredictionService

/// `serve MODEL`: answers predictions over HTTP.
@main
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Answers what a saved model says, over HTTP.",
    discussion: """
      POST /predict takes JSON or a picture; GET /model, /health and /metrics tell of the service. SIGTERM and Ctrl-C end \
      it: requests that are being answered get their answers, others aren't taken any more.
      """)

  @Argument(help: "The model: a safetensors or ONNX file.")
  var model: String

  @Option(help: "The address to listen at; 0.0.0.0 for all of the machine's.")
  var host = "127.0.0.1"

  @Option(help: "The port; 0 for any that is free.")
  var port = 8080

  @Option(help: "The most bytes of a request's body.")
  var bodyLimit = ServiceLimits().bodyByteCount

  @Option(help: "How many requests a second an address may send; 0 for any number.")
  var rate = 50.0

  @Option(help: "How many requests an address may send at once.")
  var burst = ServiceLimits().burst

  @Option(help: "The most connections at a time.")
  var connections = ServiceLimits().connectionCount

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    guard bodyLimit > 0, burst > 0, connections > 0, rate >= 0, rate.isFinite else {
      throw ValidationError("--body-limit, --burst and --connections are at least 1, --rate at least 0.")
    }
  }

  func run() async throws {
    var limits = ServiceLimits()
    limits.bodyByteCount = bodyLimit
    limits.requestsPerSecond = rate == 0 ? nil : rate
    limits.burst = burst
    limits.connectionCount = connections
    let service: PredictionServer
    do {
      service = try PredictionServer(SavedModel(from: model), limits: limits)
    } catch {
      FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
      throw ExitCode(74)
    }
    var logger = Logger(label: "serve")
    logger.logLevel = .warning
    let host = host
    let application = service.application(host: host, port: port, logger: logger) { port in
      let place = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
      // Whoever waits for it reads from a pipe, which print would fill at the end only.
      FileHandle.standardOutput.write(Data("Listening at \(place), until Ctrl-C or SIGTERM.\n".utf8))
    }
    try await application.runService()
  }
}
