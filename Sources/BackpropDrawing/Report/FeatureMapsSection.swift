import Backprop
import BackpropFiles
import BackpropGraphics

/// What one image becomes, layer by layer, as a picture a layer with its maps side by side.
struct FeatureMapsSection {
  let report: TrainingReport

  /// Of a deeper network the first and the last half as many layers are shown.
  static let layerLimit = 24
  /// How many maps of a layer are shown.
  static let mapLimit = 16
  /// How many single numbers of a layer are shown.
  static let numberLimit = 512
  /// The longest side of a map in a picture, in pixels.
  private static let sideLimit = 64

  var section: ReportSection? {
    guard let image = report.featureMaps, !image.layers.isEmpty else { return nil }
    let one = report.samplesArePictures ? Words("image", "张图像") : Words("sample", "个样本")
    let text = Words(
      "What the trained network makes of one \(one.english), each layer's maps side by side: orange above 0, blue below, "
        + "white 0, or black in the dark; "
        + "a layer's strongest colour is its largest number.",
      "训练后的网络对一\(one.chinese)的处理，各层的特征图并排显示：橙色大于 0，蓝色小于 0，"
        + "白色为 0（深色模式下为黑色）；每层最深的颜色对应其最大的数。")
    let rest = max(image.layers.count - FeatureMapsSection.layerLimit, 0)
    let head = image.layers.prefix((image.layers.count - rest + 1) / 2)
    let tail = image.layers.dropFirst(head.count + rest)
    let more = Words(
      "\(rest) more layers lie between these and aren't shown.", "其间另有 \(rest) 层，未显示。")
    let gap = rest > 0 ? "<p>\(more.markup())</p>\n" : ""
    return ReportSection(
      id: "maps", title: Words("One \(one.english), layer by layer", "一\(one.chinese)的逐层变化"),
      body:
        "<p>\(text.markup())</p>\n<div class=\"maps\">\n\(original(image))"
        + "\(head.map(figure).joined())\(gap)\(tail.map(figure).joined())</div>\n"
    )
  }

  private func original(_ image: TrainingReport.FeatureMaps) -> String {
    guard let picture = image.picture else { return "" }
    let reduced = PictureScaling.reduced(picture)
    guard
      let address = PNG.address(
        reduced.pixels, rows: reduced.rows, columns: reduced.columns, colors: .grey)
    else { return "" }
    let name = image.label.map(report.className) ?? ""
    let alternative = Words("the image: \(name)", "图像：\(name)")
    return markup(
      address, columns: reduced.columns, largest: 96, alternative, "<bdi>\(SVGText.escaped(name))</bdi>")
  }

  private func figure(of layer: TrainingReport.LayerMaps) -> String {
    guard let mosaic = mosaic(layer),
      let address = PNG.address(
        mosaic.pixels, rows: mosaic.rows, columns: mosaic.columns,
        colors: .palette(PictureScaling.divergingColors))
    else { return "" }
    let (shown, all) = (layer.maps.count, layer.mapCount)
    let size = "\(layer.rows) × \(layer.columns)"
    let number = shown == all ? all.grouped : "\(shown.grouped) / \(all.grouped)"
    let note =
      layer.rows * layer.columns == 1
      ? Words("\(number) numbers", "\(number) 个数")
      : Words("\(number) maps of \(size)", "\(number) 张 \(size) 的特征图")
    let alternative = Words("\(layer.name): \(note.english)", "\(layer.name)：\(note.chinese)")
    let caption = "<bdi>\(SVGText.escaped(layer.name))</bdi> <small>\(note.markup())</small>"
    return markup(address, columns: mosaic.columns, largest: 470, alternative, caption, isSigned: true)
  }

  /// A picture in the largest whole multiple of its size that there is room for.
  private func markup(
    _ address: String, columns: Int, largest: Int, _ alternative: Words, _ caption: String,
    isSigned: Bool = false
  ) -> String {
    let width = columns * min(max(largest / max(columns, 1), 1), 12)
    // On dark paper the colours of signed numbers are turned around, so that 0 isn't glaring.
    let kind = isSigned ? " class=\"signed\"" : ""
    return "<figure><img\(kind) width=\"\(width)\" src=\"\(address)\"\(alternative.attribute("alt"))/>"
      + "<figcaption>\(caption)</figcaption></figure>\n"
  }

  /// All maps as one picture of colours' numbers, with a line of white between them.
  private func mosaic(_ layer: TrainingReport.LayerMaps) -> TrainingReport.Picture? {
    let (rows, columns) = (layer.rows, layer.columns)
    let maps = layer.maps.filter { $0.count == rows * columns }
    guard rows > 0, columns > 0, !maps.isEmpty else { return nil }
    let limit = maps.lazy.flatMap { $0 }.filter(\.isFinite).reduce(Float(0)) { max($0, $1.magnitude) }
    let block = (max(rows, columns) + FeatureMapsSection.sideLimit - 1) / FeatureMapsSection.sideLimit
    let (high, wide) = ((rows + block - 1) / block, (columns + block - 1) / block)
    let isNumbers = rows * columns == 1
    let gap = isNumbers ? 0 : 1
    let across = min(maps.count, isNumbers ? 32 : 8)
    let down = (maps.count + across - 1) / across
    let width = across * (wide + gap) - gap
    let height = down * (high + gap) - gap
    var pixels = [UInt8](repeating: 127, count: width * height)
    for (index, map) in maps.enumerated() {
      let (top, left) = (index / across * (high + gap), index % across * (wide + gap))
      for row in 0..<high {
        for column in 0..<wide {
          let number = map[row * block * columns + column * block]
          pixels[(top + row) * width + left + column] = PictureScaling.diverging(number, limit: limit)
        }
      }
    }
    return TrainingReport.Picture(rows: height, columns: width, pixels: pixels)
  }
}

extension TrainingReport.LayerMaps {
  /// The maps of one sample's output `(1, …)`: one for each channel, or each number; `nil` where it isn't made of any.
  init?<Scalar: TensorScalar>(name: String, output: Tensor<Scalar>) {
    let shape = Array(output.shape)
    guard shape.first == 1, (2...4).contains(shape.count), !shape.contains(0) else { return nil }
    let count = shape.count == 3 ? 1 : shape[1]
    let rows = shape.count == 2 ? 1 : shape[shape.count - 2]
    let columns = shape.count == 2 ? 1 : shape[shape.count - 1]
    let size = rows * columns
    let limit = size == 1 ? FeatureMapsSection.numberLimit : FeatureMapsSection.mapLimit
    let numbers = output.scalars
    let maps = (0..<min(count, limit)).map { map -> [Float] in
      numbers[map * size..<(map + 1) * size].map { Float($0) }
    }
    self.init(name: name, rows: rows, columns: columns, maps: maps, mapCount: count)
  }
}
