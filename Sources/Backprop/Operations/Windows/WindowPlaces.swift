import CKernels

/// How a window moves over an image `(height, width)` with zeros around it.
struct WindowPlaces {
  /// The rows and columns of the result: one for each place of the window.
  let out: Extent2D
  /// The rows and columns from a window's first element to its last, both included.
  let reach: Extent2D

  /// The places of a window, or what doesn't fit, in words.
  init(
    of window: Extent2D, called name: String, dilation: Extent2D = 1, stride: Extent2D, padding: Padding2D,
    over image: Extent2D
  ) throws(Misfit) {
    try Self.check(stride, called: "stride")
    try Self.check(dilation, called: "dilation")
    try Self.check(window, called: name)
    guard Self.isPossible(padding.top), Self.isPossible(padding.bottom), Self.isPossible(padding.left),
      Self.isPossible(padding.right)
    else { throw Misfit(rule: "the padding must be at least 0 and below 2³¹, not \(padding)") }
    // Only an axis without elements on it can be that long; no sum or product of the others overflows.
    guard image.height < 1 << 61, image.width < 1 << 61 else {
      throw Misfit(rule: "an image of \(image) is larger than the address space")
    }
    reach = Extent2D(
      height: dilation.height * (window.height - 1) + 1, width: dilation.width * (window.width - 1) + 1)
    let room = Extent2D(
      height: image.height + padding.top + padding.bottom - reach.height,
      width: image.width + padding.left + padding.right - reach.width)
    guard room.height >= 0, room.width >= 0 else {
      let spread = reach == window ? "" : ", spread over \(reach),"
      let added = padding == 0 ? "" : " with a padding of \(padding)"
      throw Misfit(
        rule: "a \(name) of \(window)\(spread) is larger than an image of \(image)\(added)")
    }
    out = Extent2D(height: room.height / stride.height + 1, width: room.width / stride.width + 1)
  }

  /// What doesn't fit.
  struct Misfit: Error {
    var rule: String
  }

  private static func check(_ extent: Extent2D, called name: String) throws(Misfit) {
    guard extent.height > 0, extent.width > 0, isPossible(extent.height), isPossible(extent.width) else {
      throw Misfit(rule: "the \(name) must be at least 1 and below 2³¹, not \(extent)")
    }
  }

  private static func isPossible(_ size: Int) -> Bool { size >= 0 && size <= Int(Int32.max) }
}

/// The sizes of a convolution, found to fit together.
struct ConvolutionShapes {
  /// As kernels take them.
  let sizes: bp_convolution
  /// The result's shape, `(N, F, OH, OW)`.
  let result: TensorShape

  /// The sizes for images x, `(N, C, H, W)`, filters w, `(F, C / groups, KH, KW)`, and a bias `(F,)` or none.
  init(
    _ x: TensorShape, _ w: TensorShape, bias: TensorShape?, stride: Extent2D, padding: Padding2D,
    dilation: Extent2D, groups: Int
  ) throws(ShapeError) {
    func failure(_ rule: String) -> ShapeError {
      ShapeError(operation: "convolution", shapes: [x, w] + (bias.map { [$0] } ?? []), rule: rule)
    }
    guard x.rank == 4 else { throw failure(imagesRule) }
    guard w.rank == 4 else { throw failure("the filters must have four axes, (F, C / groups, KH, KW)") }
    let (channels, filters) = (x[1], w[0])
    guard groups >= 1 else { throw failure("there must be at least 1 group, not \(groups)") }
    guard channels % groups == 0, filters % groups == 0 else {
      throw failure(
        "\(groups) groups can't share \(channels) channels and \(filters) filters: both numbers must be multiples of it"
      )
    }
    guard w[1] == channels / groups else {
      let share =
        groups == 1 ? "\(channels)" : "\(channels), \(channels / groups) for each of \(groups) groups"
      throw failure("a filter has \(w[1]) channels, but the images have \(share)")
    }
    if let bias, bias != TensorShape(vector: filters) {
      throw failure("the bias must have shape (\(filters),), one number for each filter")
    }
    let kernel = Extent2D(height: w[2], width: w[3])
    let places: WindowPlaces
    do {
      places = try WindowPlaces(
        of: kernel, called: "kernel", dilation: dilation, stride: stride, padding: padding,
        over: Extent2D(height: x[2], width: x[3]))
    } catch { throw failure(error.rule) }
    guard
      let result = TensorShape(
        images: x[0], channels: filters, height: places.out.height, width: places.out.width)
    else {
      throw failure("the result would be larger than the address space")
    }
    let reach = places.reach
    let width = x[3] + padding.left + padding.right + 2 * reach.width
    guard Self.isWithinReach(Swift.max(channels, filters) / groups, reach.height, width) else {
      throw failure(
        "one row of results would need \(reach.height) rows of \(width) numbers of each channel, with padding: more than "
          + "2³⁰ in all; give a smaller kernel, dilation or padding, or more groups")
    }
    self.result = result
    sizes = bp_convolution(
      images: x[0], groups: groups, channels: channels, height: x[2], width: x[3], filters: filters,
      out_height: places.out.height, out_width: places.out.width, kernel_height: kernel.height,
      kernel_width: kernel.width, stride_y: stride.height, stride_x: stride.width,
      dilation_y: dilation.height, dilation_x: dilation.width, pad_top: padding.top, pad_left: padding.left)
  }

