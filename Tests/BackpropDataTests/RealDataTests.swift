import BackpropData
import BackpropTestSupport
import Foundation
import Testing

/// The folder with the folders `mnist` and `fashion`, if the environment names one.
private let realData = ProcessInfo.processInfo.environment["BACKPROP_DATA"]

extension HeavyTests {
  @Suite(
    "The published files",
    .enabled(if: realData != nil, "BACKPROP_DATA names a folder with mnist/ and fashion/"))
  struct RealDataTests {
    private let data: String

    init() throws {
      data = try #require(realData)
    }

    @Test("counts, sizes and first labels", arguments: MNISTDataset.allCases)
    func contents(dataset: MNISTDataset) throws {
      let set = try dataset.load(folder: data + "/" + dataset.rawValue)
      #expect((set.train.count, set.train.rows, set.train.columns) == (60_000, 28, 28))
      #expect((set.test.count, set.test.rows, set.test.columns) == (10_000, 28, 28))
      #expect(set.train.images.count == 47_040_000)
      switch dataset {
      case .mnist:
        #expect(set.train.labels.prefix(10) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
        #expect(set.test.labels.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
      case .fashion:
        #expect(set.train.labels.prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
        #expect(set.test.labels.prefix(10) == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
        for label in 0..<10 { #expect(set.train.labels.count { Int($0) == label } == 6000) }
      }
    }

    @Test("the sums are those of the table", arguments: MNISTDataset.allCases)
    func sums(dataset: MNISTDataset) throws {
      let folder = try TemporaryFolder()
      let cache = try folder.makeFolder("swift-backprop")
      try FileManager.default.createSymbolicLink(
        atPath: cache + "/" + dataset.rawValue, withDestinationPath: data + "/" + dataset.rawValue)
      let options = DownloadOptions(environment: ["XDG_CACHE_HOME": folder.path], allowsDownload: false)
      let set = try dataset.load(options)
      #expect(set.source == .cache(cache + "/" + dataset.rawValue))
    }
  }
}
