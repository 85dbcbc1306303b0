import Foundation
import Testing

/// A reader of standard output that goes away is no error to be told, however the command writes.
@Suite struct BrokenPipeTests {
  @Test(
    "whatever is written to standard output ends with status 141 when its reader has gone",
    arguments: [
      "graph x --set x=1", "graph x --set x=1 --svg /dev/stdout", "graph x --set x=1 --html /dev/fd/1",
      "graph x --set x=1 --dot /proc/self/fd/1", "graph x --set x=1 --mermaid /dev/stdout --svg /dev/null",
      "graph --network 3,2 --svg /dev/stdout", "check --data digits --elements 1 --svg /dev/stdout",
      "train --data digits --iterations 2 --hidden 2 --quiet --report /dev/stdout",
      "train --data digits --iterations 2 --hidden 2 --quiet --history /dev/stdout",
    ])
  func standardOutput(_ arguments: String) throws {
    // Only Linux has /proc.
    guard !arguments.contains("/proc") || FileManager.default.fileExists(atPath: "/proc/self/fd/1") else {
      return
    }
    // The reader has gone before the command starts.
    let result = try CommandRunner.shell(
      "{ sleep 0.2; \"$backprop\" \(arguments); echo $? >&2; } | true")
    #expect(result.errors == "141\n", "\(result)")
  }

  @Test("another pipe without a reader is an error with advice")
  func otherPipe() throws {
    let result = try CommandRunner.shell(
      "{ sleep 0.2; \"$backprop\" graph x --set x=1 --svg /dev/fd/3 3>&1 >/dev/null; echo $? >&2; } | true")
    #expect(result.errors.hasSuffix("\n74\n"))
    #expect(
      result.errors.hasPrefix(
        "Error: /dev/fd/3: expected a file that can be written, but found a pipe whose reader has gone. "),
      "\(result.errors)")
  }
}
