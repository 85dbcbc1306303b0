import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Testing

/// Files damaged in many ways, the same ones in every run.
@Suite struct NumPyMutationTests {
  @Test(arguments: ["littleF8", "bigF2", "fortran", "version3", "truths", "records"])
  func damagedArraysNeverStopTheProgram(name: String) throws {
    let folder = try TemporaryFolder()
    var numbers = SeededNumbers(state: 7)
    for round in 0..<1000 {
      let path = try folder.write("a.npy", damaged(NumPyFiles.bytes(name), &numbers))
      do throws(FileError) {
        let array = try NumPy.read(path)
        #expect(array.kind.byteCount(of: array.shape) == array.bytes.count, "round \(round)")
      } catch {
        #expect(!error.expected.isEmpty && !error.found.isEmpty && !error.advice.isEmpty)
      }
    }
  }

  @Test(arguments: ["stored", "deflated", "streamed"])
  func damagedArchivesGiveAnErrorOrWholeArrays(name: String) throws {
    let folder = try TemporaryFolder()
    var numbers = SeededNumbers(state: 8)
    for round in 0..<1000 {
      let path = try folder.write("a.npz", damaged(NumPyFiles.bytes(name), &numbers))
      guard let arrays = try? NumPy.readArchive(path) else { continue }
      for array in arrays {
        #expect(array.kind.byteCount(of: array.shape) == array.bytes.count, "round \(round)")
      }
    }
  }

  @Test func everyLengthButTheWholeIsRefused() throws {
    let folder = try TemporaryFolder()
    for name in ["littleF4", "version2"] {
      let whole = NumPyFiles.bytes(name)
      for count in 0..<whole.count {
        let path = try folder.write("a.npy", Array(whole[..<count]))
        #expect(throws: FileError.self) { try NumPy.read(path) }
      }
    }
  }
}
