import Backprop
import BackpropData
import BackpropFiles
import Testing

@testable import BackpropCLI

@Suite("Mistakes in networks and schedules in Chinese")
struct NetworkLanguageTests {
  private static let files = [
    "[]", "{}", "{\"layers\": [], \"weigths\": 1}", "{\"layers\": [], \"colour\": 1}", "{\"layers\": []}",
    "{\"weights\": \"hee\", \"layers\": [{\"layer\": \"relu\"}]}", "{\"layers\": 3}", "{\"layers\": [3]}",
    "{\"layers\": [{\"layer\": \"linear\"}]}", "{\"layers\": [{\"layer\": \"zzzz\"}]}", "{\"layers\": [{}]}",
    "{\"layers\": [{\"layer\": \"conv\", \"filters\": 3, \"kernel\": \"5y5\"}]}",
    "{\"layers\": [{\"layer\": \"conv\", \"filters\": 3, \"kernel\": [5, 0]}]}",
    "{\"layers\": [{\"layer\": \"conv\", \"filters\": 3, \"kernel\": 5, \"pad\": -1}]}",
    "{\"layers\": [{\"layer\": \"conv\", \"filters\": 3}]}",
    "{\"layers\": [{\"layer\": \"conv\", \"filters\": 3, \"kernel\": 5, \"padding\": 1}]}",
    "{\"layers\": [{\"layer\": \"relu\", \"size\": 1}]}",
    "{\"layers\": [{\"layer\": \"dropout\", \"probability\": 1.5}]}",
  ]

  @Test("leave no English behind where a file describes a network", arguments: files)
  func descriptions(_ json: String) throws {
    do {
      _ = try NetworkDescription(json: json, file: "net.json")
      Issue.record("\(json) is right")
    } catch {
      let chinese = ErrorTranslation.message("Error: \(error)", in: .chinese)
      for word in [
        " expected ", "but found", "Write", "Add", "Remove", "Correct", "There are", "Did you", " as ",
        " of ",
      ] {
        #expect(!chinese.contains(word), "\(error)\n\(chinese)")
      }
    }
  }

  @Test(
    "leave no English behind where a schedule is wrong",
    arguments: [
      "", "foo", "step", "step 0.1 on 3", "step 0.1 at 20,10", "step x at 3", "step 0.1 at x", "exponential",
      "plateau 2 after 3", "plateau 0.5 before 3", "plateau 0.5 after", "cosine 3", "cosine warm-up x",
      "cosine to", "one-cycle warm-up",
    ])
  func schedules(_ text: String) {
    do {
      _ = try Schedule(parsing: text)
      Issue.record("\(text) is right")
    } catch {
      let message = "--schedule: " + error.sentence + "."
      let chinese = ErrorTranslation.message("Error: " + message, in: .chinese)
      for word in ["expected", "there are", "There", "here", "The ", "behind", " as in ", "missing"] {
        #expect(!chinese.contains(word), "\(message)\n\(chinese)")
      }
    }
  }
}
