/// How far a download has come.
public struct DownloadProgress: Sendable, Hashable {
  /// The name of the file.
  public var file: String

  /// The address of the mirror that sends it.
  public var mirror: String

  /// The number of bytes that have come so far.
  public var receivedBytes: Int

  /// The size of the whole file in bytes.
  public var totalBytes: Int
}
