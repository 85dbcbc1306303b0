import CKernels
import Testing

/// Products of random sizes against the chain of fused multiply-adds that
/// defines them, for every instruction set of the machine.
@Suite struct ProductTests {
  /// One product to compute.
  struct Job {
    var m = 0, n = 0, k = 0
    var transA = false, transB = false, hasBias = false, isAdded = false
    var lda = 0, ldb = 0, ldc = 0

    init(m: Int, n: Int, k: Int, _ random: inout TestRandom) {
      (self.m, self.n, self.k) = (m, n, k)
      transA = random.chance(2)
      transB = random.chance(2)
      hasBias = random.chance(2)
      isAdded = k <= BP_SCALED_DEPTH && random.chance(2)
      let loose = !random.chance(3)
      lda = (transA ? m : k) + (loose ? Int.random(in: 0..<6, using: &random) : 0)
      ldb = (transB ? k : n) + (loose ? Int.random(in: 0..<6, using: &random) : 0)
      ldc = n + (loose ? Int.random(in: 0..<6, using: &random) : 0)
    }

    /// With the transposes that the low two bits of `flags` say.
    init(m: Int, n: Int, k: Int, flags: Int, _ random: inout TestRandom) {
      self.init(m: m, n: n, k: k, &random)
      transA = flags & 1 != 0
      transB = flags & 2 != 0
      lda = (transA ? m : k) + flags
      ldb = (transB ? k : n) + flags
    }
  }

  /// Elements around C and after the scratch memory that must not change.
  static let guardCount = 40

  /// What a product is multiplied with before it is added to C.
  static func scale<T: KernelScalar>() -> T { -0.7 }

