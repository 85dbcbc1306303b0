import BackpropData
import Hummingbird
import Logging
import PredictionService
import ServiceLifecycle

/// Starts a service, gives a function a client and the service, and stops it gracefully.
func withService<Value: Sendable>(
  of model: SavedModel, _ limits: ServiceLimits = ServiceLimits(),
  _ body: @Sendable (HTTPClient, PredictionServer) async throws -> Value
) async throws -> Value {
  let service = try PredictionServer(model, limits: limits)
  let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
  var logger = Logger(label: "test")
  logger.logLevel = .critical
  let application = service.application(host: "127.0.0.1", port: 0, logger: logger) { continuation.yield($0) }
  let group = ServiceGroup(services: [application], logger: logger)
  let running = Task { try await group.run() }
  var iterator = ports.makeAsyncIterator()
  let port = await iterator.next() ?? 0
  let result: Result<Value, any Error>
  do {
    result = .success(try await body(HTTPClient(port: port), service))
  } catch {
    result = .failure(error)
  }
  await group.triggerGracefulShutdown()
  try await running.value
  return try result.get()
}
