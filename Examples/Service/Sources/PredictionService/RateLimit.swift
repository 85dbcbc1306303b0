import NIOConcurrencyHelpers

/// How many requests each address has left: a bucket of tokens each, which fills up again at a steady rate.
///
/// ```text
/// tokens(t) = min(burst, tokens(t₀) + rate · (t − t₀)),  and a request takes one
/// ```
public final class RateLimit: Sendable {
  private let rate: Double
  private let burst: Double
  /// The most addresses that are remembered.
  private let addressLimit: Int
  private let buckets = NIOLockedValueBox<[String: Bucket]>([:])

  private struct Bucket {
    var tokens: Double
    var time: ContinuousClock.Instant
  }

  /// A limit of so many requests a second, and so many at once.
  public init(requestsPerSecond: Double, burst: Int, addressLimit: Int = 1 << 14) {
    rate = max(requestsPerSecond, 1e-9)
    self.burst = Double(max(burst, 1))
    self.addressLimit = addressLimit
  }

  /// Takes a token for an address.
  ///
  /// - Returns: nil where there was one; else after how many seconds there will be.
  public func secondsToWait(for address: String, at time: ContinuousClock.Instant = .now) -> Double? {
    buckets.withLockedValue { buckets in
      if buckets[address] == nil, buckets.count >= addressLimit { makeRoom(in: &buckets, at: time) }
      var bucket = buckets[address] ?? Bucket(tokens: burst, time: time)
      refill(&bucket, at: time)
      let isAllowed = bucket.tokens >= 1
      if isAllowed { bucket.tokens -= 1 }
      buckets[address] = bucket
      return isAllowed ? nil : (1 - bucket.tokens) / rate
    }
  }

  /// How many addresses are remembered.
  public var addressCount: Int { buckets.withLockedValue { $0.count } }

  private func refill(_ bucket: inout Bucket, at time: ContinuousClock.Instant) {
    let seconds = max(0, (time - bucket.time) / .seconds(1))
    bucket.tokens = min(burst, bucket.tokens + seconds * rate)
    bucket.time = max(time, bucket.time)
  }

  /// Forgets addresses whose buckets are full again, which is as if they had never come; if there are none, all, so that
  /// whoever has many addresses can't take the memory.
  private func makeRoom(in buckets: inout [String: Bucket], at time: ContinuousClock.Instant) {
    buckets = buckets.filter { _, bucket in
      var bucket = bucket
      refill(&bucket, at: time)
      return bucket.tokens < burst
    }
    if buckets.count >= addressLimit { buckets = [:] }
  }
}
