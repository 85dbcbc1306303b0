import Foundation

/// The language of help and errors. What programs read (listings, tables, JSON) is the same in both.
enum MessageLanguage {
  case english
  case chinese

  /// The language of this process.
  static let current = MessageLanguage(environment: ProcessInfo.processInfo.environment)

  /// The language that a locale's variables ask for, in the order of POSIX, with GNU's `LANGUAGE` before them.
  ///
  /// Chinese needs a locale in UTF-8: a terminal with another encoding couldn't show it.
  init(environment: [String: String]) {
    let locale = Self.locale("LC_MESSAGES", environment)
    guard Self.isUTF8(locale) else {
      self = .english
      return
    }
    let preferred = environment["LANGUAGE"]?.split(separator: ":").first.map(String.init) ?? locale
    self = preferred.lowercased().hasPrefix("zh") ? .chinese : .english
  }

  /// Whether the locale of this process shows characters beyond ASCII.
  static let isUTF8 = isUTF8(locale("LC_CTYPE", ProcessInfo.processInfo.environment))

  private static func locale(_ category: String, _ environment: [String: String]) -> String {
    ["LC_ALL", category, "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
  }

  private static func isUTF8(_ locale: String) -> Bool {
    let encoding = locale.split(separator: ".").dropFirst().first?.prefix { $0 != "@" } ?? ""
    return ["utf-8", "utf8"].contains(encoding.lowercased())
  }
}
