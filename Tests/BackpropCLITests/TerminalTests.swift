import BackpropDrawing
import Foundation
import Testing

@testable import BackpropCLI

/// What the command prints fits the terminal, and a terminal without UTF-8 can show it.
@Suite struct TerminalTests {
  private static let layers = [
    "graph", "softmax_with_loss(relu(x @ W + b) @ V, t)", "--set", "x=[[0.1234567, -2.456], [3.789, 4.012]]",
    "--set",
    "W=[[1.1, 2.2, 0.3], [3.3, -4.4, 0.123456789]]", "--set", "b=[1, 2, 3]", "--set",
    "V=[[1, 2], [3, 4], [0.5, 0.7]]",
    "--set", "t=[[1, 0], [0, 1]]",
  ]

  private func lines(_ arguments: [String], columns: Int?, locale: String = "C.UTF-8") throws -> [String] {
    var environment = ["LC_ALL": locale]
    environment["COLUMNS"] = columns.map(String.init) ?? ""
    let result = try CommandRunner.run(arguments, environment: environment)
    #expect(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(
    "A graph's listing fits 80 columns, and any other number of them", arguments: [nil, 40, 60, 80, 100, 132])
  func listing(columns: Int?) throws {
    let wide = (1...20).map { "\(Double($0) / 7)" }.joined(separator: ", ")
    for arguments in [
      Self.layers, ["graph", "x * 2", "--set", "x=[\(wide)]"],
      ["graph", "x * 2", "--set", "x=[[\(wide)], [\(wide)]]"],
      [
        "graph", "a_long_name_of_a_value_that_goes_on + 苹果的个数与橘子的个数之和", "--set",
        "a_long_name_of_a_value_that_goes_on=0.1",
        "--set", "苹果的个数与橘子的个数之和=0.12345678901234",
      ],
    ] {
      let lines = try lines(arguments, columns: columns)
      #expect(lines.allSatisfy { $0.displayWidth <= columns ?? 80 }, "\(lines.joined(separator: "\n"))")
    }
  }

  @Test("Room decides how much is told: all digits, fewer, bounds, a line for each part")
  func detail() throws {
    let all = try lines(Self.layers, columns: 250)
    #expect(all.contains { $0.contains("[[1.12999863254, -2.18765167372], [-2.32713274908e-09") })
    let usual = try lines(Self.layers, columns: 80)
    #expect(usual[1].contains("x") && usual[1].contains("-2.456 to 4.012"))
    #expect(usual[9].contains("[[1, 0], [0, 1]]"))
    #expect(usual.contains("  x  [[     1.12999863254,     -2.18765167372],"))
    let narrow = try lines(Self.layers, columns: 40)
    #expect(
      Array(narrow[0..<4]) == [
        "#0 = x", "     shape (2, 2)", "     value -2.456 to 4.012", "     derivative -2.188 to 1.13",
      ])
  }

  @Test("A matrix that is too wide shows its first and last columns, a vector goes on in the next line")
  func wideValues() throws {
    let wide = (1...30).map { "\(Double($0) / 7)" }.joined(separator: ", ")
    let matrix = try lines(["graph", "x * 2", "--set", "x=[[\(wide)], [\(wide)]]"], columns: 80)
    let row = try #require(matrix.first { $0.hasPrefix("  [[") })
    #expect(row.contains(", …, ") && row.contains("[[0.286,") && row.hasSuffix("8.57],"))
    #expect(matrix.contains("  … stands for columns that don't fit; --format json prints every one of them"))
    let vector = try lines(["graph", "x * 2", "--set", "x=[\(wide)]"], columns: 80)
    let start = try #require(vector.firstIndex(of: "result"))
    #expect(vector[start + 1].hasPrefix("  [0.286, 0.571") && vector[start + 1].hasSuffix(","))
    #expect(vector[start + 2].hasPrefix("   ") && !vector[start + 2].hasPrefix("  ["))
  }

  @Test(
    "Without UTF-8 there is nothing but ASCII, and a fork has a sign of its own",
    arguments: ["C", "POSIX", "en_US"])
  func ascii(locale: String) throws {
    let lines = try lines(
      ["graph", "(x + y)**2 * x - 3 / y", "--set", "x=1.5", "--set", "y=-2", "--drawing", "always"],
      columns: nil, locale: locale)
    #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(lines[1].contains("x ---") && lines[1].contains("o---") && lines[1].contains("->(+)-"))
    #expect(lines.contains { $0.contains("#3 * #0") })
    let network = try self.lines(
      ["graph", "--network", "784,50,10", "--drawing", "always"], columns: nil, locale: locale)
    #expect(network.joined().utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("With UTF-8 a fork is a dot, and where lines come together there is none")
  func forks() throws {
    let fork = try lines(["graph", "x * x + x", "--set", "x=3", "--drawing", "always"], columns: nil)
    #expect(fork.contains { $0.contains("●") })
    let join = try lines(
      [
        "graph", "a * b + c * d", "--set", "a=1", "--set", "b=2", "--set", "c=3", "--set", "d=4", "--drawing",
        "always",
      ],
      columns: nil)
    #expect(!join.joined().contains("●") && join.joined().contains("├"))
  }

  @Test("A training's plots and the table before them are in ASCII, too")
  func training() throws {
    let lines = try lines(
      ["train", "--data", "digits", "--iterations", "1300", "--hidden", "10", "--plot"], columns: 80,
      locale: "C")
    #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(lines.contains { $0.contains("accuracy: .' training, o test") })
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test("Bars are made of # where there is no UTF-8")
  func bars() {
    let line = ProgressBar.line(250, of: 1000, rate: 25, columns: 80, signs: .ascii)
    #expect(line.hasPrefix("#######.......") && line.utf8.allSatisfy { $0 < 0x80 })
    let check = CheckProgress.line(5, of: 10, seconds: 4, columns: 80, signs: .ascii)
    #expect(check.hasPrefix("####") && check.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("A network's summary fits 80 columns")
  func summary() throws {
    let table = try lines(["summary", "--network", "deep-convnet"], columns: 80).drop {
      !$0.hasPrefix("layer")
    }
    #expect(table.allSatisfy { $0.displayWidth <= 80 })
    #expect(table.first?.contains("multiply-adds") == true)
    let whole = try lines(["summary", "--network", "deep-convnet"], columns: 200)
    #expect(whole.contains { $0.contains("share") })
  }
}
