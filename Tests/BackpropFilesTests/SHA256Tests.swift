import BackpropFiles
import BackpropTestSupport
import Testing

/// Every sum here was computed by Python's `hashlib`, too.
@Suite struct SHA256Tests {
  private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue).map { UInt8($0) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  @Test(
    "the standard's examples (FIPS 180-4), with a million letters at the end",
    arguments: [
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func examples(text: String, sum: String) {
    #expect(SHA256(of: text.utf8).hexadecimal == sum)
  }

  @Test(
    "NIST's short messages (SHA256ShortMsg of the SHA validation system), those about the ends of a block among them",
    arguments: [
      (
        "",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      ),
      (
        "d3",
        "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"
      ),
      (
        "11af",
        "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98"
      ),
      (
        "b4190e",
        "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2"
      ),
      (
        "74ba2521",
        "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e"
      ),
      (
        "c299209682",
        "f0887fe961c9cd3beab957e8222494abb969b1ce4c6557976df8b0f6d20e9166"
      ),
      (
        "5738c929c4f4ccb6",
        "963bb88f27f512777aab6c8b1a02c70ec0ad651d428f870036e1917120fb48bf"
      ),
      (
        "0a27847cdc98bd6f62220b046edd762b",
        "80c25ec1600587e7f28b18b1b18e3cdc89928e39cab3bc25e4d4a4c139bcedc4"
      ),
      (
        "95a765809caf30ada90ad6d61c2b4b30250df0a7ce23b7753c9187f4319ce2",
        "a4139b74b102cf1e2fce229a6cd84c87501f50afa4c80feacf7d8cf5ed94f042"
      ),
      (
        "09fc1accc230a205e4a208e64a8f204291f581a12756392da4b8c0cf5ef02b95",
        "4f44c1c7fbebb6f9601829f3897bfd650c56fa07844be76489076356ac1886a4"
      ),
      (
        "0546f7b8682b5b95fd32385faf25854cb3f7b40cc8fa229fbd52b16934aab388a7",
        "b31ad3cd02b10db282b3576c059b746fb24ca6f09fef69402dc90ece7421cbb7"
      ),
      (
        "4eef5107459bddf8f24fc7656fd4896da8711db50400c0164847f692b886ce8d7f4d67395090b3534efd7b0d"
          + "298da34b",
        "7c5d14ed83dab875ac25ce7feed6ef837d58e79dc601fb3c1fca48d4464e8b83"
      ),
      (
        "25362a4b9d74bde6128c4fdc672305900947bc3ada9d9d316ebcf1667ad4363189937251f149c72e064a4860"
          + "8d940b7574b17fefc0df",
        "f8e4ccab6c979229f6066cc0cb0cfa81bb21447c16c68773be7e558e9f9d798d"
      ),
      (
        "3ebfb06db8c38d5ba037f1363e118550aad94606e26835a01af05078533cc25f2f39573c04b632f62f68c294"
          + "ab31f2a3e2a1a0d8c2be51",
        "6595a2ef537a69ba8583dfbf7f5bec0ab1f93ce4c8ee1916eff44a93af5749c4"
      ),
      (
        "2d52447d1244d2ebc28650e7b05654bad35b3a68eedc7f8515306b496d75f3e73385dd1b002625024b81a02f"
          + "2fd6dffb6e6d561cb7d0bd7a",
        "cfb88d6faf2de3a69d36195acec2e255e2af2b7d933997f348e09f6ce5758360"
      ),
      (
        "4cace422e4a015a75492b3b3bbfbdf3758eaff4fe504b46a26c90dacc119fa9050f603d2b58b398cad6d6d9f"
          + "a922a154d9e0bc4389968274b0",
        "4d54b2d284a6794581224e08f675541c8feab6eefa3ac1cfe5da4e03e62f72e4"
      ),
      (
        "e2f76e97606a872e317439f1a03fcd92e632e5bd4e7cbc4e97f1afc19a16fde92d77cbe546416b51640cddb9"
          + "2af996534dfd81edb17c4424cf1ac4d75aceeb",
        "18041bd4665083001fba8c5411d2d748e8abbfdcdfd9218cb02b68a78e7d4c23"
      ),
      (
        "5a86b737eaea8ee976a0a24da63e7ed7eefad18a101c1211e2b3650c5187c2a8a650547208251f6d4237e661"
          + "c7bf4c77f335390394c37fa1a9f9be836ac28509",
        "42e61e174fbb3897d6dd6cef3dd2802fe67b331953b06114a65c772859dfc1aa"
      ),
    ])
  func shortMessages(message: String, sum: String) {
    #expect(SHA256(of: bytes(message)).hexadecimal == sum)
  }

  @Test(
    "NIST's first two long messages (SHA256LongMsg)",
    arguments: [
      (
        "451101250ec6f26652249d59dc974b7361d571a8101cdfd36aba3b5854d3ae086b5fdd4597721b66e3c0dc5d"
          + "8c606d9657d0e323283a5217d1f53f2f284f57b85c8a61ac8924711f895c5ed90ef17745ed2d728abd22a5f7"
          + "a13479a462d71b56c19a74a40b655c58edfe0a188ad2cf46cbf30524f65d423c837dd1ff2bf462ac41980073"
          + "45bb44dbb7b1c861298cdf61982a833afc728fae1eda2f87aa2c9480858bec",
        "3c593aa539fdcdae516cdf2f15000f6634185c88f505b39775fb9ab137a10aa2"
      ),
      (
        "6b918fb1a5ad1f9c5e5dbdf10a93a9c8f6bca89f37e79c9fe12a57227941b173ac79d8d440cde8c64c4ebc84"
          + "a4c803d198a296f3de060900cc427f58ca6ec373084f95dd6c7c427ecfbf781f68be572a88dbcbb188581ab2"
          + "00bfb99a3a816407e7dd6dd21003554d4f7a99c93ebfce5c302ff0e11f26f83fe669acefb0c1bbb8b1e909bd"
          + "14aa48ba3445c88b0e1190eef765ad898ab8ca2fe507015f1578f10dce3c11a55fb9434ee6e9ad6cc0fdc468"
          + "4447a9b3b156b908646360f24fec2d8fa69e2c93db78708fcd2eef743dcb9353819b8d667c48ed54cd436fb1"
          + "476598c4a1d7028e6f2ff50751db36ab6bc32435152a00abd3d58d9a8770d9a3e52d5a3628ae3c9e0325",
        "46500b6ae1ab40bde097ef168b0f3199049b55545a1588792d39d594f493dca7"
      ),
    ])
  func longMessages(message: String, sum: String) {
    #expect(SHA256(of: bytes(message)).hexadecimal == sum)
  }

  /// Each of the 100 rounds sums a thousand times the latest three sums, begun with the seed three times (SHAVS,
  /// section 6.4).
  @Test("NIST's Monte Carlo test")
  func monteCarlo() {
    var seed = bytes("6d1e72ad03ddeb5de891e572e2396f8da015d899ef0e79503152d6010a3fe691")
    var sums: [[UInt8]] = []
    for _ in 0..<100 {
      var latest = [seed, seed, seed]
      for _ in 0..<1000 {
        var sum = SHA256()
        for part in latest { sum.update(part) }
        latest = [latest[1], latest[2], sum.digest]
      }
      seed = latest[2]
      sums.append(seed)
    }
    let published = [
      0: "e93c330ae5447738c8aa85d71a6c80f2a58381d05872d26bdd39f1fcd4f2b788",
      1: "2e78f8c8772ea7c9331d41ed3f9cdf27d8f514a99342ee766ee3b8b0d0b121c0",
      49: "44b6a895058ed3f31a5549407af8f788631f8a6eb8c0a5f2e15facc9190b5672",
      99: "6a912ba4188391a78e6f13d88ed2d14e13afce9db6f7dcbf4a48c24f3db02778",
    ]
    for (round, sum) in published { #expect(sums[round] == bytes(sum), "round \(round)") }
  }

  /// Bytes without a pattern that repeats with blocks.
  private let pattern = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 + $0) }

  @Test("the sum of the sums of all lengths from 0 to 200")
  func lengths() {
    var all = SHA256()
    for count in 0...200 { all.update(SHA256(of: pattern[..<count]).digest) }
    #expect(all.hexadecimal == "0186d604204e26865bc45bcc7b8ae7e22138ac2be612247e41e1307a1b2029e2")
  }

  @Test("bytes may come in parts cut anywhere, and a sum asked for on the way changes nothing")
  func parts() {
    let whole = SHA256(of: pattern[..<300]).digest
    for first in 0...300 {
      for second in [
        first, min(first + 1, 300), min(first + 63, 300), min(first + 64, 300), min(first + 65, 300),
      ] {
        var sum = SHA256()
        sum.update(Array(pattern[..<first]))
        #expect(sum.digest == SHA256(of: pattern[..<first]).digest)
        sum.update(Array(pattern[first..<second]))
        sum.update(Array(pattern[second..<300]))
        #expect(sum.digest == whole, "cut at \(first) and \(second)")
      }
    }
    var bytewise = SHA256()
    for byte in pattern[..<300] { bytewise.update([byte]) }
    #expect(bytewise.digest == whole)
  }

  @Test("a file's sum is that of its bytes")
  func file() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 + $0) }
    #expect(try SHA256(ofFile: folder.write("file", bytes)).digest == SHA256(of: bytes).digest)
    #expect(try SHA256(ofFile: folder.write("empty", [])).digest == SHA256().digest)
    #expect(throws: FileError.self) { try SHA256(ofFile: folder("none")) }
  }
}
