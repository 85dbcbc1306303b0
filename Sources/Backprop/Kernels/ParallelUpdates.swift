// How optimisers' updates are divided among threads: over the elements, each of which is updated in the same way in
// whatever block it lies.

extension Kernels where Scalar: TensorScalar {
  /// A step of gradient descent without memory.
  func descend(_ w: inout Tensor<Scalar>, _ dw: Tensor<Scalar>, _ step: DescentStep<Scalar>) {
    checkUpdate(w, dw)
    w.withUnsafeMutableElements { w in
      dw.withUnsafeElements { dw in
        guard let w = w.baseAddress, let g = dw.baseAddress else { return }
        forEachBlock(ofElements: dw.count) { start, count in
          updates.sgd(count, step, g + start, nil, w + start)
        }
      }
    }
  }

  /// A step of gradient descent with a velocity.
  func descend(
    _ w: inout Tensor<Scalar>, _ dw: Tensor<Scalar>, velocity: inout Tensor<Scalar>,
    _ step: DescentStep<Scalar>
  ) {
    update(&w, dw, &velocity) { count, dw, v, w in updates.sgd(count, step, dw, v, w) }
  }

  /// A step of AdaGrad, with the sums of squares.
  func adaGrad(
    _ w: inout Tensor<Scalar>, _ dw: Tensor<Scalar>, squares: inout Tensor<Scalar>,
    _ step: AdaGradStep<Scalar>
  ) {
    update(&w, dw, &squares) { count, dw, h, w in updates.adaGrad(count, step, dw, h, w) }
  }

  /// A step of RMSprop, with the means of squares.
  func rmsProp(
    _ w: inout Tensor<Scalar>, _ dw: Tensor<Scalar>, squares: inout Tensor<Scalar>,
    _ step: RMSpropStep<Scalar>
  ) {
    update(&w, dw, &squares) { count, dw, h, w in updates.rmsProp(count, step, dw, h, w) }
  }

  /// A step of Adam or AdamW, with the means of the gradients and of their squares.
  func adam(
    _ w: inout Tensor<Scalar>, _ dw: Tensor<Scalar>, mean: inout Tensor<Scalar>,
    squares: inout Tensor<Scalar>, _ step: AdamStep<Scalar>
  ) {
    checkUpdate(w, squares)
    squares.withUnsafeMutableElements { squares in
      guard let h = squares.baseAddress else { return }
      update(
        &w, dw, &mean,
        positions: { start, count, dw, m, w in
          updates.adam(count, step, dw, m, h + start, w)
        })
    }
  }

  /// Updates a parameter and one tensor that belongs to it.
  @inline(__always)
  private func update(
    _ w: inout Tensor<Scalar>, _ dw: Tensor<Scalar>, _ state: inout Tensor<Scalar>,
    _ loop: (_ count: Int, _ dw: Input, _ state: Output, _ w: Output) -> Void
  ) {
    update(&w, dw, &state, positions: { _, count, dw, state, w in loop(count, dw, state, w) })
  }

  @inline(__always)
  private func update(
    _ w: inout Tensor<Scalar>, _ dw: Tensor<Scalar>, _ state: inout Tensor<Scalar>,
    positions loop: (_ start: Int, _ count: Int, _ dw: Input, _ state: Output, _ w: Output) -> Void
  ) {
    checkUpdate(w, dw)
    checkUpdate(w, state)
    w.withUnsafeMutableElements { w in
      state.withUnsafeMutableElements { state in
        dw.withUnsafeElements { dw in
          guard let w = w.baseAddress, let s = state.baseAddress, let g = dw.baseAddress else { return }
          forEachBlock(ofElements: dw.count) { start, count in
            loop(start, count, g + start, s + start, w + start)
          }
        }
      }
    }
  }

  private func checkUpdate(_ w: Tensor<Scalar>, _ other: Tensor<Scalar>) {
    require(
      w.shape == other.shape,
      "an update of shape \(other.shape) can't be that of a parameter of shape \(w.shape)")
  }
}
