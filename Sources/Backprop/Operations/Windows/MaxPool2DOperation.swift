/// y[n, c, i, j] is the largest x[n, c, r, q] of the window that starts at row i·s − p and column j·s − p, with stride s and
/// padding p: ∂L/∂y[n, c, i, j] goes to that element alone, and an element that is the largest of several windows receives
/// the sum of theirs (max pooling; D. Scherer, A. Müller and S. Behnke, "Evaluation of pooling operations in
/// convolutional architectures for object recognition", ICANN 2010).
///
/// x is `(N, C, H, W)` and y `(N, C, OH, OW)` with OH = (H + padding − window) / s + 1, rounded down: rows and columns that
/// are left over at the end are not looked at. Padding is never the largest, so each window must cover something of the
/// image. Of several equal elements the first one, along the window's rows, receives the derivative. An element that
/// is NaN makes the maximum NaN and receives the derivative.
public struct MaxPool2DOperation<Scalar: TensorScalar>: GraphOperation {
  /// The window's size.
  public let window: Extent2D
  /// How far apart windows are.
  public let stride: Extent2D
  /// How far windows reach over the images' edges.
  public let padding: Padding2D

  public var name: String { "max_pool" }
  public var symbol: String { "MaxPool" }
  public var settings: [String: Setting] {
    var settings = windowSettings(stride: stride, padding: padding)
    settings["window_height"] = .number(Double(window.height))
    settings["window_width"] = .number(Double(window.width))
    return settings
  }

  /// A pooling with windows side by side, or as far apart as the stride says.
  @inlinable
  public init(window: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0) {
    self.window = window
    self.stride = stride ?? window
    self.padding = padding
  }

  public func forward(_ step: inout ForwardStep<Scalar>) throws(ShapeError) -> Tensor<Scalar> {
    try Scalar._forward(self, &step)
  }

  public func backward(_ step: BackwardStep<Scalar>) { Scalar._backward(self, step) }

  public func hashBranches(_ step: ForwardStep<Scalar>, into hasher: inout Hasher) {
    hashPlaces(in: step[0], tellsTies: step.tellsTies, into: &hasher)
  }

  /// Hashes which element of each window counts as its largest: the first of those that differ by rounding alone.
  ///
  /// Where an image is the same all over, so is what a convolution makes of it, but for the last digits, and then the least
  /// change of a filter makes another element the largest, which is no kink: all of them change alike.
  ///
  /// - Parameters:
  ///   - tellsTies: takes the first that is the largest by the last digit instead.
  ///   - isRectified: whether images are rectified first, so that nothing passes where no element is above 0.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func hashPlaces(
    in x: Tensor<Scalar>, tellsTies: Bool, isRectified: Bool = false, into hasher: inout Hasher
  ) {
    let shapes = orStop { () throws(ShapeError) in try self.shapes(x.shape) }
    let (y, places) = Scalar._kernels.maxPool(shapes, x)
    let size = shapes.sizes
    let windows = size.out_height * size.out_width
    x.withUnsafeElements { x in
      y.withUnsafeElements { y in
        places.withUnsafeElements { places in
          for plane in 0..<shapes.planes {
            let first = plane * windows
            let most = y[first..<first + windows].reduce(0) { Swift.max($0, $1.magnitude) }
            for window in 0..<windows {
              let index = first + window
              guard !isRectified || !(y[index] <= 0) else {
                hasher.combine(-1)
                continue
              }
              let rounding = tellsTies ? 0 : MaxPool2DOperation.rounding(of: y[index], beside: most)
              var place = 0
              let last = Int(Double(places[index]))
              while place < last {
                let r = window / size.out_width * size.stride_y - size.pad_top + place / size.window_width
                let q = window % size.out_width * size.stride_x - size.pad_left + place % size.window_width
                if r >= 0, r < size.height, q >= 0, q < size.width,
                  x[(plane * size.height + r) * size.width + q] >= y[index] - rounding
                {
                  break
                }
                place += 1
              }
              hasher.combine(place)
            }
          }
        }
      }
    }
  }

  /// By how much an element may lie below the largest of its window by rounding alone: what sums of numbers as large as those of
  /// its plane lose, but no more than what no step of a check could tell from it, since a plane may have a number far larger.
  private static func rounding(of largest: Scalar, beside most: Scalar) -> Scalar {
    guard most.isFinite else { return 0 }
    let ulp = Scalar.ulpOfOne
    return Swift.min(256 * ulp * most, largest.magnitude * ulp.squareRoot() / 16)
  }

  func shapes(_ x: TensorShape) throws(ShapeError) -> PoolingShapes {
    try PoolingShapes(x, for: name, window: window, stride: stride, padding: padding)
  }
}

// Compiled for each type of number, as the convolution is.
extension TensorScalar {
  public static func _forward(
    _ pooling: MaxPool2DOperation<Self>, _ step: inout ForwardStep<Self>
  ) throws(ShapeError) -> Tensor<Self> {
    let shapes = try pooling.shapes(step.shape(of: 0))
    guard step.keeps else { return _kernels.maxima(shapes, step[0]) }
    let (y, places) = _kernels.maxPool(shapes, step[0])
    step.save(places)
    return y
  }

  public static func _backward(_ pooling: MaxPool2DOperation<Self>, _ step: BackwardStep<Self>) {
    let x = step.shape(of: 0)
    let shapes = orStop { () throws(ShapeError) in try pooling.shapes(x) }
    step.pass(_kernels.maxPoolGradient(shapes, step.saved[0], step.upstream, x), to: 0)
  }
}

extension Variable {
  /// The largest elements of windows that move over images `(N, C, H, W)`: `(N, C, OH, OW)`.
  ///
  /// Windows lie side by side unless a stride says otherwise. Each must cover something of the image.
  @inlinable
  public func maxPooled(window: Extent2D, stride: Extent2D? = nil, padding: Padding2D = 0) -> Variable {
    graph.apply(MaxPool2DOperation(window: window, stride: stride, padding: padding), self)
  }
}
