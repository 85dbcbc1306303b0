import BackpropFiles
import Dispatch
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The body of one answer over HTTP, handed out part by part to a thread that waits for it.
///
/// The time limits are kept by the waiting thread itself, so they hold whatever the network library
/// does meanwhile: when one has passed the transfer is left behind and ends on its own.
final class HTTPTransfer {
  /// Why a transfer came to nothing.
  struct Failure: Error {
    /// The reason in words.
    var reason: String

    /// The error of the disk that ended the transfer, if it was that.
    var disk: FileError?

    init(_ reason: String) {
      self.reason = reason
    }

    init(disk: FileError) {
      reason = disk.description
      self.disk = disk
    }
  }

  private let inbox: Inbox
  private let session: URLSession
  private let limits: TransferLimits
  private let connectionEnd: DispatchTime
  /// The speed from the beginning of the answer on.
  private var pace: TransferPace?

  /// Starts a transfer.
  ///
  /// - Parameters:
  ///   - address: An address of the scheme `http` or `https`.
  ///   - byteLimit: The number of bytes after which an answer is too long and is cut off.
  ///   - limits: How long it may take.
  init(_ address: String, byteLimit: Int, _ limits: TransferLimits) throws(Failure) {
    guard let url = URL(string: address), Self.isWeb(url) else {
      throw Failure("not an address of http or https")
    }
    self.limits = limits
    connectionEnd = .now() + limits.connectionTime
    inbox = Inbox(limit: byteLimit)
    // Nothing is kept: no cookies, no cache, no settings shared with other users of the library.
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    // The library's own limit must not come before those kept here.
    configuration.timeoutIntervalForRequest = 24 * 60 * 60
    session = URLSession(configuration: configuration, delegate: inbox, delegateQueue: nil)
    var request = URLRequest(url: url)
    // The sums are those of the files as stored, so nothing may be packed on the way.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    request.setValue("swift-backprop", forHTTPHeaderField: "User-Agent")
    #if canImport(FoundationNetworking)
      // A connection that is made for a transfer lets this library turn in circles for as long as the transfer lasts: it
      // goes on asking whether the socket takes bytes. One that is left from an answer before doesn't, so the file's
      // header is asked for first, whatever comes of it.
      var headerRequest = request
      headerRequest.httpMethod = "HEAD"
      let headerTask = session.dataTask(with: headerRequest)
      inbox.follow(headerTask.taskIdentifier) { [session, request] in
        session.dataTask(with: request).resume()
      }
      headerTask.resume()
    #else
      session.dataTask(with: request).resume()
    #endif
  }

  /// Waits for the next part of the body.
  ///
  /// - Returns: The bytes that came since the last call, at least one; `nil` at the end of the body.
  func next() throws(Failure) -> [UInt8]? {
    var stallEnd: DispatchTime?
    while true {
      switch inbox.take() {
      case .bytes(let bytes):
        var pace = pace ?? TransferPace(limits)
        pace.add(bytes.count)
        self.pace = pace
        try checkPace()
        return bytes
      case .end:
        return nil
      case .failure(let reason):
        throw Failure(reason)
      case .nothing(hasAnswer: false):
        if !inbox.wait(until: min(connectionEnd, limits.end)) {
          try checkTotalTime()
          throw Failure("no answer within \(Wording.seconds(limits.connectionTime))")
        }
      case .nothing(hasAnswer: true):
        let pace = pace ?? TransferPace(limits)
        self.pace = pace
        let end = stallEnd ?? .now() + limits.stallTime
        stallEnd = end
        if !inbox.wait(until: min(end, pace.end, limits.end)) {
          if DispatchTime.now() >= end {
            throw Failure("no data for \(Wording.seconds(limits.stallTime))")
          }
          try checkPace()
        }
      }
    }
  }

  private func checkPace() throws(Failure) {
    try checkTotalTime()
    if let fault = pace?.fault() { throw Failure(fault) }
  }

  private func checkTotalTime() throws(Failure) {
    guard DispatchTime.now() < limits.end else {
      throw Failure("it wasn't done within the \(Wording.seconds(limits.totalTime)) for all files")
    }
  }

  /// Ends the transfer if it still goes on, without waiting for that.
  func cancel() {
    inbox.forgetNextTask()
    // Ending a session can block while a host's name is still being looked up, and the threads of the
    // shared queues may all be busy with the very data that are to stop.
    Thread.detachNewThread { [inbox, session] in
      // The network library stops the program where a task is cancelled at the moment at which it ends by itself, and a
      // server that sent too much is likely to close just now.
      if inbox.waitForEnd(seconds: 0.2) {
        session.finishTasksAndInvalidate()
      } else {
        session.invalidateAndCancel()
      }
    }
  }

  fileprivate static func isWeb(_ url: URL) -> Bool {
    let scheme = url.scheme?.lowercased()
    return (scheme == "http" || scheme == "https") && !(url.host ?? "").isEmpty
  }
}

