/// Reading and writing of IDX files, the format of the MNIST data.
///
/// An IDX file starts with two zero bytes, a byte for the type of its elements and a byte for the number
/// of its axes; then come the axes' sizes in 32 bits each and the elements in row-major order, all with
/// the most significant byte first. The file may be compressed with gzip whatever its name is.
public enum IDX {
  /// The greatest size of the data that a file may hold unless the caller says otherwise: 1 GiB.
  public static let defaultLimit = 1 << 30

  /// How a file is stored.
  public enum Compression: Sendable {
    /// As it is.
    case none
    /// Compressed with gzip.
    case gzip
  }
}
