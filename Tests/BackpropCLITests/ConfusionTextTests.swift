import Backprop
import BackpropDrawing
import Testing

@testable import BackpropCLI

/// What `backprop evaluate` prints of classes.
@Suite("Confusions in text")
struct ConfusionTextTests {
  /// Classes of 100 samples, of which each was taken for the next one as often as its number says.
  private func matrix(_ classCount: Int) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classCount: classCount)
    for label in 0..<classCount {
      for sample in 0..<100 {
        matrix.add(label: label, guess: sample < label ? (label + 1) % classCount : label)
      }
    }
    return matrix
  }

  private func lines(_ classCount: Int, columns: Int = 80, name: (Int) -> String = { "\($0)" }) -> [String] {
    ConfusionText(matrix(classCount), classNames: (0..<classCount).map(name), columns: columns).lines
  }

  @Test("the matrix stands where it fits")
  func matrixFits() throws {
    let lines = lines(15)
    #expect(lines.contains("rows: what it is, columns: what it was taken for"))
    #expect(lines.contains { $0.hasPrefix("  14   14    ·") && $0.hasSuffix("   86") })
    #expect(lines.allSatisfy { $0.displayWidth <= 80 })
  }

  @Test(
    "no line is wider than there is room, whatever classes there are", arguments: [1, 2, 15, 16, 17, 47, 300])
  func width(classCount: Int) {
    let names: [(Int) -> String] = [
      { "\($0)" }, { "a name that is too long for a line of any terminal, even alone, as it is \($0)" },
      { "一个很长的类别名称，宽度是字符数的两倍，在终端里放不下的那种 \($0)" }, { _ in "" },
    ]
    for columns in [40, 80, 200] {
      for name in names {
        let lines = lines(classCount, columns: columns, name: name)
        #expect(lines.count > classCount)
        #expect(lines.allSatisfy { $0.displayWidth <= columns }, "\(lines.max { $0.count < $1.count } ?? "")")
      }
    }
  }

  @Test("beyond that the largest confusions are listed, with how many there are besides")
  func pairs() throws {
    let lines = lines(47, name: { "class \($0)" })
    let start = try #require(lines.firstIndex { $0.hasPrefix("what was taken for what most often") })
    #expect(lines[start + 1] == "  class 46 → class 0  46   46.0 %")
    #expect(lines[start + 12] == "  class 35 → class 36 35   35.0 %")
    // 1 + … + 34 samples of other pairs.
    #expect(lines[start + 13].hasPrefix("  … and 34 more pairs of classes with 595 samples in all"))
    #expect(!lines.contains("rows: what it is, columns: what it was taken for"))
  }

  @Test("names that would be the same once they are cut begin with their numbers")
  func similarNames() throws {
    let lines = lines(
      40, name: { "a long name with its number, \($0), in the middle of it and much behind it" })
    let start = try #require(lines.firstIndex { $0.hasPrefix("what was taken for what most often") })
    let first = lines[start + 1].split(separator: " ").first
    #expect(first == "39" && lines[start + 1].contains(" → 0 a long"))
    #expect(Set(lines[(start + 1)...(start + 12)].map { $0.split(separator: "→")[0] }).count == 12)
  }

  @Test("a model without mistakes has none to list")
  func noMistakes() {
    var matrix = ConfusionMatrix(classCount: 30)
    for label in 0..<30 { matrix.add(label: label, guess: label) }
    let lines = ConfusionText(matrix, classNames: (0..<30).map { "\($0)" }, columns: 80).lines
    #expect(lines.last == "no class was taken for another")
  }
}
