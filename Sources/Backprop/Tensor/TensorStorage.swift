/// What a tensor's elements lie in: one block of bytes, shared by copies of the tensor until one is changed.
///
/// Not generic, so that making one needs no look-up of a generic class. Small blocks lie inside the object
/// itself; larger ones come from the pool.
final class TensorStorage: ManagedBuffer<TensorStorage.Header, UInt8> {
  struct Header {
    /// The memory from the pool, or the retained `DeferredElements`, or nothing for a small block.
    var memory: UnsafeMutableRawPointer?
    /// The bytes of the block, or −1 for one that is made when somebody looks at it.
    var capacity: Int

    var source: Unmanaged<DeferredElements>? {
      guard capacity < 0, let memory else { return nil }
      return Unmanaged.fromOpaque(memory)
    }
  }

  /// Up to this many bytes a block is part of the object, which `malloc` recycles as fast as a pool could.
  private static let inlineBytes = 512

  static func make(bytes: Int) -> TensorStorage {
    let isInline = bytes <= inlineBytes
    let buffer = create(minimumCapacity: isInline ? bytes : 0) { _ in
      guard !isInline else { return Header(memory: nil, capacity: bytes) }
      let (address, capacity) = StoragePool.take(bytes: bytes)
      return Header(memory: address, capacity: capacity)
    }
    return unsafeDowncast(buffer, to: TensorStorage.self)
  }

  /// A storage whose elements are made from something else as soon as somebody looks at them.
  static func make(from source: DeferredElements) -> TensorStorage {
    let buffer = create(minimumCapacity: 0) { _ in
      Header(memory: Unmanaged.passRetained(source).toOpaque(), capacity: -1)
    }
    return unsafeDowncast(buffer, to: TensorStorage.self)
  }

  /// The first byte. Valid while the storage is.
  var address: UnsafeMutableRawPointer {
    isDeferred ? deferredAddress : writtenAddress
  }

  /// The first byte of a storage whose elements aren't deferred.
  var writtenAddress: UnsafeMutableRawPointer {
    withUnsafeMutablePointers { header, elements in
      header.pointee.memory ?? UnsafeMutableRawPointer(elements)
    }
  }

  private var isDeferred: Bool { withUnsafeMutablePointerToHeader { $0.pointee.capacity < 0 } }

  @inline(never)
  private var deferredAddress: UnsafeMutableRawPointer { source.map(\.address) ?? writtenAddress }

  /// What the elements are made from, if that is put off until somebody looks at them.
  var source: DeferredElements? {
    withUnsafeMutablePointerToHeader { $0.pointee.source?.takeUnretainedValue() }
  }

  deinit {
    withUnsafeMutablePointerToHeader { header in
      guard let memory = header.pointee.memory else { return }
      if let source = header.pointee.source {
        source.release()
      } else {
        StoragePool.give(memory, capacity: header.pointee.capacity)
      }
    }
  }
}