  /// What the kernels promise for one element, as plainly as possible.
  @inline(__always)
  func element<T: KernelScalar>(
    _ job: Job, _ i: Int, _ j: Int, _ a: [T], _ b: [T], _ bias: [T], start: T
  ) -> T {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sum: T = 0
        var l = 0
        while l < job.k {
          let x = a[job.transA ? l * job.lda + i : i * job.lda + l]
          let y = b[job.transB ? j * job.ldb + l : l * job.ldb + j]
          sum.addProduct(x, y)
          l += 1
        }
        sum += 0  // A zero is positive.
        if job.hasBias { sum += bias[j] }
        return job.isAdded ? start.addingProduct(Self.scale(), sum) : sum
      }
    }
  }

  func reference<T: KernelScalar>(_ job: Job, _ a: [T], _ b: [T], _ bias: [T], _ c: inout [T]) {
    for i in 0..<job.m {
      for j in 0..<job.n {
        let at = Self.guardCount + i * job.ldc + j
        c[at] = element(job, i, j, a, b, bias, start: c[at])
      }
    }
  }

  /// Runs the kernel on the rows and columns given.
  func run<T: KernelScalar>(
    _ kernels: Kernels<T>, _ job: Job, rows: Range<Int>, columns: Range<Int>,
    _ a: [T], _ b: [T], _ bias: [T], _ c: inout [T]
  ) {
    let m = rows.count, n = columns.count
    let mark: T = 777
    let scale: T = Self.scale()
    var scratch: [T] = []
    var need = 0
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        bias.withUnsafeBufferPointer { bias in
          c.withUnsafeMutableBufferPointer { c in
            withUnsafePointer(to: scale) { scale in
              let product = Product(
                m: m, n: n, k: job.k, transA: job.transA, transB: job.transB,
                a: a.baseAddress! + (job.transA ? rows.lowerBound : rows.lowerBound * job.lda), lda: job.lda,
                b: b.baseAddress! + (job.transB ? columns.lowerBound * job.ldb : columns.lowerBound),
                ldb: job.ldb,
                c: c.baseAddress! + Self.guardCount + rows.lowerBound * job.ldc + columns.lowerBound,
                ldc: job.ldc, bias: job.hasBias ? bias.baseAddress! + columns.lowerBound : nil,
                scale: job.isAdded ? scale : nil)
              need = kernels.productScratch(product)
              // One element past the start, so that it is aligned to an element only.
              scratch = [T](repeating: mark, count: need + Self.guardCount + 1)
              scratch.withUnsafeMutableBufferPointer {
                kernels.product(product, need > 0 ? $0.baseAddress! + 1 : nil)
              }
            }
          }
        }
      }
    }
    #expect(scratch[0] == mark)
    #expect(scratch[(need + 1)...].allSatisfy { $0 == mark }, "wrote past the scratch memory: \(job)")
  }

  /// Computes a product as a whole and in random blocks by every instruction
  /// set. C's surroundings are compared along with C.
  func check<T: KernelScalar>(
    _: T.Type, _ job: Job, special: T? = nil,
    clear: (inout [T], Job, inout TestRandom) -> Void = { _, _, _ in }, _ random: inout TestRandom
  ) {
    // Operands end exactly where their last element does.
    func size(_ rows: Int, _ columns: Int, _ ld: Int) -> Int { rows == 0 ? 1 : (rows - 1) * ld + columns + 1 }
    var a: [T] = random.numbers(job.transA ? size(job.k, job.m, job.lda) : size(job.m, job.k, job.lda))
    var b: [T] = random.numbers(job.transB ? size(job.n, job.k, job.ldb) : size(job.k, job.n, job.ldb))
    clear(&a, job, &random)
    if let special {
      a[Int.random(in: 0..<a.count, using: &random)] = special
      if job.k > 0, job.n > 0 {
        let (l, j) = (Int.random(in: 0..<job.k, using: &random), Int.random(in: 0..<job.n, using: &random))
        b[job.transB ? j * job.ldb + l : l * job.ldb + j] = special
      }
    }
    let bias: [T] = random.numbers(job.n + 1)
    let before: [T] = random.numbers(job.m * job.ldc + 2 * Self.guardCount)
    var expected = before
    reference(job, a, b, bias, &expected)

    let rowCut = Int.random(in: 0...job.m, using: &random)
    let columnCut = Int.random(in: 0...job.n, using: &random)
    for kernels in allKernels(T.self) {
      var c = before
      run(kernels, job, rows: 0..<job.m, columns: 0..<job.n, a, b, bias, &c)
      #expect(same(c, expected), "\(T.self) \(String(cString: bp_isa_name(kernels.isa))) \(job)")
      c = before
      for rows in [0..<rowCut, rowCut..<job.m] {
        for columns in [0..<columnCut, columnCut..<job.n] {
          run(kernels, job, rows: rows, columns: columns, a, b, bias, &c)
        }
      }
      #expect(
        same(c, expected),
        "\(T.self) \(String(cString: bp_isa_name(kernels.isa))) cut at \(rowCut), \(columnCut): \(job)")
    }
  }

  func checkSmall<T: KernelScalar>(_: T.Type, count: Int, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for _ in 0..<count * fuzzFactor {
      // Mostly small, now and then long in one direction; 0 and 1 are common.
      func size() -> Int {
        if random.chance(6) { return Int.random(in: 0...1, using: &random) }
        if random.chance(12) { return Int.random(in: 0..<150, using: &random) }
        return Int.random(in: 0..<28, using: &random)
      }
      check(T.self, Job(m: size(), n: size(), k: size(), &random), &random)
    }
  }

  @Test func smallFloatProducts() { checkSmall(Float.self, count: 1500, seed: 1) }
  @Test func smallDoubleProducts() { checkSmall(Double.self, count: 1500, seed: 2) }

  /// Every width of C up to some vectors, so that every kind of tile occurs.
  func checkEveryWidth<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for n in 0...140 {
      for m in [1, 2, 5, 13] {
        check(T.self, Job(m: m, n: n, k: Int.random(in: 0..<6, using: &random), &random), &random)
      }
    }
  }

  @Test func everyWidthFloat() { checkEveryWidth(Float.self, seed: 3) }
  @Test func everyWidthDouble() { checkEveryWidth(Double.self, seed: 4) }

  /// Sizes at which k is treated in parts and, where the transposes ask for
  /// it, operands are packed.
  func checkMedium<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    let sizes = [
      (70, 140, 210), (130, 131, 64), (397, 129, 33), (65, 300, 40), (40, 33, 700), (17, 20, 1100),
      (131, 260, 270),
      // Rows of B that meet in the same sets of a cache.
      (50, 1024, 40), (13, 512, 70),
    ]
    for (m, n, k) in sizes {
      for flags in 0..<4 {
        check(T.self, Job(m: m, n: n, k: k, flags: flags, &random), &random)
      }
    }
  }

  @Test func mediumFloatProducts() { checkMedium(Float.self, seed: 5) }
  @Test func mediumDoubleProducts() { checkMedium(Double.self, seed: 6) }

  /// Sizes at which everything is packed. The reference would take too long
  /// for all elements, so it is computed for some, and all are compared between
  /// instruction sets and between the whole and its parts.
  func checkLarge<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for (m, n, k) in [(131, 523, 770), (20, 530, 790), (790, 261, 1530)] {
      for flags in 0..<4 {
        let job = Job(m: m, n: n, k: k, flags: flags, &random)
        let a: [T] = random.numbers((job.transA ? k : m) * job.lda)
        let b: [T] = random.numbers((job.transB ? n : k) * job.ldb)
        let bias: [T] = random.numbers(n)
        let before: [T] = random.numbers(m * job.ldc + 2 * Self.guardCount)
        let rowCut = Int.random(in: 1..<m, using: &random)
        let columnCut = Int.random(in: 1..<n, using: &random)

        var expected: [T]?
        for kernels in allKernels(T.self) {
          // Slow where it has to call the C library for every product.
          if kernels.isa == BP_ISA_PORTABLE && machineISAs.count > 1 && m * n * k > 20_000_000 { continue }
          var c = before
          run(kernels, job, rows: 0..<m, columns: 0..<n, a, b, bias, &c)
          #expect(expected == nil || same(c, expected!), "\(T.self) \(kernels.isa) \(job)")
          expected = c
          c = before
          for (rows, columns) in [
            (0..<rowCut, 0..<n), (rowCut..<m, 0..<columnCut), (rowCut..<m, columnCut..<n),
          ] {
            run(kernels, job, rows: rows, columns: columns, a, b, bias, &c)
          }
          #expect(same(c, expected!), "\(T.self) \(kernels.isa) cut at \(rowCut), \(columnCut): \(job)")
        }

        let c = expected!
        for _ in 0..<100 {
          let i = Int.random(in: 0..<m, using: &random), j = Int.random(in: 0..<n, using: &random)
          let at = Self.guardCount + i * job.ldc + j
          #expect(
            same(c[at], element(job, i, j, a, b, bias, start: before[at])), "\(T.self) \(i), \(j) of \(job)")
        }
        var surroundings = c
        for i in 0..<m {
          let row = Self.guardCount + i * job.ldc
          surroundings.replaceSubrange(row..<(row + n), with: before[row..<(row + n)])
        }
        #expect(same(surroundings, before), "\(T.self) wrote around C: \(job)")
      }
    }
  }

  @Test func largeFloatProducts() { checkLarge(Float.self, seed: 10) }
  @Test func largeDoubleProducts() { checkLarge(Double.self, seed: 11) }

  /// Infinities and NaNs reach exactly the elements they reach in the plain
  /// loop; in particular a zero does not hide them.
  func checkSpecial<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for special in [T.infinity, -T.infinity, T.nan, T.greatestFiniteMagnitude, T.leastNonzeroMagnitude] {
      for _ in 0..<40 {
        func size() -> Int { Int.random(in: 1..<40, using: &random) }
        check(T.self, Job(m: size(), n: size(), k: size(), &random), special: special, &random)
      }
    }
  }

  @Test func specialFloats() { checkSpecial(Float.self, seed: 7) }
  @Test func specialDoubles() { checkSpecial(Double.self, seed: 8) }

  /// Sets elements of op(A) to zero as images have them: in patches, some over many rows and some over a few, some
  /// positive and some negative, and sometimes so many that little is left.
  func clearPatches<T: KernelScalar>(_ a: inout [T], _ job: Job, _ random: inout TestRandom) {
    guard job.m > 0, job.k > 0 else { return }
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let rows = Int.random(in: 0..<job.m, using: &random), ks = Int.random(in: 0..<job.k, using: &random)
      let height = Int.random(in: 1...(random.chance(2) ? 4 : 60), using: &random)
      let width = Int.random(in: 1...(random.chance(2) ? 4 : job.k), using: &random)
      let zero: T = random.chance(2) ? 0 : -0.0
      for i in rows..<min(rows + height, job.m) {
        for l in ks..<min(ks + width, job.k) { a[job.transA ? l * job.lda + i : i * job.lda + l] = zero }
      }
    }
  }

  /// Products whose zeros may be left out: what is left is the same, and an infinity or NaN of B still meets the
  /// zeros of A.
  func checkZeros<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for round in 0..<240 {
      let job = Job(
        m: Int.random(in: 1..<140, using: &random),
        n: Int.random(in: 5..<(round % 8 == 0 ? 300 : 70), using: &random),
        k: Int.random(in: 20..<(round % 6 == 0 ? 1300 : 200), using: &random), &random)
      let specials = [T.infinity, .nan, -.leastNonzeroMagnitude]
      let special = round % 4 == 0 ? specials[round / 4 % 3] : nil
      check(T.self, job, special: special, clear: clearPatches, &random)
    }
    // Everything packed.
    for flags in 0..<4 {
      check(T.self, Job(m: 66, n: 520, k: 600, flags: flags, &random), clear: clearPatches, &random)
    }
  }

  @Test func zerosInFloats() { checkZeros(Float.self, seed: 12) }
  @Test func zerosInDoubles() { checkZeros(Double.self, seed: 13) }

  /// Sets elements of op(A) to zero as hidden units have them: rows of a few kinds, in no order, each kind at its own
  /// half of all k, and some elements besides.
  func clearByKind<T: KernelScalar>(_ a: inout [T], _ job: Job, _ random: inout TestRandom) {
    let kinds = (0..<5).map { _ in (0..<job.k).map { _ in random.chance(2) } }
    for i in 0..<job.m {
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
      for l in 0..<job.k where kind[l] || random.chance(50) {
        a[job.transA ? l * job.lda + i : i * job.lda + l] = 0
      }
    }
  }

  /// Products so large that tiles take rows in another order than they lie in.
  func checkOrderedRows<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    for (m, n, k) in [(6, 400, 200), (70, 256, 190), (64, 300, 530), (101, 259, 160), (333, 256, 130)] {
      for flags in 0..<4 {
        var job = Job(m: m, n: n, k: k, flags: flags, &random)
        // Rows of B that meet in the same sets of a cache, so that fewer make a large product.
        job.ldb = 1024
        for special in [nil, T.infinity] { check(T.self, job, special: special, clear: clearByKind, &random) }
      }
    }
  }

  @Test func orderedRowsOfFloats() { checkOrderedRows(Float.self, seed: 17) }
  @Test func orderedRowsOfDoubles() { checkOrderedRows(Double.self, seed: 18) }

  /// Terms so small that they vanish: a negative one leaves a zero that a product with zero may turn positive.
  @Test func vanishingTerms() {
    var random = TestRandom(seed: 14)
    for _ in 0..<60 {
      let job = Job(m: 13, n: 50, k: 60, &random)
      var a = [Float](repeating: 0, count: 80 * 80), b = [Float](repeating: 1, count: 80 * 80)
      for _ in 0..<40 { a[Int.random(in: 0..<a.count, using: &random)] = -.leastNonzeroMagnitude }
      for index in b.indices { b[index] = random.chance(2) ? 0.25 : -0.25 }
      let before = [Float](repeating: -0.0, count: job.m * job.ldc + 2 * Self.guardCount)
      let bias = [Float](repeating: -0.0, count: job.n + 1)
      var expected = before
      reference(job, a, b, bias, &expected)
      for kernels in allKernels(Float.self) {
        var c = before
        run(kernels, job, rows: 0..<job.m, columns: 0..<job.n, a, b, bias, &c)
        #expect(same(c, expected), "\(String(cString: bp_isa_name(kernels.isa))) \(job)")
      }
    }
  }

  /// A whose rows are picked from rows of bytes: the same as those rows as numbers, in blocks, too.
  func checkBytes<T: KernelScalar>(_: T.Type, seed: UInt64) {
    var random = TestRandom(seed: seed)
    let sizes = [
      (1, 1, 1), (5, 3, 7), (30, 50, 300), (100, 50, 784), (130, 70, 40), (13, 600, 500), (70, 520, 130),
      (3, 10, 1100), (60, 300, 900),
      // Blocks of 48 and of what is left, for tiles that read bytes as they are.
      (47, 40, 64), (48, 64, 63), (49, 33, 70), (88, 50, 100), (408, 50, 20), (9, 60, 1500),
    ]
    for (m, n, k) in sizes {
      for flags in 0..<4 {
        for divisor: T in [255, 0.7, -3, 0] {
          var job = Job(m: m, n: n, k: k, flags: flags, &random)
          let rows = job.transA ? k : m
          let stored = 9
          // Mostly zeros, as images have them.
          let bytes = (0..<stored * job.lda).map { _ in
            random.chance(5) ? UInt8.random(in: 0...255, using: &random) : 0
          }
          let index = (0..<rows).map { _ in Int64.random(in: 0..<Int64(stored), using: &random) }
          let a = index.flatMap { row in
            (0..<job.lda).map { T(bytes[Int(row) * job.lda + $0]) / divisor }
          }
          job.isAdded = job.isAdded && divisor == 255
          var b: [T] = random.numbers((job.transB ? n : k) * job.ldb)
          // Meets the zeros of A, too.
          if divisor == 0.7 { b[Int.random(in: 0..<b.count, using: &random)] = .infinity }
          let bias: [T] = random.numbers(n)
          let before: [T] = random.numbers(m * job.ldc + 2 * Self.guardCount)
          let cut = Int.random(in: 0...m, using: &random)
          for kernels in allKernels(T.self) {
            if kernels.isa == BP_ISA_PORTABLE && machineISAs.count > 1 && m * n * k > 2_000_000 { continue }
            var expected = before
            run(kernels, job, rows: 0..<m, columns: 0..<n, a, b, bias, &expected)
            var c = before
            for part in [0..<cut, cut..<m] {
              var scratch: [T] = []
              var need = 0
              let scale: T = Self.scale()
              withByteRows(bytes, job.lda, index, divisor) { all in
                var moved = all.pointee
                if job.transA { moved.bytes += part.lowerBound } else { moved.index += part.lowerBound }
                withUnsafePointer(to: scale) { scale in
                  b.withUnsafeBufferPointer { b in
                    bias.withUnsafeBufferPointer { bias in
                      withUnsafePointer(to: moved) { moved in
                        c.withUnsafeMutableBufferPointer { c in
                          let product = Product(
                            m: part.count, n: n, k: k, transA: job.transA, transB: job.transB, bytes: moved,
                            b: b.baseAddress!, ldb: job.ldb,
                            c: c.baseAddress! + Self.guardCount + part.lowerBound * job.ldc, ldc: job.ldc,
                            bias: job.hasBias ? bias.baseAddress! : nil, scale: job.isAdded ? scale : nil)
                          need = kernels.productScratch(product)
                          scratch = [T](repeating: 777, count: need + Self.guardCount)
                          scratch.withUnsafeMutableBufferPointer { kernels.product(product, $0.baseAddress!) }
                        }
                      }
                    }
                  }
                }
              }
              #expect(scratch[need...].allSatisfy { $0 == 777 }, "wrote past the scratch memory: \(job)")
            }
            #expect(
              same(c, expected), "\(T.self) \(String(cString: bp_isa_name(kernels.isa))) / \(divisor): \(job)"
            )
          }
        }
      }
    }
  }

  @Test func floatsFromBytes() { checkBytes(Float.self, seed: 15) }
  @Test func doublesFromBytes() { checkBytes(Double.self, seed: 16) }

  /// Without terms a product is zero, and the bias is added all the same.
  @Test func emptySums() {
    for kernels in allKernels(Float.self) {
      let bias: [Float] = [-0.0, 2]
      let nothing: [Float] = [0]
      for (scale, expected) in [(nil, [0, 2, 9, 0, 2, 9]), (2, [0, 6, 9, 0, 6, 9])] as [(Float?, [Float])] {
        var c: [Float] = scale == nil ? [9, 9, 9, 9, 9, 9] : [0, 2, 9, 0, 2, 9]
        let scales = scale.map { [$0] }
        nothing.withUnsafeBufferPointer { nothing in
          bias.withUnsafeBufferPointer { bias in
            c.withUnsafeMutableBufferPointer { c in
              func run(_ scale: UnsafePointer<Float>?) {
                kernels.product(
                  Product(
                    m: 2, n: 2, k: 0, transA: scale != nil, transB: scale == nil, a: nothing.baseAddress!,
                    lda: 2, b: nothing.baseAddress!, ldb: 2, c: c.baseAddress!, ldc: 3,
                    bias: bias.baseAddress!, scale: scale), nil)
              }
              if let scales { scales.withUnsafeBufferPointer { run($0.baseAddress!) } } else { run(nil) }
            }
          }
        }
        #expect(same(c, expected))
      }
    }
  }
}
