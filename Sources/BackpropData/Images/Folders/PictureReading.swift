/// How pictures are read as images of a data set.
public struct PictureReading: Sendable, Hashable {
  /// Whether images have colours.
  public enum Colours: Sendable, Hashable {
    /// They have where a picture has.
    case asPictures
    /// Grey, by the weights of Rec. 601.
    case grey
    /// Red, green and blue.
    case colour
  }

  /// The height and the width of an image; the most common size of the pictures if not given, made smaller where it has
  /// a side of more than ``greatestUsualSide``.
  public var size: Size?

  /// Whether images have colours.
  public var colours: Colours

  /// The share of the pictures that is held out to test with where a folder has no part for it; 0 for none.
  public var holdOut: Double

  /// What the choice of pictures to hold out depends on.
  public var seed: UInt64

  /// The longest side of images whose size isn't given.
  public static let greatestUsualSide = 64

  /// A size in pixels.
  public struct Size: Sendable, Hashable {
    /// The height.
    public var rows: Int
    /// The width.
    public var columns: Int

    /// A size.
    public init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }
  }

  /// How pictures are read; as they are if nothing is given.
  public init(size: Size? = nil, colours: Colours = .asPictures, holdOut: Double = 0.2, seed: UInt64 = 0) {
    (self.size, self.colours, self.holdOut, self.seed) = (size, colours, holdOut, seed)
  }
}
