/// A part of a report with a heading.
package struct ReportSection {
  var id: String
  var title: Words
  /// What stands below the heading, as markup; a section without any is left out.
  package var body: String

  package init(id: String, title: Words, body: String) {
    self.id = id
    self.title = title
    self.body = body
  }
}
