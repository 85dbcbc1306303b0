import BackpropFiles
import BackpropTestSupport
import Testing

/// What RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format", makes of texts.
@Suite("Reading JSON")
struct JSONReadingTests {
  private func read(_ text: String) throws -> JSONValue { try JSONValue(parsing: text, file: "text") }

  @Test("the RFC's examples (section 13) come back as they were, but for blanks")
  func examples() throws {
    let image = """
      {
        "Image": {
            "Width":  800,
            "Height": 600,
            "Title":  "View from 15th Floor",
            "Thumbnail": {
                "Url":    "http://www.example.com/image/481989943",
                "Height": 125,
                "Width":  100
            },
            "Animated" : false,
            "IDs": [116, 943, 234, 38793]
          }
      }
      """
    let value = try read(image)
    #expect(value["Image"]?["Thumbnail"]?["Height"]?.asInt == 125)
    #expect(value["Image"]?["IDs"]?.asArray?.map(\.asInt) == [116, 943, 234, 38793])
    #expect(value["Image"]?["Animated"]?.asBool == false)
    #expect(value["Image"]?["Title"]?.asString == "View from 15th Floor")
    #expect(
      value.description == """
        {"Image":{"Width":800,"Height":600,"Title":"View from 15th Floor","Thumbnail":{"Url":\
        "http://www.example.com/image/481989943","Height":125,"Width":100},"Animated":false,\
        "IDs":[116,943,234,38793]}}
        """)
    let cities = """
      [
        { "precision": "zip", "Latitude":  37.7668, "Longitude": -122.3959, "City": "SAN FRANCISCO" },
        { "precision": "zip", "Latitude":  37.371991, "Longitude": -122.026020, "City": "SUNNYVALE" }
      ]
      """
    let list = try #require(try read(cities).asArray)
    #expect(list.map { $0["Longitude"]?.asDouble } == [-122.3959, -122.02602])
    #expect(list.last?["Longitude"]?.description == "-122.026020")
    for (text, value) in [("\"Hello world!\"", "\"Hello world!\""), ("42", "42"), ("true", "true")] {
      #expect(try read(text).description == value)
    }
  }

  @Test(
    "texts that are JSON, and how they are written again",
    arguments: [
      ("null", "null"), ("\t\n\r true \r\n", "true"), ("false", "false"), ("[]", "[]"), ("{ }", "{}"),
      ("[ [ ] , { } ]", "[[],{}]"), ("[1,[2,[3,[4]]]]", "[1,[2,[3,[4]]]]"), ("{\"\":0}", "{\"\":0}"),
      ("{\"a\":{\"a\":1},\"b\":[{\"a\":1}]}", "{\"a\":{\"a\":1},\"b\":[{\"a\":1}]}"),
      ("0", "0"), ("-0", "-0"), ("-0.0e-0", "-0.0e-0"), ("1.50", "1.50"), ("1E5", "1E5"), ("1e+05", "1e+05"),
      ("10000000000000000000000000000001", "10000000000000000000000000000001"), ("1e999999", "1e999999"),
      ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
      ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\""),
      ("\"\\u0000\"", "\"\\u0000\""),
      ("\"\\u00e9\\u00E9é\"", "\"ééé\""), ("\"\\uD834\\udd1e\"", "\"𝄞\""), ("\"𝄞\"", "\"𝄞\""),
      ("\"\\uFFFD\"", "\"\u{FFFD}\""), ("\"\u{7F}\u{2028}\"", "\"\\u007f\\u2028\""),
      ("\"/*no comment*/\"", "\"/*no comment*/\""),
      ("\"\\ud800\\udc00\\udbff\\udfff\"", "\"\u{10000}\u{10FFFF}\""),
      // The same to the eye, but not the same characters.
      ("{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
    ])
  func accepted(text: String, written: String) throws {
    let value = try read(text)
    // By bytes, as equal strings may differ.
    #expect(Array(value.description.utf8) == Array(written.utf8))
    #expect(Array(try read(value.description).description.utf8) == Array(written.utf8))
  }

  @Test(
    "texts that are not JSON, where it shows first, and what stands there",
    arguments: [
      ("", 0, "a value", "the end of the text"), (" \n", 2, "a value", "the end of the text"),
      ("[1,]", 3, "a value after the comma", "“]”"), ("[,1]", 1, "a value", "“,”"),
      ("[1,,2]", 3, "a value", "“,”"),
      ("[1 2]", 3, "a comma or the end of the array", "“2”"),
      ("[1", 2, "a comma or the end of the array", "the end of the text"),
      ("[", 1, "a value", "the end of the text"), ("]", 0, "a value", "“]”"),
      ("[1}", 2, "a comma or the end of the array", "“}”"),
      ("{\"a\":1,}", 7, "a key after the comma", "“}”"), ("{\"a\" 1}", 5, "a colon after the key", "“1”"),
      ("{\"a\":}", 5, "a value", "“}”"), ("{\"a\"}", 4, "a colon after the key", "“}”"),
      ("{a:1}", 1, "a key in quotation marks or the end of the object", "“a”"),
      ("{1:1}", 1, "a key in quotation marks or the end of the object", "“1”"),
      ("{'a':1}", 1, "a key in quotation marks or the end of the object", "“'”"),
      ("{\"a\":1,b", 7, "a key in quotation marks", "“b”"),
      ("{\"a\":1", 6, "a comma or the end of the object", "the end of the text"),
      ("{\"a\":1]", 6, "a comma or the end of the object", "“]”"),
      ("{", 1, "a key in quotation marks or the end of the object", "the end of the text"),
      ("{\"a\":1,\"\\u0061\":2}", 7, "keys that differ", "“a” once more"),
      ("1 2", 2, "the end after the only value", "“2”"), ("nullx", 0, "a value", "“nullx”"),
      ("{}x", 2, "the end after the only value", "“x”"), ("[]]", 2, "the end after the only value", "“]”"),
      ("True", 0, "a value", "“True”"), ("NaN", 0, "a value", "“NaN”"),
      ("Infinity", 0, "a value", "“Infinity”"),
      ("undefined", 0, "a value", "“undefined”"), ("nul", 0, "a value", "“nul”"),
      ("// c\n1", 0, "a value", "“/”"),
      ("-", 1, "a digit", "the end of the text"), ("-Infinity", 1, "a digit", "“Infinity”"),
      ("+1", 0, "a value", "“+”"),
      ("01", 1, "no digit after a leading zero", "“1”"), ("-00", 2, "no digit after a leading zero", "“0”"),
      (".5", 0, "a value", "“.”"), ("1.", 2, "a digit", "the end of the text"), ("1.e5", 2, "a digit", "“e”"),
      ("1e", 2, "a digit", "the end of the text"), ("1e+", 3, "a digit", "the end of the text"),
      ("0x10", 1, "the end after the only value", "“x”"), ("1_000", 1, "the end after the only value", "“_”"),
      ("1,000", 1, "the end after the only value", "“,”"), ("１", 0, "a value", "“１”"),
      ("−1", 0, "a value", "“−”"),
      ("\"a", 2, "the closing quotation mark of a string", "the end of the text"),
      ("\"a\nb\"", 2, "a character of a string or its closing quotation mark", "the character U+000A"),
      ("\"\u{0}\"", 1, "a character of a string or its closing quotation mark", "the character U+0000"),
      ("\"\\x41\"", 2, "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", "“x”"),
      ("\"\\", 2, "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", "the end of the text"),
      ("\"\\u12g4\"", 5, "four hexadecimal digits after \\u", "“g”"),
      ("\"\\u+123\"", 3, "four hexadecimal digits after \\u", "“+”"),
      ("\"\\u１２３４\"", 3, "four hexadecimal digits after \\u", "“１”"),
      ("\"\\ud800\"", 1, "both halves of a surrogate pair", "one alone"),
      ("\"\\udc00\\ud800\"", 1, "both halves of a surrogate pair", "one alone"),
      ("\"\\ud800\\ud800\"", 1, "both halves of a surrogate pair", "one alone"),
      ("\"\\ud800\\n\"", 1, "both halves of a surrogate pair", "one alone"),
      ("\u{FEFF}1", 0, "a value", "a byte-order mark"),
      ("1\u{FEFF}", 1, "the end after the only value", "“\u{FEFF}”"),
      ("\u{A0}1", 0, "a value", "“\u{A0}”"), ("\u{C}1", 0, "a value", "the character U+000C"),
      ("\u{0}", 0, "a value", "the character U+0000"),
    ])
  func refused(text: String, offset: Int, expected: String, found: String) throws {
    let error = try expectError(file: "text", offset: offset, expected: expected, found: found) {
      try read(text)
    }
    #expect(error.line != nil && error.column != nil)
  }

  @Test(
    "bytes that are not UTF-8 (The Unicode Standard, table 3-7) are refused at the first of them",
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ] as [[UInt8]])
  func encoding(bytes: [UInt8]) throws {
    let quote = UInt8(ascii: "\"")
    let found = "the byte 0x\(String(bytes[0], radix: 16, uppercase: true))"
    try expectError(file: "text", offset: 2, expected: "UTF-8", found: found) {
      try JSONValue(parsing: [quote, 0x61] + bytes + [quote], file: "text")
    }
    try expectError(file: "text", offset: 0, expected: "a value", found: found) {
      try JSONValue(parsing: bytes, file: "text")
    }
  }

  @Test("the greatest and the least of every length of UTF-8 are taken")
  func encodingEnds() throws {
    // U+FFFF is no character, but a scalar like others.
    let ends: [UInt32] = [0x20, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF]
    let scalars = ends.compactMap(Unicode.Scalar.init)
    #expect(scalars.count == ends.count)
    for scalar in scalars {
      #expect(try read("\"\(scalar)\"").asString?.unicodeScalars.map(\.self) == [scalar])
    }
  }

  @Test("an error tells line and column, whatever ends the lines, and columns count characters")
  func places() throws {
    for end in ["\n", "\r\n", "\r"] {
      let error = try #require(throws: FileError.self) { try read("{\(end)\(end)  \"𝄞é\": tru }") }
      #expect(error.line == 3)
      #expect(error.column == 9)
      #expect(error.offset == 15 + 2 * (end.utf8.count - 1))
      #expect(error.expected == "a value")
    }
    let error = try #require(throws: FileError.self) { try read("[1,\n 2,\n]") }
    #expect(
      error.description
        == "text: in line 3, column 1 (byte 8) expected a value after the comma, but found “]”. Remove the comma."
    )
  }

  @Test("what is found is described in few words, however long it is")
  func longFindings() throws {
    let word = try #require(throws: FileError.self) { try read(String(repeating: "x", count: 100_000)) }
    #expect(word.found == "“xxxxxxxxxxxxxxxxxxxx”")
    let key = String(repeating: "e\u{301}", count: 100_000)
    let double = try #require(throws: FileError.self) { try read("{\"\(key)\":1,\"\(key)\":2}") }
    #expect(double.found == "“\(String(repeating: "e\u{301}", count: 20))…” once more")
  }
}
