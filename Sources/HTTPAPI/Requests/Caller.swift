// SPDX-License-Identifier: Apache-2.0
import DomainModel
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Services
import Values

/// Who asks: a program with a token, or a browser with a session.
struct Caller: Sendable {
    let actor: Actor
    /// The language of the session; nil for programs.
    let language: Language?

    /// Reads the credentials of a request.
    ///
    /// - Throws: 401 if there are none or they are not valid, 403 for a write of a browser without its CSRF token.
    init(_ request: Request, in workspace: Workspace) throws {
        if let authorization = request.headers[.authorization] {
            guard let actor = try Self.program(authorization, workspace) else { throw APIError.unauthenticated }
            self.actor = actor
            language = nil
            return
        }
        guard let token = Self.sessionToken(request.headers), let session = try workspace.session(token: token) else {
            throw APIError.unauthenticated
        }
        if request.method != .get, request.method != .head {
            guard let sent = request.headers[.csrfToken], isEqualInConstantTime(sent, session.csrfToken) else {
                throw APIError(
                    .forbidden, "csrf", "The header X-CSRF-Token is missing or wrong.", "缺少 X-CSRF-Token 请求头或其值有误。")
            }
        }
        actor = session.actor
        language = session.language
    }

    private static func program(_ authorization: String, _ workspace: Workspace) throws -> Actor? {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer": return try workspace.actor(apiToken: String(parts[1]))
        case "basic":
            guard let data = Data(base64Encoded: String(parts[1])),
                let pair = String(validating: data, as: UTF8.self),
                let colon = pair.firstIndex(of: ":"),
                let actor = try workspace.actor(apiToken: String(pair[pair.index(after: colon)...]))
            else { return nil }
            return actor.userName == pair[..<colon] ? actor : nil
        default: return nil
        }
    }

    private static func sessionToken(_ headers: HTTPFields) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0] == "trellis_session" { return String(parts[1]) }
            }
        }
        return nil
    }
}

extension APIError {
    static var unauthenticated: APIError {
        var error = APIError(
            .unauthorized, "unauthenticated", "Send an API token, or sign in.", "请提供 API 令牌或先登录。")
        error.headers[.wwwAuthenticate] = "Basic realm=\"Trellis\", charset=\"UTF-8\", Bearer realm=\"Trellis\""
        return error
    }
}

/// The language that a request asks for in `Accept-Language`: of those that we have the one it prefers most.
func acceptedLanguage(_ headers: HTTPFields) -> Language? {
    var best: (language: Language, quality: Double)?
    for item in headers[values: .acceptLanguage].joined(separator: ",").lowercased().split(separator: ",") {
        let parts = item.split(separator: ";").map { $0.filter { $0 != " " } }
        let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
        let language: Language? =
            switch parts.first?.prefix(2) {
            case "zh": .chinese
            case "en": .english
            default: nil
            }
        if let language, quality > best?.quality ?? 0 { best = (language, quality) }
    }
    return best?.language
}
