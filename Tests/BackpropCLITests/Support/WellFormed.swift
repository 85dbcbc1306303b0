import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Markup that a reader of XML takes.
enum WellFormed {
  /// The names of a text's elements, in order; fails the test where the text isn't well-formed.
  static func elements(_ markup: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String]
  {
    let names = Names()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = names
    let isParsed = parser.parse()
    try #require(
      isParsed, "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "?")",
      sourceLocation: sourceLocation)
    return names.all
  }

  /// The names of a page's elements, its scripts and styles without what stands in them. What HTML writes shorter than XML
  /// is written out first: elements without an end, and attributes without a value.
  static func elements(page: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
    var page = page
    for (pattern, template) in [
      ("^<!doctype html>", ""), ("(?s)(<(script|style)[^>]*>).*?(</\\2>)", "$1$3"),
      ("\\s(hidden|disabled|checked|selected)(?=[\\s/>])", " $1=\"\""),
      ("<(meta|input|br|col|link)((\\s[^>]*[^/])?)>", "<$1$2/>"),
    ] {
      page = page.replacingOccurrences(of: pattern, with: template, options: .regularExpression)
    }
    return try elements(page, sourceLocation: sourceLocation)
  }

  private final class Names: NSObject, XMLParserDelegate {
    var all: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      all.append(name)
    }
  }
}
