// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
public import Hummingbird
import NIOCore
public import Services
import Values

/// The HTTP API: every entity, stage moves and reports as OData 4.01 JSON under `/api/`.
public struct HTTPAPI: Sendable {
    let workspace: Workspace
    /// Without a slash at the end; the URLs in answers begin with it.
    let publicURL: String
    let limiter: RateLimiter
    private let forms = AnswerForms()

    /// - Parameters:
    ///   - publicURL: What programs write before `/api/`, such as `https://crm.example.com`.
    ///   - rateLimit: Of each user; nil for none. Callers without valid credentials are always limited.
    public init(workspace: Workspace, publicURL: String, rateLimit: RateLimit? = .standard) {
        self.workspace = workspace
        self.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        limiter = RateLimiter(rateLimit)
    }

    /// Mounts the API under `/api/`. Every path and method below it is answered here, refusals included.
    public func addRoutes(to router: Router<some RequestContext>) {
        for method: HTTPRequest.Method in [.get, .head, .post, .put, .patch, .delete, .options] {
            for path: RouterPath in ["/api", "/api/**"] {
                router.on(path, method: method) { request, _ in await answer(request) }
            }
        }
    }

    /// Answers one request, whatever it is.
    func answer(_ request: Request) async -> Response {
        var language = acceptedLanguage(request.headers)
        do {
            let caller = try admit(request)
            language = language ?? caller.language
            let response = try await dispatch(request, workspace.invocation(caller.actor, .api, language ?? .english))
            return request.method == .head ? response.createHeadResponse() : response
        } catch {
            return APIError(error).response(in: language ?? .english)
        }
    }

    /// Who asks, if they may ask just now.
    private func admit(_ request: Request) throws -> Caller {
        let now = workspace.clock.now()
        do {
            let caller = try Caller(request, in: workspace)
            if let user = caller.actor.user, let seconds = limiter.wait(for: user, at: now) {
                throw APIError.tooManyRequests(seconds)
            }
            return caller
        } catch let error as APIError where error.status == .unauthorized {
            if let seconds = limiter.waitForStranger(at: now) { throw APIError.tooManyRequests(seconds) }
            throw error
        }
    }

    private func dispatch(_ request: Request, _ invocation: Invocation) async throws -> Response {
        let path = try resource(request.uri.path)
        guard path.methods.contains(request.method.rawValue) else {
            var error = APIError(
                .methodNotAllowed, "methodNotAllowed", "\(request.method.rawValue) is not allowed here.",
                "此处不允许 \(request.method.rawValue)。")
            error.headers[.allow] = path.methods.joined(separator: ", ")
            throw error
        }
        let call = Call(
            workspace: workspace, invocation: invocation, root: publicURL + "/api/",
            options: try QueryOptions(request.uri.query), headers: request.headers,
            forms: forms)
        switch (path, request.method) {
        case (.service, _): return call.serviceDocument()
        case (.metadata, _): return call.metadata()
        case (.records(let entity), .post): return try await call.create(entity, body: try await Self.body(of: request))
        case (.records(let entity), _): return try await call.list(entity)
        case (.count(let entity), _): return try await call.count(entity)
        case (.record(let entity, let id), .patch):
            return try await call.update(entity, id, body: try await Self.body(of: request))
        case (.record(let entity, let id), .delete): return try await call.delete(entity, id)
        case (.record(let entity, let id), _): return try call.read(entity, id)
        case (.move(let entity, let id), _):
            return try await call.move(entity, id, body: try await Self.body(of: request))
        case (.moves(let entity, let id), _): return try call.moves(entity, id)
        case (.merge(let entity, let id), _):
            return try await call.merge(entity, id, body: try await Self.body(of: request))
        case (.refuseMerge(let entity, let id), _):
            return try await call.refuseMerge(entity, id, body: try await Self.body(of: request))
        case (.mergeProposals(let entity), _): return try call.mergeProposals(entity)
        case (.reports, _): return call.reports()
        case (.report(let name), _): return try await call.report(name)
        }
    }

    private func resource(_ path: String) throws -> ResourcePath {
        let segments = path.split(separator: "/").dropFirst().map { percentDecoded($0, plusIsSpace: false) }
        guard !segments.contains(nil), let resource = ResourcePath(segments.compactMap { $0 }) else {
            throw APIError(.notFound, "unknownResource", "There is no such resource.", "没有这个资源。")
        }
        return resource
    }

    /// One mebibyte.
    private static let bodyLimit = 1 << 20

    /// The JSON object of a request.
    private static func body(of request: Request) async throws -> [JSONMember] {
        let tooLarge = APIError(
            .contentTooLarge, "tooLarge", "The body is larger than 1 MiB.", "请求正文超过 1 MiB。")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bodyLimit { throw tooLarge }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: bodyLimit)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
        guard buffer.readableBytes > 0 else { return [] }
        do throws(JSONFault) {
            guard case .object(let members) = try JSONReader.read(Array(buffer.readableBytesView)) else {
                throw JSONFault(offset: 0, reason: "an object was expected")
            }
            return members
        } catch {
            throw APIError(
                .badRequest, "invalidJSON", "The body is no JSON object: \(error.reason) at byte \(error.offset).",
                "请求正文不是有效的 JSON 对象（第 \(error.offset) 字节）。")
        }
    }
}

extension APIError {
    static func tooManyRequests(_ seconds: Int) -> APIError {
        var error = APIError(
            .tooManyRequests, "tooManyRequests", "Too many requests; try again in \(seconds) s.",
            "请求过于频繁，请在 \(seconds) 秒后重试。")
        error.headers[.retryAfter] = String(seconds)
        return error
    }
}
