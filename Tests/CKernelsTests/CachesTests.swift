import CKernels
import Testing

@Suite("The sizes of caches") struct CachesTests {
  @Test("are such as processors have, the first level's below the second's, and always the same")
  func sizes() {
    let caches = bp_caches_here()
    #expect((8 << 10)...(1 << 20) ~= caches.l1)
    #expect((128 << 10)...(64 << 20) ~= caches.l2)
    #expect(caches.l1 < caches.l2)
    // Emulated caches have odd sizes, but always whole lines.
    #expect(caches.l1.isMultiple(of: 64) && caches.l2.isMultiple(of: 64))
    let again = bp_caches_here()
    #expect(again.l1 == caches.l1 && again.l2 == caches.l2)
  }
}
