// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Services
import Storage

extension WebUI {
    typealias Handler = @Sendable (Request, PageContext) async throws -> Response

    static let cookieName = "trellis_session"

    /// Wraps a page: the session, the CSRF token of every POST, refusals as pages, and guarding headers.
    func page(_ body: @escaping @Sendable (Visit) async throws -> Response) -> Handler {
        { request, context in
            guard let token = sessionToken(of: request), let session = try workspace.session(token: token) else {
                return redirect(to: "/sign-in?next=" + encodedForQuery(request.uri.string)).guarded()
            }
            let form = try await sentForm(request)
            func arrive() -> Visit {
                Visit(
                    web: self, session: session, token: token,
                    invocation: workspace.invocation(session.actor, .browser, session.language),
                    path: request.uri.string, query: FormFields(request.uri.query ?? ""), form: form,
                    parameters: context.parameters)
            }
            let visit = arrive()
            guard request.method == .get || hasToken(request, form, session) else {
                return refusal("forbidden", visit.word("expired"), .forbidden, visit).guarded()
            }
            do {
                do {
                    return try await body(visit).guarded()
                } catch StoreError.editionChanged {
                    // Nothing was written; what the person wants is asked of the edition that came meanwhile.
                    try workspace.follow()
                    return try await body(arrive()).guarded()
                }
            } catch let error as ServiceError {
                return refusal(error, visit).guarded()
            } catch StoreError.overflow {
                return refusal("refused", visit.word("overflowText"), .badRequest, visit).guarded()
            } catch StoreError.tooCostly, StoreError.tooComplex {
                return refusal("refused", visit.word("tooCostlyText"), .badRequest, visit).guarded()
            } catch {
                context.logger.error("page failed", metadata: ["error": "\(error)", "path": "\(visit.path)"])
                return refusal("failed", visit.word("failedText"), .internalServerError, visit).guarded()
            }
        }
    }

    func sessionToken(of request: Request) -> String? {
        request.cookies[Self.cookieName]?.value
    }

    func sentForm(_ request: Request) async throws -> FormFields {
        guard request.method == .post else { return FormFields("") }
        return FormFields(String(buffer: try await request.body.collect(upTo: 1 << 20)))
    }

    private func hasToken(_ request: Request, _ form: FormFields, _ session: Session) -> Bool {
        let header = HTTPField.Name("X-CSRF-Token").flatMap { request.headers[$0] }
        return isEqualInConstantTime(header ?? form["csrf"] ?? "", session.csrfToken)
    }

    /// The page for an address that leads nowhere, for strangers as well.
    func unknownAddress(_ request: Request) -> Response {
        let session = sessionToken(of: request).flatMap { try? workspace.session(token: $0) }
        let language = session?.language ?? settings.language
        let title = renderer.word("notFound", language)
        let text = renderer.word("unknownAddress", language)
        let body = renderer.fragment("error", ["title": title, "text": text], language)
        let frame: [String: Any] = ["title": title, "lang": language.rawValue, "body": body]
        return htmlResponse(renderer.fragment("frame", frame, language), status: .notFound)
    }

    private func refusal(_ error: ServiceError, _ visit: Visit) -> Response {
        switch error {
        case .unknownName(_, let name): refusal("notFound", name, .notFound, visit)
        case .notFound: refusal("notFound", visit.word("notFoundText"), .notFound, visit)
        case .forbidden(let reason):
            // The services say why in English.
            refusal(
                "forbidden",
                visit.language == .english || reason.unicodeScalars.contains(where: \.properties.isIdeographic)
                    ? reason : visit.word("forbiddenText"), .forbidden, visit)
        case .invalid(let findings):
            refusal(
                "refused", findings.map { $0.message[visit.language] }.joined(separator: " "), .unprocessableContent,
                visit)
        case .conflict, .exists, .preconditionRequired: refusal("refused", visit.word("conflictText"), .conflict, visit)
        case .moveRefused(let move):
            refusal(
                "refused", move.obstacles.map { $0.sentence(visit.language) }.joined(separator: " "), .conflict, visit)
        case .expression(_, let fault): refusal("refused", fault.label[visit.language], .badRequest, visit)
        case .badRequest(_, let reason): refusal("refused", reason, .badRequest, visit)
        case .unsupported(let reason): refusal("refused", reason[visit.language], .badRequest, visit)
        }
    }

    private func refusal(_ title: String, _ text: String, _ status: HTTPResponse.Status, _ visit: Visit) -> Response {
        visit.page("error", title: visit.word(title), ["title": visit.word(title), "text": text], status: status)
    }
}
