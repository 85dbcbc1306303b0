import Backprop
import BackpropGraphics

/// A training as one page that a browser shows without fetching anything: curves, settings, mistakes, weights, spreads
/// and the network's graph, in English and Chinese.
///
/// The page depends on these values alone, so that the same values give the same bytes.
public struct TrainingReport: Sendable {
  /// A line of a list of facts.
  public struct Fact: Sendable, Equatable {
    /// What it is about.
    public var name: Words
    /// What is the case, as text from anywhere; it is escaped.
    public var value: String

    /// A fact.
    public init(_ name: Words, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A grey picture.
  public struct Picture: Sendable, Equatable {
    /// Its height in pixels.
    public var rows: Int
    /// Its width in pixels.
    public var columns: Int
    /// Its pixels row by row, 0 for black and 255 for white.
    public var pixels: [UInt8]

    /// A picture; one whose number of pixels doesn't fit isn't shown.
    public init(rows: Int, columns: Int, pixels: [UInt8]) {
      self.rows = rows
      self.columns = columns
      self.pixels = pixels
    }
  }

  /// A picture that the network took for something else.
  public struct Mistake: Sendable, Equatable {
    /// Its position among the pictures, from 0 on.
    public var position: Int
    /// The picture.
    public var picture: Picture
    /// The class that it has.
    public var label: Int
    /// The class that it was taken for.
    public var guess: Int
    /// The probability that the network gave to the guess.
    public var confidence: Double

    /// A mistake.
    public init(position: Int, picture: Picture, label: Int, guess: Int, confidence: Double) {
      self.position = position
      self.picture = picture
      self.label = label
      self.guess = guess
      self.confidence = confidence
    }
  }

  /// The weights of units of the first layer, each to be shown as a picture of the inputs' shape.
  public struct Weights: Sendable, Equatable {
    /// The height of a picture.
    public var rows: Int
    /// The width of a picture.
    public var columns: Int
    /// The weights of each unit, row by row; units whose number of weights doesn't fit aren't shown.
    public var units: [[Float]]
    /// How many units the layer has, of which `units` may be a part.
    public var unitCount: Int
    /// Whether they are a convolution's filters.
    public var areFilters = false

    /// The weights of units.
    public init(rows: Int, columns: Int, units: [[Float]], unitCount: Int) {
      self.rows = rows
      self.columns = columns
      self.units = units
      self.unitCount = unitCount
    }
  }

  /// What a layer makes of one sample: a picture for each channel, or a number for each unit.
  public struct LayerMaps: Sendable, Equatable {
    /// The layer's name, such as `Conv2D1`.
    public var name: String
    /// The height of a map; 1 for numbers.
    public var rows: Int
    /// The width of a map; 1 for numbers.
    public var columns: Int
    /// The maps' numbers, row by row; maps whose count of numbers doesn't fit aren't shown.
    public var maps: [[Float]]
    /// How many maps the layer makes, of which `maps` may be a part.
    public var mapCount: Int

    /// The maps of a layer.
    public init(name: String, rows: Int, columns: Int, maps: [[Float]], mapCount: Int) {
      self.name = name
      self.rows = rows
      self.columns = columns
      self.maps = maps
      self.mapCount = mapCount
    }
  }

  /// One sample on its way through the network.
  public struct FeatureMaps: Sendable, Equatable {
    /// The sample, where it is a grey picture.
    public var picture: Picture?
    /// Its class, where it has one.
    public var label: Int?
    /// What the layers make of it, in their order.
    public var layers: [LayerMaps]

    /// A sample's way.
    public init(picture: Picture? = nil, label: Int? = nil, layers: [LayerMaps]) {
      self.picture = picture
      self.label = label
      self.layers = layers
    }
  }

  /// What was trained on what, for the heading: `784-50-10 on MNIST`.
  public var title: Words
  /// Whether the samples are pictures, and called images; other samples, such as a table's rows, are called samples.
  public var samplesArePictures = true
  /// The names of the classes, by label.
  public var classNames: [String]
  /// The losses and accuracies.
  public var history: TrainingHistory
  /// What the training was like.
  public var settings: [Fact] = []
  /// Where it ran.
  public var environment: [Fact] = []
  /// How often each class was taken for each; of the test samples, if there are any.
  public var confusion: ConfusionMatrix?
  /// Pictures that were taken for something else, in the order in which they are shown.
  public var mistakes: [Mistake] = []
  /// How many mistakes there are in all, of which `mistakes` may be a part.
  public var mistakeCount = 0
  /// The first layer's weights.
  public var weights: Weights?
  /// What the layers make of one sample.
  public var featureMaps: FeatureMaps?
  /// What flows through the layers.
  public var layers: [LayerReading] = []
  /// How many samples flowed through them.
  public var layerSampleCount = 0
  /// The network's graph.
  public var graph: GraphDrawing?

  /// A report of a history; the other parts are left out where they aren't given.
  public init(title: Words, classNames: [String], history: TrainingHistory) {
    self.title = title
    self.classNames = classNames
    self.history = history
  }

  /// The page as a file of HTML.
  public var html: String {
    var sections: [ReportSection] = [
      SummarySection(report: self).section, CurvesSection(report: self).section,
    ]
    sections.append(FactsSection(report: self).section)
    sections += ConfusionSection(report: self).section.map { [$0] } ?? []
    sections += PicturesSection(report: self).sections
    sections += FeatureMapsSection(report: self).section.map { [$0] } ?? []
    sections += LayersSection(report: self).section.map { [$0] } ?? []
    sections += graphSection.map { [$0] } ?? []
    return ReportPage(title: title, sections: sections.filter { !$0.body.isEmpty }).html
  }

  func className(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : "\(label)"
  }

  private var graphSection: ReportSection? {
    guard let graph else { return nil }
    // The page's own style has the drawing's rules, and its policy allows no other.
    var svg = graph.svg
    if let start = svg.firstRange(of: "<style>"), let end = svg.firstRange(of: "</style>"),
      start.lowerBound < end.lowerBound
    {
      svg.removeSubrange(start.lowerBound..<end.upperBound)
    }
    let text = Words(
      "Forward values stand above the lines, derivatives below them.", "线上方是正向的值，下方是导数。")
    let marks = Words(
      "Dashed in red is the operation that made the first value that isn't finite, in red the way that it takes.",
      "红色虚线标出产生第一个非有限值的运算，红色标出该值的去向。")
    return ReportSection(
      id: "graph", title: Words("The network's graph", "网络的计算图"),
      body:
        "<p>\(text.markup())\(history.nonFinite == nil ? "" : " " + marks.markup())</p>\n<div class=\"scroll\" tabindex=\"0\"\(graphLabel)>\n\(svg)</div>\n"
    )
  }

  private var graphLabel: String {
    " role=\"region\"" + Words("The network's graph, scrollable", "网络的计算图，可滚动").attribute("aria-label")
  }
}
