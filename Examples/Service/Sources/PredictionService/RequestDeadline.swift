import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request doesn't come as a whole within some time: a body that trickles is never silent for long,
/// and would keep the connection from others.
final class RequestDeadline: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart

  private let seconds: Int
  private var task: Scheduled<Void>?

  init(seconds: Int) { self.seconds = seconds }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      let channel = context.channel
      task?.cancel()
      task = context.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) { channel.close(promise: nil) }
    case .body: break
    case .end: task?.cancel()
    }
    context.fireChannelRead(data)
  }

  func channelInactive(context: ChannelHandlerContext) {
    task?.cancel()
    context.fireChannelInactive()
  }
}
