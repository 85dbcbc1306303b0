import HTTPTypes
import Hummingbird

/// Counts requests and their times.
struct CountingMiddleware: RouterMiddleware {
  typealias Context = ServiceContext
  let metrics: ServiceMetrics

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    metrics.requestBegins()
    var status = HTTPResponse.Status.internalServerError.code
    // Never what the request calls itself: whoever makes up paths would fill the memory.
    defer {
      metrics.requestEnds(
        path: Self.name(of: context), status: status,
        seconds: (ContinuousClock.now - start) / .seconds(1))
    }
    do {
      let response = try await next(request, context)
      status = response.status.code
      return response
    } catch let error as any HTTPResponseError {
      status = error.status.code
      throw error
    }
  }
}

extension CountingMiddleware {
  /// The route that answers; one name for all paths that have none.
  private static func name(of context: Context) -> String {
    guard let path = context.endpointPath, path.hasPrefix("/") else { return "other" }
    return path
  }
}

/// Says what there is where a path, or a method of one, has no route.
struct DirectionsMiddleware: RouterMiddleware {
  typealias Context = ServiceContext

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as any HTTPResponseError where error.status == .notFound {
      throw HTTPError(
        .notFound,
        message: "There is nothing here; ask POST /predict, GET /model, GET /health or GET /metrics.")
    }
  }
}

/// Refuses requests of addresses that send too many.
struct RateLimitMiddleware: RouterMiddleware {
  typealias Context = ServiceContext
  let limit: RateLimit

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    if let seconds = limit.secondsToWait(for: context.address) {
      let whole = Int(seconds.rounded(.up))
      throw HTTPError(
        .tooManyRequests, headers: [.retryAfter: "\(max(1, whole))"],
        message: "Too many requests from \(context.address); try again in \(max(1, whole)) s.")
    }
    return try await next(request, context)
  }
}
