/// What is to be learnt from a table.
public struct TableTask: Sendable, Hashable {
  /// What the target is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// One of several classes.
    case classify
    /// A number.
    case regress
  }

  /// What becomes of rows with missing values.
  public enum MissingRule: String, Sendable, Hashable, CaseIterable {
    /// They are an error.
    case error
    /// A missing number becomes the column's mean among the training rows, and a missing word none of its words. Rows without a
    /// target are left out.
    case mean
    /// They are left out.
    case drop
  }

  /// The column that is to be told from the others.
  public var target: String
  /// What it is; told from the column if not given: words, and few whole numbers that are often repeated, are classes.
  public var kind: Kind?
  /// The columns to tell it from; all that can be used if not given.
  public var features: [String]?
  /// Columns to leave out.
  public var ignored: [String]
  /// What becomes of rows with missing values.
  public var missing: MissingRule
  /// The share of the rows that is only ever measured, below 1; 0 for none.
  public var holdOut: Double
  /// The share of the other rows that the training is watched by, below 1; 0 for none. If not given it is 0.1, and 0 where there
  /// are fewer than ``leastToValidate``: so few rows are better learnt from, and a tenth of them tells little.
  public var validation: Double?
  /// What the parts are drawn from.
  public var seed: UInt64

  /// From so many rows on some are kept to validate with.
  public static let leastToValidate = 10_000

  /// A task, all of which can be told from the table but for the target.
  public init(
    target: String, kind: Kind? = nil, features: [String]? = nil, ignored: [String] = [],
    missing: MissingRule = .drop, holdOut: Double = 0.2, validation: Double? = nil, seed: UInt64 = 0
  ) {
    self.target = target
    self.kind = kind
    self.features = features
    self.ignored = ignored
    self.missing = missing
    self.holdOut = holdOut
    self.validation = validation
    self.seed = seed
  }
}
