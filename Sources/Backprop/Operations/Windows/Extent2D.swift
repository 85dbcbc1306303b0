/// A height and a width, of a window or of the steps that it takes: `2` for both, or `.init(height: 2, width: 3)`.
public struct Extent2D: Sendable, Hashable {
  /// The rows.
  public var height: Int
  /// The columns.
  public var width: Int

  /// So many rows and columns.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// As many rows as columns.
  public init(_ size: Int) { self.init(height: size, width: size) }
}

extension Extent2D: ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// As many rows as columns.
  public init(integerLiteral size: Int) { self.init(size) }

  /// For example `2x3`.
  public var description: String { "\(height)x\(width)" }
}

/// Rows and columns of zeros around an image: `1` for one on each side, `.init(height: 1, width: 2)`, or each side by
/// itself.
public struct Padding2D: Sendable, Hashable {
  /// The rows above.
  public var top: Int
  /// The rows below.
  public var bottom: Int
  /// The columns to the left.
  public var left: Int
  /// The columns to the right.
  public var right: Int

  /// So many rows and columns on each side.
  public init(top: Int, bottom: Int, left: Int, right: Int) {
    self.top = top
    self.bottom = bottom
    self.left = left
    self.right = right
  }

  /// As many rows above as below, and columns to the left as to the right.
  public init(height: Int, width: Int) {
    self.init(top: height, bottom: height, left: width, right: width)
  }

  /// The same on all sides.
  public init(_ size: Int) { self.init(height: size, width: size) }
}

extension Padding2D: ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The same on all sides.
  public init(integerLiteral size: Int) { self.init(size) }

  /// For example `1`, or `top 1, bottom 2, left 0, right 0` where the sides differ.
  public var description: String {
    top == bottom && left == right && top == left
      ? "\(top)" : "top \(top), bottom \(bottom), left \(left), right \(right)"
  }
}
