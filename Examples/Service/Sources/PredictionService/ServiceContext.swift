import Hummingbird

/// What the service knows of a request besides the request itself: where it comes from.
struct ServiceContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address at the other end of the connection, without its port.
  let address: String

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? "unknown"
  }
}
