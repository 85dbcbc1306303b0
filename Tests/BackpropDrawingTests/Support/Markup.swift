import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A parsed piece of markup: its elements with their attributes, in order, and all its text.
final class Markup: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
  }

  private(set) var elements: [Element] = []
  private(set) var text = ""
  private var failure: String?

  /// Parses markup that must be well-formed XML.
  static func parse(_ markup: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Markup {
    let reader = Markup()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = reader
    let isParsed = parser.parse()
    let place = "line \(parser.lineNumber), column \(parser.columnNumber)"
    try #require(
      isParsed, "\(place): \(parser.parserError.map { "\($0)" } ?? "?")", sourceLocation: sourceLocation)
    return reader
  }

  /// Parses a page, whose script and style aren't XML and are left out.
  static func parse(page: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Markup {
    var page = page
    for name in ["script", "style"] {
      let start = try #require(page.firstRange(of: "<\(name)>"), sourceLocation: sourceLocation)
      let end = try #require(page.firstRange(of: "</\(name)>"), sourceLocation: sourceLocation)
      page.removeSubrange(start.upperBound..<end.lowerBound)
    }
    let head = "<!doctype html>\n"
    try #require(page.hasPrefix(head), sourceLocation: sourceLocation)
    return try parse(String(page.dropFirst(head.count)), sourceLocation: sourceLocation)
  }

  /// The elements of a name and, where given, a class.
  func all(_ name: String, class kind: String? = nil) -> [Element] {
    elements.filter { element in
      element.name == name
        && (kind.map { element.attributes["class"]?.split(separator: " ").contains(Substring($0)) == true }
          ?? true)
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
