import Backprop
import BackpropDrawing
import Foundation

/// What a training runs on, as far as it doesn't change from one run to the next.
enum MachineFacts {
  /// The facts, in the order in which a report lists them.
  static var all: [TrainingReport.Fact] {
    var facts = [TrainingReport.Fact(Words("system", "操作系统"), system)]
    if let processor { facts.append(TrainingReport.Fact(Words("processor", "处理器"), processor)) }
    facts += [
      TrainingReport.Fact(
        Words("processor cores", "处理器核心数"), "\(ProcessInfo.processInfo.activeProcessorCount)"),
      TrainingReport.Fact(Words("instruction set", "指令集"), InstructionSet.current),
      TrainingReport.Fact(Words("threads", "线程数"), "\(Parallelism.threadCount)"),
      TrainingReport.Fact(Words("Swift compiler", "Swift 编译器"), compiler),
      TrainingReport.Fact(Words("build", "构建方式"), build),
      TrainingReport.Fact(Words("backprop", "backprop"), BackpropCommand.configuration.version),
    ]
    return facts
  }

  /// The system's name as it gives it itself.
  private static var system: String {
    if let text = try? String(contentsOfFile: "/etc/os-release", encoding: .utf8),
      let name = value(of: "PRETTY_NAME", in: text, separator: "=")
    {
      return name
    }
    return ProcessInfo.processInfo.operatingSystemVersionString
  }

  private static var processor: String? {
    #if canImport(Darwin)
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0, size > 0 else { return nil }
      var name = [CChar](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &name, &size, nil, 0) == 0 else { return nil }
      return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #else
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
      return value(of: "model name", in: text, separator: ":") ?? value(of: "Model", in: text, separator: ":")
    #endif
  }

  /// The newest version that the compiler says it is at least.
  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  private static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// What a line of a text gives a name, without quotes and spaces around it.
  private static func value(of name: String, in text: String, separator: Character) -> String? {
    for line in text.split(whereSeparator: \.isNewline) {
      guard let mark = line.firstIndex(of: separator),
        line[..<mark].trimmingCharacters(in: .whitespaces) == name
      else { continue }
      let value = line[line.index(after: mark)...]
      return value.trimmingCharacters(in: CharacterSet(charactersIn: "\"' \t"))
    }
    return nil
  }
}