extension Wording {
  /// A length of time: "1 second", "0.5 seconds".
  static func seconds(_ count: Double) -> String {
    count == 1 ? "1 second" : "\(plain(count)) seconds"
  }

  /// A number without a decimal point where it is whole.
  static func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

/// What the network's thread has received and the waiting thread has not yet taken.
///
/// It is unchecked as sendable because the compiler cannot see that `lock` guards all that varies.
private final class Inbox: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  enum Item {
    case bytes([UInt8])
    case end
    case failure(String)
    /// Nothing new, and whether the answer has begun.
    case nothing(hasAnswer: Bool)
  }

  private let lock = NSLock()
  private let signal = DispatchSemaphore(value: 0)
  private let endSignal = DispatchSemaphore(value: 0)
  private let limit: Int
  private var pending: [UInt8] = []
  private var received = 0
  private var hasAnswer = false
  private var hasEnded = false
  private var failure: String?
  /// The task that only asks for a header, and what begins the next one when it is over.
  private var headerTask: Int?
  private var nextTask: (() -> Void)?
  /// Whether the next task may be tried again, since its connection is one that is left from the header.
  private var mayRetry = false

  init(limit: Int) {
    self.limit = limit
  }

  /// Takes what there is: bytes first, then the end or the reason for a failure.
  func take() -> Item {
    lock.withLock {
      if let failure { return .failure(failure) }
      if !pending.isEmpty {
        defer { pending = [] }
        return .bytes(pending)
      }
      return hasEnded ? .end : .nothing(hasAnswer: hasAnswer)
    }
  }

  /// Waits until something has changed; returns whether it has before the time.
  func wait(until deadline: DispatchTime) -> Bool {
    signal.wait(timeout: deadline) == .success
  }

  /// Waits until the last task is over; returns whether it is before the time.
  func waitForEnd(seconds: Double) -> Bool {
    endSignal.wait(timeout: .now() + seconds) == .success
  }

  /// Leaves what comes of a task out of account, and goes on with another when it is over.
  func follow(_ task: Int, with nextTask: @escaping () -> Void) {
    lock.withLock {
      headerTask = task
      self.nextTask = nextTask
    }
  }

  /// Keeps a session that is to end from being given another task, which would stop the program.
  func forgetNextTask() {
    lock.withLock { nextTask = nil }
  }

  private func isHeader(_ task: URLSessionTask) -> Bool {
    lock.withLock { task.taskIdentifier == headerTask }
  }

  private func change(_ body: () -> Void) {
    lock.withLock(body)
    signal.signal()
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    guard !isHeader(dataTask) else {
      lock.withLock { mayRetry = true }
      return completionHandler(.allow)
    }
    let status = (response as? HTTPURLResponse)?.statusCode
    var refusal: String?
    if status != 200 {
      refusal = status.map { "the answer was status \($0)" } ?? "the answer wasn't HTTP"
    } else if response.expectedContentLength > limit {
      // An answer that tells its length is refused before any of it comes. It may also tell none.
      let length = response.expectedContentLength
      refusal = "it offers \(length) bytes instead of the file's \(Wording.bytes(limit))"
    }
    change {
      hasAnswer = true
      failure = failure ?? refusal
    }
    completionHandler(refusal == nil ? .allow : .cancel)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard !isHeader(dataTask) else { return }
    change {
      guard failure == nil else { return }
      received += data.count
      if received > limit {
        // Whoever waits for the data ends the transfer.
        failure = "it sent more than the file's \(Wording.bytes(limit))"
        pending = []
      } else {
        pending.append(contentsOf: data)
      }
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    // A server that answers a question for the header with more than that spoils the connection: then the file is asked
    // for once more, over a new one.
    let goesOn = lock.withLock {
      let isHeader = task.taskIdentifier == headerTask
      guard isHeader || (error != nil && !hasAnswer && mayRetry) else { return false }
      if !isHeader { mayRetry = false }
      nextTask?()
      return nextTask != nil
    }
    guard !goesOn else { return }
    change {
      hasEnded = true
      if let error { failure = failure ?? Self.reason(error, after: received, of: limit) }
    }
    endSignal.signal()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    // Without a new request the answer is taken as it is, whose status then refuses it.
    let isWeb = request.url.map(HTTPTransfer.isWeb) ?? false
    completionHandler(isWeb ? request : nil)
  }

  private static func reason(_ error: any Error, after received: Int, of limit: Int) -> String {
    if received > 0 { return "the transfer broke off after \(received) of \(Wording.bytes(limit))" }
    guard let error = error as? URLError else { return error.localizedDescription }
    switch error.code {
    case .cannotFindHost, .dnsLookupFailed: return "the host's name was not found"
    case .cannotConnectToHost: return "the host did not accept the connection"
    case .notConnectedToInternet: return "there is no network connection"
    case .networkConnectionLost: return "the connection was lost"
    case .timedOut: return "no answer in time"
    case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
      .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid:
      return "no secure connection could be established"
    default: return "\(error.localizedDescription) (error \(error.code.rawValue))"
    }
  }
}
