// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
public import NIOCore
import NIOHTTP1
public import NIOHTTPTypes

/// Answers what is no HTTP, or more of it than is read, in the shape of every other refusal.
///
/// Such a request reaches no route: the reader of the protocol finds it. The connection is of no use after it.
public final class UnreadableRequests: ChannelDuplexHandler, RemovableChannelHandler {
    public typealias InboundIn = HTTPRequestPart
    public typealias InboundOut = HTTPRequestPart
    public typealias OutboundIn = HTTPResponsePart
    public typealias OutboundOut = HTTPResponsePart

    /// Requests that are read at least in part and not answered to the end. Whoever answers them hears of the fault.
    private var unanswered = 0

    public init() {}

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = Self.unwrapInboundIn(data) { unanswered += 1 }
        context.fireChannelRead(data)
    }

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = Self.unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }

    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard unanswered == 0, let fault = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        let answer = Self.refusal(of: fault).answer(in: .english)
        var headers = answer.headers
        headers[.connection] = "close"
        headers[.contentLength] = String(answer.body.readableBytes)
        headers[.odataVersion] = ProtocolVersion.v40.rawValue
        context.write(
            Self.wrapOutboundOut(.head(HTTPResponse(status: answer.status, headerFields: headers))), promise: nil)
        context.write(Self.wrapOutboundOut(.body(answer.body)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        // What the client still sends is let in, so that it comes to read the answer.
        context.close(mode: .output, promise: nil)
    }

    private static func refusal(of fault: HTTPParserError) -> APIError {
        switch fault {
        case .headerOverflow:
            APIError(
                .requestHeaderFieldsTooLarge, "headersTooLarge",
                "The URL and the headers are longer than is read: 16 KiB and 32 KiB.",
                "URL 或请求头过长：上限分别为 16 KiB 和 32 KiB。")
        case .invalidMethod:
            APIError(.badRequest, "badRequest", "The method is none of HTTP.", "请求方法不是有效的 HTTP 方法。")
        case .invalidURL, .invalidPath:
            APIError(
                .badRequest, "badEncoding", "The URL has characters that have to be percent-encoded.",
                "URL 中含有必须进行百分号编码的字符。")
        case .invalidVersion:
            APIError(.badRequest, "badRequest", "This server speaks HTTP/1.1.", "本服务器使用 HTTP/1.1。")
        default:
            APIError(.badRequest, "badRequest", "The request is not well-formed HTTP/1.1.", "请求不符合 HTTP/1.1 格式。")
        }
    }
}

@available(*, unavailable)
extension UnreadableRequests: Sendable {}
