/// What a tensor's elements lie in: one block of bytes, shared by copies of the tensor until one is changed.
///
/// Not generic, so that making one needs no look-up of a generic class. Small blocks lie inside the object
/// itself; larger ones come from the pool.
final class TensorStorage: ManagedBuffer<TensorStorage.Header, UInt8> {
  struct Header {
    var pooled: UnsafeMutableRawPointer?
    var capacity: Int
    /// What the elements are made from when somebody looks at them.
    var source: DeferredElements?
  }

  /// Up to this many bytes a block is part of the object, which `malloc` recycles as fast as a pool could.
  private static let inlineBytes = 512

  static func make(bytes: Int) -> TensorStorage {
    let isInline = bytes <= inlineBytes
    let buffer = create(minimumCapacity: isInline ? bytes : 0) { _ in
      guard !isInline else { return Header(pooled: nil, capacity: bytes, source: nil) }
      let (address, capacity) = StoragePool.take(bytes: bytes)
      return Header(pooled: address, capacity: capacity, source: nil)
    }
    return unsafeDowncast(buffer, to: TensorStorage.self)
  }

  /// A storage whose elements are made from something else as soon as somebody looks at them.
  static func make(from source: DeferredElements) -> TensorStorage {
    let buffer = create(minimumCapacity: 0) { _ in Header(pooled: nil, capacity: 0, source: source) }
    return unsafeDowncast(buffer, to: TensorStorage.self)
  }

  /// The first byte. Valid while the storage is.
  var address: UnsafeMutableRawPointer {
    withUnsafeMutablePointers { header, elements in
      if let pooled = header.pointee.pooled { return pooled }
      if let source = header.pointee.source { return source.address }
      return UnsafeMutableRawPointer(elements)
    }
  }

  /// What the elements are made from, if that is put off until somebody looks at them.
  var source: DeferredElements? { withUnsafeMutablePointerToHeader { $0.pointee.source } }

  deinit {
    withUnsafeMutablePointerToHeader { header in
      if let pooled = header.pointee.pooled {
        StoragePool.give(pooled, capacity: header.pointee.capacity)
      }
    }
  }
}
