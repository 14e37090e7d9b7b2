// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
public import Hummingbird
import NIOCore
public import Services
import Values

/// The HTTP API: every entity, stage moves and reports as an OData 4.01 service under `/api/`.
public struct HTTPAPI: Sendable {
    let workspace: Workspace
    /// Without a slash at the end; the URLs in answers begin with it.
    let publicURL: String
    let limiter: RateLimiter
    let forms = AnswerForms()

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
        router.add(middleware: OtherMethods(api: self))
    }

    /// Answers one request, whatever it is.
    func answer(_ request: Request) async -> Response {
        var language = acceptedLanguage(request.headers)
        var answer: APIAnswer
        var version = ProtocolVersion.v40
        do {
            try checkSize(request.headers)
            let caller = try admit(request)
            language = language ?? caller.language
            version = try ProtocolVersion(request.headers)
            let asked = try await APIRequest(request)
            answer = await setting(for: caller, language).answer(asked)
            // An edition was applied after the request began: it is asked once more, of the new one.
            if answer.status == .serviceUnavailable, try workspace.follow() {
                answer = await setting(for: caller, language).answer(asked)
            }
        } catch {
            answer = APIError(error).answer(in: language ?? .english)
        }
        answer.headers[.odataVersion] = version.rawValue
        return Response(answer, to: request)
    }

    private func setting(for caller: Caller, _ language: Language?) -> CallSetting {
        var call = CallSetting(
            workspace: workspace, invocation: workspace.invocation(caller.actor, .api, language ?? .english),
            root: publicURL + "/api/", forms: forms)
        if let user = caller.actor.user {
            call.charge = { count in limiter.charge(count, to: user, at: workspace.clock.now()) }
        }
        return call
    }

    /// The bytes of all headers together.
    private static let longestHeaders = 32_768

    private func checkSize(_ headers: HTTPFields) throws(APIError) {
        let size = headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count }
        guard size <= Self.longestHeaders else {
            throw APIError(
                .requestHeaderFieldsTooLarge, "headersTooLarge", "The headers hold more than 32 KiB.", "请求头超过 32 KiB。")
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

/// Answers methods that no route is for, as `TRACE`, in the shape of every other refusal.
private struct OtherMethods<Context: RequestContext>: RouterMiddleware {
    let api: HTTPAPI

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard path == "/api" || path.hasPrefix("/api/") else { return try await next(request, context) }
        return await api.answer(request)
    }
}
