import Backprop
import BackpropFiles
import BackpropFormats

// Convolutions and pooling, and means of whole channels.
extension ONNXLowering {
  /// How a window moves.
  private struct Movement {
    var window: Extent2D
    var stride: Extent2D
    var dilation: Extent2D
    var padding: Padding2D
  }

  /// Height and width of a pair of numbers that a setting can have.
  private func extent(
    _ node: ONNXNode, _ name: String, usual: Extent2D
  ) throws(FileError) -> Extent2D {
    guard let numbers = try integers(node, name) else { return usual }
    guard numbers.count == 2, numbers.allSatisfy({ $0 >= 1 && $0 <= 65_536 }) else {
      throw failure(node, "two numbers from 1 to 65,536 as \(name)", "\(numbers)")
    }
    return Extent2D(height: numbers[0], width: numbers[1])
  }

  /// The size of images that flow, `(C, H, W)`.
  private func image(_ node: ONNXNode, _ stage: Int) throws(FileError) -> (channels: Int, Extent2D) {
    let sample = stages[stage].sample
    guard sample.count == 3 else {
      throw failure(
        node, "images, (N, C, H, W)", "samples of the shape \(sample)",
        "Windows along one or three axes can't be read; run the model with onnxruntime.")
    }
    return (sample[0], Extent2D(height: sample[1], width: sample[2]))
  }

  private func movement(
    _ node: ONNXNode, window: Extent2D, over image: Extent2D
  ) throws(FileError) -> Movement {
    let stride = try extent(node, "strides", usual: 1)
    let dilation = try extent(node, "dilations", usual: 1)
    var result = Movement(window: window, stride: stride, dilation: dilation, padding: 0)
    let automatic = try text(node, "auto_pad", usual: "NOTSET")
    switch automatic {
    case "NOTSET", "":
      let pads = try integers(node, "pads") ?? [0, 0, 0, 0]
      guard pads.count == 4, pads.allSatisfy({ $0 >= 0 && $0 <= 65_536 }) else {
        throw failure(node, "four numbers from 0 to 65,536 as pads", "\(pads)")
      }
      result.padding = Padding2D(top: pads[0], bottom: pads[2], left: pads[1], right: pads[3])
    case "VALID": break
    case "SAME_UPPER", "SAME_LOWER":
      // As many places as strides fit; the odd row of zeros stands at the end, or at the beginning.
      func zeros(_ size: Int, _ stride: Int, _ reach: Int) -> (Int, Int) {
        let count = (size - 1) / stride + 1
        let all = max(0, (count - 1) * stride + reach - size)
        return automatic == "SAME_UPPER" ? (all / 2, all - all / 2) : (all - all / 2, all / 2)
      }
      let rows = zeros(image.height, stride.height, dilation.height * (window.height - 1) + 1)
      let columns = zeros(image.width, stride.width, dilation.width * (window.width - 1) + 1)
      result.padding = Padding2D(top: rows.0, bottom: rows.1, left: columns.0, right: columns.1)
    default: throw failure(node, "a known way of padding", "auto_pad “\(automatic)”")
    }
    return result
  }

  /// The number of places of a window along an axis, rounded down or up; nil where it doesn't fit.
  private func places(_ size: Int, _ zeros: Int, _ reach: Int, _ stride: Int, roundsUp: Bool = false) -> Int?
  {
    let room = size + zeros - reach
    guard room >= 0 else { return nil }
    return (roundsUp ? (room + stride - 1) / stride : room / stride) + 1
  }

  // MARK: - Convolutions

  mutating func convolution(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let stage = try stage(node)
    let (channels, image) = try image(node, stage)
    let weight = try tensor(node, 1, rank: 4)
    let groups = try integer(node, "group", usual: 1)
    let filters = weight.shape[0]
    guard groups >= 1, groups <= channels, filters % groups == 0, weight.shape[1] * groups == channels else {
      throw failure(
        node, "filters for \(channels) channels in \(groups) groups", "filters of the shape \(weight.shape)")
    }
    let kernel = Extent2D(height: weight.shape[2], width: weight.shape[3])
    guard try extent(node, "kernel_shape", usual: kernel) == kernel else {
      throw failure(node, "a kernel_shape as the filters have", "another one")
    }
    let movement = try movement(node, window: kernel, over: image)
    var bias = Tensor<Float>.zeros([filters])
    if has(node, 2) {
      bias = try tensor(node, 2, rank: 1)
      guard bias.count == filters else {
        throw failure(node, "a bias of \(filters) numbers", "\(bias.count)")
      }
    }
    let (dilation, padding, stride) = (movement.dilation, movement.padding, movement.stride)
    let rows = places(
      image.height, padding.top + padding.bottom, dilation.height * (kernel.height - 1) + 1, stride.height)
    let columns = places(
      image.width, padding.left + padding.right, dilation.width * (kernel.width - 1) + 1, stride.width)
    guard let rows, let columns else { throw tooLarge(node, kernel, image) }
    let layer = LayerDescription.convolution(
      filters: filters, kernel: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups)
    let place = try add(
      ONNXPart(layer: layer, parameters: [weight, bias]), behind: stage, makes: [filters, rows, columns],
      for: node)
    stages[place].lacksBias = !has(node, 2)
    return .flow(ONNXFlow(stage: place))
  }

  private func tooLarge(_ node: ONNXNode, _ window: Extent2D, _ image: Extent2D) -> FileError {
    failure(node, "a window that fits images of \(image)", "one of \(window)")
  }

