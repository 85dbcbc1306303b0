/// Arrays in NumPy's files: one in an `.npy` file, several with names in an `.npz` archive.
///
/// What Python programs write by `numpy.save`, `numpy.savez` and `numpy.savez_compressed` is read, and they read what is
/// written here. Arrays hold numbers; pickled objects, which could run programs, are never read.
public enum NumPy {
  /// How the entries of an archive lie in it.
  public enum Compression: Sendable, Hashable {
    /// As they are, as by `numpy.savez`.
    case none
    /// Deflated, as by `numpy.savez_compressed`.
    case deflate
  }

  /// What an array is, without its numbers.
  public struct Layout: Sendable, Hashable {
    /// What it is called in its archive; empty for an `.npy` file's.
    public var name: String
    /// How one number is stored.
    public var kind: NumberKind
    /// The size of each axis.
    public var shape: [Int]
  }
}
