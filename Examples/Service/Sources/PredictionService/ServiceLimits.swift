/// What a service takes at most; whatever is more is refused with a sentence, before it costs anything.
public struct ServiceLimits: Sendable {
  /// The most bytes of a request's body.
  public var bodyByteCount = 1 << 20
  /// The most samples, or rows of a table, of a request.
  public var sampleCount = 1000
  /// The most pixels of a picture: a small file may hold a very large one.
  public var pixelCount = 4_000_000
  /// How many requests a second an address may send in the long run; nil for any number.
  public var requestsPerSecond: Double? = 50
  /// How many requests an address may send at once after it was quiet.
  public var burst = 100
  /// The most connections at a time; others wait until one is closed.
  public var connectionCount = 256
  /// How many seconds a connection may be silent, within a request or between two, before it is closed.
  public var idleSeconds = 30
  /// Within how many seconds a request must have come as a whole, however it trickles.
  public var requestSeconds = 60

  /// The limits that fit a small service.
  public init() {}
}
