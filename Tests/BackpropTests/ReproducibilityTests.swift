import Backprop
import Foundation
import Testing

/// What depends on settings of the whole process runs in child processes, where no other test is in the way.
@Suite("The same bits")
struct ReproducibilityTests {
  @Test("come out of training with 1, 2, 3 and 8 threads")
  func threads() async {
    await #expect(processExitsWith: .success) {
      // Products of 100 × 300 × 80 are divided into chunks; so are the larger elementwise loops of 1,000 samples.
      let (samples, labels) = SmallProblems.blobs(1000, size: 300, classes: 5, seed: 1, as: Float.self)
      let data = try SampleSet(samples, labels: labels, classCount: 5)
      var outcomes: [[[UInt32]]] = []
      for threads in [1, 2, 3, 8, 1] {
        Parallelism.threadCount = threads
        precondition(Parallelism.threadCount == threads)
        var generator = Philox4x32(seed: 9)
        let network = Sequential<Float>(sizes: [300, 80, 5], using: &generator)
        let trainer = try Trainer(
          Model(network), on: data, .init(duration: .iterations(3), batchSize: 100, seed: 4))
        let losses = try trainer.run().losses.map { Float($0).bitPattern }
        outcomes.append(network.parameters.map { $0.value.scalars.map(\.bitPattern) } + [losses])
      }
      precondition(outcomes.allSatisfy { $0 == outcomes[0] }, "the number of threads changes the result")
    }
  }

  @Test("come out of large products, sums and elementwise loops with any number of threads")
  func loops() async {
    await #expect(processExitsWith: .success) {
      var generator = Philox4x32(seed: 2)
      let a = Tensor<Double>.normal([333, 70], using: &generator)
      let b = Tensor<Double>.normal([70, 401], using: &generator)
      var outcomes: [[[UInt64]]] = []
      for threads in [1, 2, 3, 8] {
        Parallelism.threadCount = threads
        let graph = Graph<Double>()
        let (x, y) = (graph.variable(a), graph.variable(b))
        let product = x.matmul(y).relu()
        let gradients = product.sum(axis: 0).backward(for: [x, y])
        outcomes.append(
          [product.value, gradients[x], gradients[y], product.value.sum(axis: 0)].map {
            $0.scalars.map(\.bitPattern)
          })
      }
      precondition(outcomes.allSatisfy { $0 == outcomes[0] }, "the number of threads changes the result")
    }
  }
}

@Suite("The storage pool")
struct StoragePoolTests {
  @Test("asks the system for nothing over 100 steps of a training that has settled")
  func steadyState() async {
    await #expect(processExitsWith: .success) {
      Parallelism.threadCount = 1
      let (samples, labels) = SmallProblems.blobs(200, size: 40, classes: 5, seed: 1, as: Float.self)
      let (testSamples, testLabels) = SmallProblems.blobs(50, size: 40, classes: 5, seed: 2, as: Float.self)
      var generator = Philox4x32(seed: 9)
      let trainer = try Trainer(
        Model(Sequential<Float>(sizes: [40, 30, 5], using: &generator)),
        on: SampleSet(samples, labels: labels, classCount: 5),
        test: SampleSet(testSamples, labels: testLabels, classCount: 5),
        .init(duration: .iterations(130), batchSize: 20))
      var allocated: [Int] = []
      try trainer.run { event in
        if case .iteration = event { allocated.append(StoragePool.statistics.allocatedBytes) }
        return .continue
      }
      precondition(allocated.count == 130 && allocated[0] > 0)
      precondition(allocated[20] == allocated[129], "\(allocated[129] - allocated[20]) bytes more")
    }
  }

  @Test("hands small memory on within each thread, and forgets it with the thread")
  func blocksAtHand() async {
    await #expect(processExitsWith: .success) {
      @Sendable func makeSome() {
        let tensors = (0..<10).map { Tensor<Float>(repeating: Float($0), shape: [2000]) }
        precondition(tensors.enumerated().allSatisfy { $1.scalars.allSatisfy { [i = $0] in $0 == Float(i) } })
      }
      makeSome()
      let first = StoragePool.statistics
      for _ in 0..<100 { makeSome() }
      precondition(StoragePool.statistics == first, "the same memory serves again")
      let threads = (0..<20).map { _ in Thread { makeSome() } }
      for thread in threads {
        thread.start()
        while !thread.isFinished { usleep(100) }
      }
      makeSome()
      StoragePool.removeAll()
      makeSome()
      precondition(StoragePool.statistics.allocatedBytes > first.allocatedBytes)
    }
  }

  @Test("hands memory on, and gives it back on demand")
  func reuse() async {
    await #expect(processExitsWith: .success) {
      let size = 1_000_000
      func makeOne() -> Double { Tensor<Double>.ones([size]).sum().item }
      precondition(makeOne() == Double(size))
      let first = StoragePool.statistics
      precondition(first.allocatedBytes >= size * 8 && first.idleBytes >= size * 8)
      for _ in 0..<10 { precondition(makeOne() == Double(size)) }
      precondition(StoragePool.statistics == first, "the same memory serves again")
      StoragePool.removeAll()
      precondition(StoragePool.statistics.idleBytes == 0)
      precondition(makeOne() == Double(size))
      precondition(StoragePool.statistics.allocatedBytes > first.allocatedBytes)
    }
  }

  #if os(Linux)
    /// Linux tells in `smaps` what a program has asked for each part of its memory: `hg` is huge pages. In a process of its
    /// own, since what other threads do meanwhile may hide a part.
    @Test("asks for huge pages for memory of some megabytes, where the system has them")
    func hugePages() async {
      await #expect(processExitsWith: .success) {
        let tensor = Tensor<Float>(repeating: 1, shape: [3, 1024, 1024])
        let address = tensor.withUnsafeElements { UInt(bitPattern: $0.baseAddress) }
        precondition(address % (2 << 20) == 0)
        // Whoever asks for the file's length is told 0, so it is read until it ends.
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/smaps"))
        guard let bytes = try file.readToEnd(), case let maps = String(decoding: bytes, as: UTF8.self),
          maps.contains("VmFlags:"),
          FileManager.default.fileExists(atPath: "/sys/kernel/mm/transparent_hugepage/enabled")
        else { return }
        var isWithin = false
        var flags: [Substring] = []
        for line in maps.split(separator: "\n") {
          let words = line.split(separator: " ")
          let range = (words.first ?? "").split(separator: "-").compactMap { UInt($0, radix: 16) }
          if range.count == 2 { isWithin = range[0] <= address && address < range[1] }
          if isWithin, words.first == "VmFlags:" { flags = Array(words.dropFirst()) }
        }
        precondition(flags.contains("hg"), "\(flags)")
      }
    }
  #endif
}
