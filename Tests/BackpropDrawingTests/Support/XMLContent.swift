import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a reader of XML finds in a text, which must be well-formed.
final class XMLContent: NSObject, XMLParserDelegate {
  struct Broken: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var elements: [String] = []
  private(set) var ids: [String] = []
  private(set) var texts: [String] = []
  private var text = ""

  init(_ xml: String) throws {
    super.init()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Broken(description: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "?")")
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(name)
    if let id = attributes["id"] { ids.append(id) }
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    texts.append(text)
    text = ""
  }
}
