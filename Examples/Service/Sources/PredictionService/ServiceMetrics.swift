import NIOConcurrencyHelpers

/// What a service counts, in the text form that Prometheus reads.
public final class ServiceMetrics: Sendable {
  /// The upper bounds of the counted times, in seconds.
  private static let bounds: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

  private struct Request: Hashable {
    let path: String
    let status: Int
  }

  private struct Numbers {
    var requests: [Request: Int] = [:]
    /// How many requests were answered within each bound.
    var counts = [Int](repeating: 0, count: ServiceMetrics.bounds.count)
    var seconds = 0.0
    var requestCount = 0
    var inFlight = 0
    /// How often each class was told, by its name.
    var classes: [String: Int] = [:]
    var predictionCount = 0
  }

  // A lock that the thread sanitizer sees, as it doesn't see Linux' own of the standard library's Mutex.
  private let numbers = NIOLockedValueBox(Numbers())

  /// Metrics of which nothing is counted yet.
  public init() {}

  func requestBegins() { numbers.withLockedValue { $0.inFlight += 1 } }

  func requestEnds(path: String, status: Int, seconds: Double) {
    numbers.withLockedValue { numbers in
      numbers.inFlight -= 1
      numbers.requests[Request(path: path, status: status), default: 0] += 1
      numbers.seconds += seconds
      numbers.requestCount += 1
      for (place, bound) in Self.bounds.enumerated() where seconds <= bound { numbers.counts[place] += 1 }
    }
  }

  func predicted(_ classNames: [String?]) {
    numbers.withLockedValue { numbers in
      numbers.predictionCount += classNames.count
      for case let name? in classNames { numbers.classes[name, default: 0] += 1 }
    }
  }

  /// The metrics as text.
  public var text: String {
    let numbers = numbers.withLockedValue { $0 }
    var lines: [String] = []
    func head(_ name: String, _ kind: String, _ help: String) {
      lines.append("# HELP \(name) \(help)")
      lines.append("# TYPE \(name) \(kind)")
    }
    head("backprop_requests_total", "counter", "Requests that were answered.")
    let requests = numbers.requests.sorted { ($0.key.path, $0.key.status) < ($1.key.path, $1.key.status) }
    for (request, count) in requests {
      lines.append("backprop_requests_total{path=\"\(request.path)\",status=\"\(request.status)\"} \(count)")
    }
    head("backprop_requests_in_flight", "gauge", "Requests that are being answered.")
    lines.append("backprop_requests_in_flight \(numbers.inFlight)")
    head("backprop_request_seconds", "histogram", "Time from a request's head to the answer's.")
    for (bound, count) in zip(Self.bounds, numbers.counts) {
      lines.append("backprop_request_seconds_bucket{le=\"\(bound)\"} \(count)")
    }
    lines.append("backprop_request_seconds_bucket{le=\"+Inf\"} \(numbers.requestCount)")
    lines.append("backprop_request_seconds_sum \(numbers.seconds)")
    lines.append("backprop_request_seconds_count \(numbers.requestCount)")
    head("backprop_predictions_total", "counter", "Samples that the model answered.")
    lines.append("backprop_predictions_total \(numbers.predictionCount)")
    if !numbers.classes.isEmpty {
      head("backprop_classes_total", "counter", "How often each class was told.")
      for (name, count) in numbers.classes.sorted(by: { $0.key < $1.key }) {
        lines.append("backprop_classes_total{class=\"\(Self.escaped(name))\"} \(count)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A label's value: backslashes, quotation marks and line ends are escaped.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
