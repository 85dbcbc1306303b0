import Foundation
import KernelCases
import Testing

/// Products, convolutions, poolings and loops against their definitions, for every instruction set of the machine: the cases of
/// `Tests/KernelCases`, which are in C so that they run where there is no Swift, too.
@Suite struct CaseTests {
  private static let lines: [String] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../KernelCases/cases.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }()

  /// What the number of random cases is multiplied by: `BACKPROP_FUZZ=10` makes 68,000 products and 36,000 convolutions.
  private static let factor = ProcessInfo.processInfo.environment["BACKPROP_FUZZ"].flatMap(Int.init) ?? 1

  /// What is wrong with a line's cases, or nothing.
  private func problem(of line: String, times: Int = 1, _ counts: inout case_counts) -> String? {
    var text = [CChar](repeating: 0, count: 2048)
    if run_cases(line, times, &counts, &text, text.count) { return nil }
    return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  @Test("every kernel has the bits that its definition has, and writes nothing else", arguments: lines)
  func sameBits(_ line: String) {
    var counts = case_counts()
    #expect(problem(of: line, times: Self.factor, &counts) == nil)
  }

  @Test("a line makes as many cases as it says, and a wrong one is told")
  func counts() {
    var counts = case_counts()
    #expect(Self.lines.count > 40)
    #expect(problem(of: "product times=2 m=0..2* n=3|7 k=1|4..5*", &counts) == nil)
    // Twice three by three, for two types.
    #expect(counts.products == 36 && counts.loops == 0)
    #expect(problem(of: "loops columns=3 type=64", &counts) == nil && counts.loops > 10)
    #expect(problem(of: "pooling times=3 height=4", &counts) == nil && counts.poolings == 6)
    #expect(problem(of: "", &counts) == nil && problem(of: "# text", &counts) == nil)
    for wrong in ["products", "product z=1", "product m", "product seed=1 sum=1"] {
      #expect(problem(of: wrong, &counts) != nil, "\(wrong)")
    }
  }
}
