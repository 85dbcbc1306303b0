import BackpropData
import BackpropFiles
import BackpropFormats
import BackpropTestSupport
import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension HeavyTests {
  /// Small files that claim or hold very much.
  @Suite("Files that would fill the memory")
  struct BombTests {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
    }

    /// The most memory the process has had so far in MiB.
    private func peakMemory() -> Int {
      var usage = rusage()
      // 0 is RUSAGE_SELF, which is a number in one C library and an enumeration in another.
      getrusage(0, &usage)
      #if canImport(Darwin)
        return Int(usage.ru_maxrss) >> 20
      #else
        return Int(usage.ru_maxrss) >> 10
      #endif
    }

    /// Reads a file that must be refused within 200 MiB and soon.
    ///
    /// The reading takes well under 2 seconds; the limit leaves room for a busy machine.
    private func refuse(_ path: String) throws -> FileError {
      let memory = peakMemory()
      let clock = ContinuousClock()
      let start = clock.now
      let error = try fileError { try IDX.read(path) }
      #expect(clock.now - start < .seconds(20))
      #expect(peakMemory() - memory < 200)
      return error
    }

    @Test("a header alone that claims as much as the limit allows")
    func claims() throws {
      let plain = try folder.write("plain", idxHeader([1 << 30]))
      #expect(try refuse(plain).expected == "1073741832 bytes in all by the header's sizes 1073741824")
      let packed = try folder.write("packed", gzip(idxHeader([1 << 30])))
      let size = try contents(packed).count
      let error = try refuse(packed)
      #expect(error.expected == "sizes that the file's \(size) bytes of gzip can hold")
      #expect(error.found == "sizes of 1073741824, which are 1073741824 bytes of data")
      #expect(error.offset == 4)
    }

    @Test("a claim that the file's length would allow but its data do not bear out")
    func claimsWithinRatio() throws {
      // Two MiB of data that hardly compress justify a claim of 256 MiB, but only two MiB arrive.
      var numbers = SeededNumbers(state: 5)
      let noise = (0..<262_144).flatMap { _ in
        withUnsafeBytes(of: numbers.next()) { [UInt8]($0) }
      }
      let path = try folder.write("claim", gzip(idxHeader([1 << 28]) + noise))
      let error = try refuse(path)
      #expect(error.offset == 8 + noise.count)
      #expect(error.found == "the end of the data after \(8 + noise.count) bytes")
    }

    @Test("data that are all there but a thousand times the file")
    func deflatedZeros() throws {
      let zeros = gzip([UInt8](repeating: 0, count: 1 << 20))
      var bytes = gzip(idxHeader([300 << 20]))
      for _ in 0..<300 { bytes += zeros }
      let error = try refuse(try folder.write("zeros", bytes))
      #expect(
        error.expected == "at most 268435456 bytes in a compressed file of \(bytes.count) bytes"
          && error.found == "sizes of 314572800, which are 314572800 bytes of data")
    }

    @Test("an archive of NumPy's whose arrays are all there but a thousand times the file")
    func archive() throws {
      let path = folder("zeros.npz")
      let writer = ZipWriter(try OutputFile(path))
      let header = Array("{'descr': '|u1', 'fortran_order': False, 'shape': (104857600,), }\n".utf8)
      let array: [UInt8] =
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header
        + [UInt8](repeating: 0, count: 100 << 20)
      for name in ["a", "b", "c"] { try writer.add(name + ".npy", array, method: .deflated) }
      try writer.commit()
      let size = try contents(path).count
      #expect(size < 1 << 20)
      let error = try fileError { try NumPy.readArchive(path) }
      #expect(error.expected == "at most 268435456 bytes in a compressed file of \(size) bytes")
      #expect(error.found == "entries of \(3 * array.count) bytes")
    }

    @Test("data that go on long after what the header says")
    func endless() throws {
      // A member of 1 MiB of zeros takes about 1 KiB; 4096 of them are 4 GiB.
      let zeros = gzip([UInt8](repeating: 0, count: 1 << 20))
      var bytes = gzip(idxHeader([10, 28, 28]))
      for _ in 0..<4096 { bytes += zeros }
      let path = try folder.write("endless", bytes)
      let error = try refuse(path)
      #expect(error.offset == 16 + 7840)
      #expect(
        error.expected == "the end of the data after 7856 bytes in all by the header's sizes 10 x 28 x 28")
      #expect(error.found == "more data")
    }

    @Test("a small file that holds far more than a set of images")
    func largeClaimAndData() throws {
      let zeros = gzip([UInt8](repeating: 0, count: 1 << 20))
      var bytes = gzip(idxHeader([60000, 28, 28]))
      for _ in 0..<64 { bytes += zeros }
      let path = try folder.write("images", bytes)
      let error = try refuse(path)
      #expect(error.offset == 47_040_016)
      #expect(error.found == "more data")
    }

    @Test("a gzip header without end and members without data")
    func emptyStreams() throws {
      let endlessName: [UInt8] =
        [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0x61, count: 1 << 20)
      #expect(try refuse(try folder.write("name", endlessName)).expected == "more gzip data")
      let empty = gzip([])
      let members = [UInt8]((0..<50_000).map { _ in empty }.joined())
      #expect(try refuse(try folder.write("members", members)).found == "no data")
    }
  }
}
