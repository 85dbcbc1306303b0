/// What a tensor's elements lie in: one block of bytes, shared by copies of the tensor until one is changed.
///
/// Not generic, so that making one needs no look-up of a generic class. Small blocks lie inside the object
/// itself; larger ones come from the pool.
@usableFromInline
final class TensorStorage: ManagedBuffer<TensorStorage.Header, UInt8> {
  @usableFromInline
  struct Header {
    /// The memory from the pool, or nothing for a small block.
    var memory: UnsafeMutableRawPointer?
    /// The bytes of the block.
    var capacity: Int
  }

  /// Up to this many bytes a block is part of the object, which `malloc` recycles as fast as a pool could.
  private static let inlineBytes = 512

  @usableFromInline
  static func make(bytes: Int) -> TensorStorage {
    let isInline = bytes <= inlineBytes
    if let spare = BlocksAtHand.ofThisThread?.pointee.takeSpare(
      isInline ? bytes : StoragePool.capacity(forBytes: bytes))
    {
      return spare
    }
    let buffer = create(minimumCapacity: isInline ? bytes : 0) { _ in
      guard !isInline else { return Header(memory: nil, capacity: bytes) }
      let (address, capacity) = StoragePool.take(bytes: bytes)
      return Header(memory: address, capacity: capacity)
    }
    return unsafeDowncast(buffer, to: TensorStorage.self)
  }

  /// The first byte. Valid while the storage is.
  @usableFromInline
  var address: UnsafeMutableRawPointer {
    withUnsafeMutablePointers { header, elements in
      header.pointee.memory ?? UnsafeMutableRawPointer(elements)
    }
  }

  /// The bytes of the block.
  var blockBytes: Int { withUnsafeMutablePointerToHeader { $0.pointee.capacity } }

  deinit {
    withUnsafeMutablePointerToHeader { header in
      if let memory = header.pointee.memory { StoragePool.give(memory, capacity: header.pointee.capacity) }
    }
  }
}
