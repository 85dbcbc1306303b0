#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How a data set is loaded from the cache and the network.
public struct DownloadOptions: Sendable {
  /// The environment variables, which say where the cache is; those of the process by default.
  public var environment: [String: String]

  /// The addresses to use in place of the data set's own, or `nil` for its own.
  public var mirrors: [String]?

  /// Whether missing files may be fetched from the network.
  public var allowsDownload: Bool

  /// How many seconds a mirror has from the start of an attempt, with the look-up of its name, until
  /// its answer begins.
  public var connectionTimeLimit: Double

  /// How many seconds a transfer may pause before it is given up.
  public var stallTimeLimit: Double

  /// How many bytes a second a mirror must send at least, on the average over ``speedTimeSpan``; 0 for any speed.
  public var leastSpeed: Double

  /// Over how many seconds a mirror's speed is measured, again and again from the beginning of its answer.
  public var speedTimeSpan: Double

  /// How many seconds all files and mirrors together may take.
  public var totalTimeLimit: Double

  /// Makes options; all have defaults that fit a command line.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment, mirrors: [String]? = nil,
    allowsDownload: Bool = true, connectionTimeLimit: Double = 5, stallTimeLimit: Double = 15,
    leastSpeed: Double = 5_000, speedTimeSpan: Double = 20, totalTimeLimit: Double = 3_600
  ) {
    self.environment = environment
    self.mirrors = mirrors
    self.allowsDownload = allowsDownload
    self.connectionTimeLimit = connectionTimeLimit
    self.stallTimeLimit = stallTimeLimit
    self.leastSpeed = leastSpeed
    self.speedTimeSpan = speedTimeSpan
    self.totalTimeLimit = totalTimeLimit
  }
}
