// Elements put into another order: repeated by broadcasting, transposed, or taken from a part. Only their size matters
// for that, so one loop serves all types of number of a size.

extension Tensor {
  /// A tensor whose elements are read from this one with other strides, beginning at an offset.
  func gathered(to target: TensorShape, strides: [Int], from origin: Int = 0) -> Tensor {
    withUnsafeElements { elements in
      Tensor.make(target) { result in
        guard let elements = elements.baseAddress else { return }
        copyElements(
          of: MemoryLayout<Scalar>.stride, from: elements + origin, strides, to: result, target.strides,
          shape: target)
      }
    }
  }

  /// Writes a tensor's elements into this one with other strides, beginning at an offset.
  mutating func scatter(_ part: Tensor, strides: [Int], from origin: Int) {
    let partShape = part.shape
    withUnsafeMutableElements { elements in
      part.withUnsafeElements { part in
        guard let elements = elements.baseAddress, let source = part.baseAddress else { return }
        copyElements(
          of: MemoryLayout<Scalar>.stride, from: source, partShape.strides, to: elements + origin, strides,
          shape: partShape)
      }
    }
  }
}

/// Copies elements of so many bytes from and to memory with strides of its own, counted in elements.
private func copyElements(
  of size: Int, from source: UnsafeRawPointer, _ sourceStrides: [Int], to target: UnsafeMutableRawPointer,
  _ targetStrides: [Int], shape: TensorShape
) {
  let run = shape.last ?? 1
  let sourceStep = sourceStrides.last ?? 1
  let targetStep = targetStrides.last ?? 1
  forEachRun(of: shape, strides: sourceStrides, targetStrides) { _, sourceOffset, targetOffset in
    let source = source + sourceOffset * size
    let target = target + targetOffset * size
    if sourceStep == 1 && targetStep == 1 {
      target.copyMemory(from: source, byteCount: run * size)
      return
    }
    switch size {
    case 4: copyRun(run, source, sourceStep, target, targetStep, as: UInt32.self)
    case 8: copyRun(run, source, sourceStep, target, targetStep, as: UInt64.self)
    default:
      for i in 0..<run {
        (target + i * targetStep * size).copyMemory(from: source + i * sourceStep * size, byteCount: size)
      }
    }
  }
}

@inline(__always)
private func copyRun<Element: BitwiseCopyable>(
  _ count: Int, _ source: UnsafeRawPointer, _ sourceStep: Int, _ target: UnsafeMutableRawPointer,
  _ targetStep: Int, as type: Element.Type
) {
  let size = MemoryLayout<Element>.size
  if sourceStep == 0 && targetStep == 1 {
    let repeated = source.load(as: type)
    for i in 0..<count { target.storeBytes(of: repeated, toByteOffset: i * size, as: type) }
  } else {
    for i in 0..<count {
      let element = source.load(fromByteOffset: i * sourceStep * size, as: type)
      target.storeBytes(of: element, toByteOffset: i * targetStep * size, as: type)
    }
  }
}
