import Backprop
import BackpropData
import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

/// Files damaged in many ways, the same ones in every run.
@Suite struct ONNXMutationTests {
  @Test(arguments: [
    "convnet-script-17-open", "views-script-13-open", "norms-script-11-open", "resnet-dynamo-18-open",
  ])
  func damagedFilesNeverStopTheProgram(name: String) throws {
    let recorded = try #require(RecordedCase.pytorch.first { $0.name == name })
    var numbers = SeededNumbers(state: 9)
    var (read, refused) = (0, 0)
    for _ in 0..<1500 {
      do throws(FileError) {
        let file = try ONNXFile(damaged(recorded.model, &numbers), file: "a.onnx")
        _ = try ONNXNetwork(file, path: "a.onnx")
        read += 1
      } catch {
        refused += 1
        #expect(!error.expected.isEmpty && !error.found.isEmpty && !error.advice.isEmpty)
      }
    }
    #expect(refused > 300 && read > 0)
  }

  @Test func operatorsOfDamagedFilesNeverStopTheProgram() throws {
    var numbers = SeededNumbers(state: 10)
    for recorded in RecordedCase.operators where recorded.model.count < 4000 {
      for _ in 0..<20 {
        guard let file = try? ONNXFile(damaged(recorded.model, &numbers), file: "a.onnx") else { continue }
        _ = try? ONNXNetwork(file, path: "a.onnx")
      }
    }
  }
}
