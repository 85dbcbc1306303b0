import BackpropData
import BackpropFiles
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging

/// A web service that answers what a saved model says.
///
/// | request | answer |
/// | --- | --- |
/// | `POST /predict` with JSON | what the model says of rows or samples |
/// | `POST /predict` with a picture | what it says of the picture |
/// | `GET /model` | what it takes and tells |
/// | `GET /health` | 200 while the service runs |
/// | `GET /metrics` | counts for Prometheus |
public struct PredictionServer: Sendable {
  private let answers: ModelAnswers
  private let limits: ServiceLimits
  /// What the service counts.
  public let metrics = ServiceMetrics()

  /// A service of a model.
  ///
  /// - Throws: `FileError` where there is no memory for what the model's layers make of a sample.
  public init(_ model: SavedModel, limits: ServiceLimits = ServiceLimits()) throws(FileError) {
    answers = ModelAnswers(predictor: try model.predictor(name: "request"), limits: limits)
    self.limits = limits
  }

  /// The application, which runs until it is told to stop: `runService()` does so at SIGTERM and SIGINT, and requests
  /// that are being answered then get their answers.
  ///
  /// - Parameters:
  ///   - host: the address to listen at.
  ///   - port: the port; 0 for any that is free.
  ///   - onRunning: is told the port once requests are taken.
  public func application(
    host: String, port: Int, logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    Application(
      router: router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [RequestDeadline(seconds: limits.requestSeconds)],
          idleTimeout: .seconds(Int64(limits.idleSeconds)))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: "backprop",
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connectionCount)),
      onServerRunning: { await onRunning($0.localAddress?.port ?? port) },
      logger: logger)
  }

  private func router() -> Router<ServiceContext> {
    let router = Router(context: ServiceContext.self)
    router.add(middleware: CountingMiddleware(metrics: metrics))
    router.add(middleware: DirectionsMiddleware())
    router.get("health") { _, _ in Self.text("ok\n") }
    router.get("metrics") { [metrics] _, _ in Self.text(metrics.text) }
    let limited = router.group()
    if let rate = limits.requestsPerSecond {
      limited.add(
        middleware: RateLimitMiddleware(limit: RateLimit(requestsPerSecond: rate, burst: limits.burst)))
    }
    limited.get("model") { [answers] _, _ in try Self.json(ModelReply(answers.details)) }
    limited.post("predict") { [self] request, _ in try await predict(request) }
    return router
  }

  private func predict(_ request: Request) async throws -> Response {
    let body = try await body(of: request)
    guard !body.isEmpty else {
      throw HTTPError(.badRequest, message: "The body is empty; send JSON or a picture.")
    }
    do {
      // JSON that may be meant begins with a brace, a bracket or a quote, and pictures never do, whatever the request calls
      // its content.
      let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
      let isJSON = body.first { !blanks.contains($0) }.map { "{[\"".utf8.contains($0) } ?? false
      let reply = isJSON ? try answers.answer(json: Data(body)) : try answers.answer(picture: body)
      metrics.predicted(reply.predictions.map(\.class))
      return try Self.json(reply)
    } catch let problem as RequestProblem {
      throw HTTPError(.badRequest, message: problem.sentence)
    } catch let error as FileError {
      throw HTTPError(.badRequest, message: error.description)
    }
  }

  /// The whole body, unless it is larger than it may be: one that says so is refused before it is read.
  private func body(of request: Request) async throws -> [UInt8] {
    let tooLarge = HTTPError(
      .contentTooLarge,
      message: "The body may have \(limits.bodyByteCount) bytes; send fewer samples, or a smaller picture.")
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bodyByteCount {
      throw tooLarge
    }
    do {
      let buffer = try await request.body.collect(upTo: limits.bodyByteCount)
      return Array(buffer.readableBytesView)
    } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
      throw tooLarge
    }
  }

  private static func text(_ text: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  private static func json(_ value: some Encodable) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = try encoder.encode(value)
    return Response(
      status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
