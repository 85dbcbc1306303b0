import BackpropFormats
import Testing

@Suite struct NumberKindTests {
  @Test func anArraysBytesAreCounted() {
    #expect(NumberKind.float32.byteCount(of: [2, 3]) == 24)
    #expect(NumberKind.float64.byteCount(of: []) == 8)
    #expect(NumberKind.bfloat16.byteCount(of: [5]) == 10)
  }

  @Test func anExtentOfZeroLeavesNoBytesWhateverTheOthersAre() {
    #expect(NumberKind.float64.byteCount(of: [.max, .max, 0]) == 0)
    #expect(NumberKind.float64.byteCount(of: [0, -1]) == nil)
  }

  @Test(arguments: [[Int.max, 2], [1 << 40, 1 << 40], [-1, 3], [.max]])
  func whatCantBeCountedIsNil(shape: [Int]) {
    #expect(NumberKind.float64.byteCount(of: shape) == nil)
  }
}
