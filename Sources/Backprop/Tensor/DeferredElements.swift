/// Elements of a tensor that are computed when somebody looks at them, which perhaps nobody does.
class DeferredElements {
  private let byteCount: Int
  private let made = Lock<(address: UnsafeMutableRawPointer, capacity: Int)?>(nil)

  init(byteCount: Int) {
    self.byteCount = byteCount
  }

  /// Writes all elements; each subclass has its own way.
  func write(to address: UnsafeMutableRawPointer) {
    stop("\(type(of: self)) doesn't say how to write its elements")
  }

  /// Where the elements are, from the first time that somebody asks.
  final var address: UnsafeMutableRawPointer {
    made.withLock { made in
      if let made { return made.address }
      let memory = StoragePool.take(bytes: byteCount)
      write(to: memory.address)
      made = memory
      return memory.address
    }
  }

  deinit {
    if let (address, capacity) = made.withLock({ $0 }) { StoragePool.give(address, capacity: capacity) }
  }
}
