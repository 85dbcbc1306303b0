import Testing

/// What a predictor asks the system for, counted by a program of its own, since a test's process has other things going on.
@Suite struct AllocationTests {
  /// A line of the program.
  private struct Line {
    let text: Substring
    let all: Int
    let large: Int
  }

  @Test(
    "a predictor asks for no memory once it has answered such samples, whatever the network and its threads")
  func predictor() throws {
    let result = try CommandRunner.run(program: "AllocationProbe", [])
    try #require(result.status == 0, "\(result.errors)")
    let texts = result.output.split(separator: "\n")
    let lines = try texts.dropFirst().map { text in
      let words = text.split(separator: " ")
      try #require(words.count == 5, "\(text)")
      return Line(text: text, all: try #require(Int(words[3])), large: try #require(Int(words[4])))
    }
    try #require(lines.count == 1 + 2 * 2 * 8)
    // Without glibc, and with a sanitizer, nothing is counted.
    guard lines[0].all != -1 else { return }
    #expect(lines[0].all >= 100 && lines[0].large >= 100, "the counter doesn't count: \(lines[0].text)")
    for line in lines.dropFirst() {
      #expect(line.large == 0, "\(line.text)")
      // Without optimisation Swift makes small objects of what is otherwise on the stack.
      if texts[0] == "optimized" { #expect(line.all == 0, "\(line.text)") }
    }
  }
}