  // MARK: - Pooling

  mutating func pooling(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let stage = try stage(node)
    let (channels, image) = try image(node, stage)
    let isMax = node.kind == "MaxPool"
    guard node.attribute("kernel_shape") != nil else { throw failure(node, "a kernel_shape", "none") }
    let window = try extent(node, "kernel_shape", usual: 1)
    var movement = try movement(node, window: window, over: image)
    guard movement.dilation == 1 else {
      throw failure(node, "windows without gaps", "a dilation of \(movement.dilation)")
    }
    guard try integer(node, "storage_order", usual: 0) == 0 else {
      throw failure(node, "the storage order of rows", "that of columns")
    }
    let roundsUp = try integer(node, "ceil_mode", usual: 0) != 0
    let rows = Line(
      image.height, movement.padding.top, movement.padding.bottom, window.height, movement.stride.height)
    let columns = Line(
      image.width, movement.padding.left, movement.padding.right, window.width, movement.stride.width)
    guard let height = rows.count(roundsUp: roundsUp), let width = columns.count(roundsUp: roundsUp) else {
      throw tooLarge(node, window, image)
    }
    // Windows that reach over the end are made room for: what is there is never the largest.
    let (bottom, right) = (rows.end(for: height), columns.end(for: width))
    if isMax {
      movement.padding.bottom = bottom
      movement.padding.right = right
    } else {
      guard bottom <= movement.padding.bottom, right <= movement.padding.right else {
        throw failure(node, "windows within the padded image", "some that reach over its end (ceil_mode)")
      }
      let countsZeros = try integer(node, "count_include_pad", usual: 0) != 0
      let padding = movement.padding
      let hasZeros = padding.top > 0 || padding.left > 0 || bottom > 0 || right > 0
      guard countsZeros || !hasZeros else {
        throw failure(
          node, "means over whole windows, with the zeros around images (count_include_pad)",
          "means over the image alone")
      }
    }
    let layer: LayerDescription =
      isMax
      ? .maxPool(window, stride: movement.stride, padding: movement.padding)
      : .averagePool(window, stride: movement.stride, padding: movement.padding)
    let part = ONNXPart(layer: layer.withUsualStride)
    return .flow(
      ONNXFlow(stage: try add(part, behind: stage, makes: [channels, height, width], for: node)))
  }

  /// A window's way along an axis.
  private struct Line {
    let size, before, after, window, stride: Int

    init(_ size: Int, _ before: Int, _ after: Int, _ window: Int, _ stride: Int) {
      (self.size, self.before, self.after, self.window, self.stride) = (size, before, after, window, stride)
    }

    /// The number of places; a window that would begin behind the image isn't one of them.
    func count(roundsUp: Bool) -> Int? {
      let room = size + before + after - window
      guard room >= 0 else { return nil }
      guard roundsUp else { return room / stride + 1 }
      let count = (room + stride - 1) / stride + 1
      return (count - 1) * stride >= size + before ? count - 1 : count
    }

    /// The zeros behind the image that so many places reach over.
    func end(for count: Int) -> Int { max(0, (count - 1) * stride + window - size - before) }
  }

  // MARK: - Means and zeros

  /// The mean of each channel, as an axis of height and width 1.
  mutating func channelMeans(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let stage = try stage(node)
    let (channels, image) = try image(node, stage)
    let part = ONNXPart(layer: LayerDescription.averagePool(image))
    let place = try add(part, behind: stage, makes: [channels, 1, 1], for: node)
    stages[place].isChannelMean = true
    return .flow(ONNXFlow(stage: place))
  }

  mutating func means(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let axes = try integers(node, "axes", input: 1)
    let flow = try flow(node)
    let rank = stages[flow.stage].sample.count + 1
    if let axes, let means = try sampleMeans(node, flow, axes) { return means }
    guard rank == 4, let axes, Set(axes.map { $0 < 0 ? $0 + rank : $0 }) == [2, 3], axes.count == 2 else {
      throw failure(node, "means over the rows and columns of images, the axes 2 and 3", "over others")
    }
    let means = try channelMeans(node)
    guard try integer(node, "keepdims", usual: 1) == 0, case .flow(let pooled) = means,
      case .layer(_, let input) = stages[pooled.stage].kind
    else { return means }
    let channels = stages[pooled.stage].sample[0]
    let part = ONNXPart(layer: .globalAveragePool)
    return .flow(ONNXFlow(stage: try add(part, behind: input, makes: [channels], for: node)))
  }

  /// Padding that adds nothing.
  func padding(_ node: ONNXNode) throws(FileError) -> ONNXReadValue {
    let pads = try integers(node, "pads", input: 1)
    guard let pads, pads.allSatisfy({ $0 == 0 }) else {
      throw failure(
        node, "no padding outside of convolutions and pooling", "\(pads ?? [])",
        "Give the padding to the convolution, for instance padding=1.")
    }
    return try input(node, 0)
  }
}

extension LayerDescription {
  /// Without a stride where windows lie side by side.
  fileprivate var withUsualStride: LayerDescription {
    switch self {
    case .maxPool(let window, let stride?, let padding) where stride == window:
      .maxPool(window, padding: padding)
    case .averagePool(let window, let stride?, let padding) where stride == window:
      .averagePool(window, padding: padding)
    default: self
    }
  }
}
