/// What a drawing shows of a graph, beyond the graph itself.
public struct DrawingOptions: Sendable {
  /// Whether values stand above the lines.
  public var showsValues = true
  /// Whether small tensors are written out below their shapes.
  public var showsElements = true
  /// Whether the graph stands for its shapes, and its numbers mean nothing: neither a tooltip nor a page then tells them.
  public var isOfShapesOnly = false
  /// The number of samples in a batch, which shapes write as N where it is their first size.
  public var batchSize: Int?
  /// Whether derivatives come back below the lines, where the snapshot has them.
  public var showsDerivatives = true
  /// Texts that stand in the place of values and derivatives.
  public var labels = DrawingLabels()
  /// The marked nodes by id.
  public var marks: [Int: Diagram.Mark] = [:]
  /// What the result is called in derivatives, such as the L of ∂L/∂W, where it has no name.
  public var resultName = "L"
  /// What the drawing is called, for screen readers.
  public var title = "Computational graph"
  /// The width in pixels that the drawing may have: a longer graph continues in rows below each other. A single step of
  /// it that is wider stays as wide as it is.
  public var width = 1200.0
  /// The start of every id in the SVG, so that several drawings can stand in one page.
  public var idPrefix = ""
  /// From how many nodes on groups are folded into boxes, then long chains, then whatever is left.
  public var foldLimit = 1000

  /// Values, derivatives where there are any, and nothing marked.
  public init() {}
}