  /// Whether kernels can tell apart all that they copy at the least: their offsets have 32 bits.
  private static func isWithinReach(_ channels: Int, _ rows: Int, _ columns: Int) -> Bool {
    let (plane, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    let (all, areTooLarge) = plane.multipliedReportingOverflow(by: channels)
    return !isTooLarge && !areTooLarge && all <= 1 << 30
  }
}

/// The sizes of a pooling, found to fit together.
struct PoolingShapes {
  /// As kernels take them.
  let sizes: bp_pooling
  /// The planes that windows move over, one for each channel of each image.
  let planes: Int
  /// The result's shape, `(N, C, OH, OW)`.
  let result: TensorShape

  /// The sizes for images x, `(N, C, H, W)`.
  init(
    _ x: TensorShape, for operation: String, window: Extent2D, stride: Extent2D, padding: Padding2D,
    countsPadding: Bool = false
  ) throws(ShapeError) {
    func failure(_ rule: String) -> ShapeError { ShapeError(operation: operation, shapes: [x], rule: rule) }
    guard x.rank == 4 else { throw failure(imagesRule) }
    let (height, width) = (x[2], x[3])
    let places: WindowPlaces
    do {
      places = try WindowPlaces(
        of: window, called: "window", stride: stride, padding: padding,
        over: Extent2D(height: height, width: width))
    } catch { throw failure(error.rule) }
    let out = places.out
    // The first and the last window of each axis see something if any does.
    guard height > 0, width > 0, padding.top < window.height, padding.left < window.width,
      (out.height - 1) * stride.height - padding.top < height,
      (out.width - 1) * stride.width - padding.left < width
    else {
      throw failure(
        "with a padding of \(padding), a window of \(window) would lie outside the image of \(height)x\(width): it must see an element of it at each place"
      )
    }
    guard window.height.multipliedReportingOverflow(by: window.width).partialValue <= 1 << 24 else {
      throw failure("a window of \(window) is too large: it may have 2²⁴ elements")
    }
    guard
      let result = TensorShape(images: x[0], channels: x[1], height: out.height, width: out.width)
    else {
      throw failure("the result would be larger than the address space")
    }
    self.result = result
    planes = x[0] * x[1]
    sizes = bp_pooling(
      height: height, width: width, out_height: out.height, out_width: out.width,
      window_height: window.height, window_width: window.width, stride_y: stride.height,
      stride_x: stride.width, pad_top: padding.top, pad_left: padding.left, counts_padding: countsPadding)
  }
}

/// Stride and padding as listings read them.
func windowSettings(stride: Extent2D, padding: Padding2D) -> [String: Setting] {
  var settings: [String: Setting] = [:]
  settings["stride_height"] = .number(Double(stride.height))
  settings["stride_width"] = .number(Double(stride.width))
  settings["padding_top"] = .number(Double(padding.top))
  settings["padding_bottom"] = .number(Double(padding.bottom))
  settings["padding_left"] = .number(Double(padding.left))
  settings["padding_right"] = .number(Double(padding.right))
  return settings
}

private let imagesRule =
  "images must have four axes, (N, C, H, W); reshape a single image (C, H, W) to (1, C, H, W)"
