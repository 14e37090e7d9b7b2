// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import Services
import Synchronization

/// Counts failed sign-ins of a user name, so that passwords cannot be tried in bulk.
final class SignInLimit: Sendable {
    private let failures = Mutex<[String: (count: Int, last: ContinuousClock.Instant)]>([:])

    func allows(_ userName: String) -> Bool {
        failures.withLock { failures in
            guard let found = failures[userName] else { return true }
            return found.count < 8 || ContinuousClock.now - found.last > .seconds(60)
        }
    }

    func failed(_ userName: String) {
        failures.withLock { failures in
            // Names are the sender's choice: the table must not grow with them.
            if failures.count > 10_000 { failures.removeAll() }
            failures[userName, default: (0, .now)].count += 1
            failures[userName]?.last = .now
        }
    }

    func succeeded(_ userName: String) { failures.withLock { $0[userName] = nil } }
}

extension WebUI {
    func addSignInRoutes(to router: Router<BasicRequestContext>) {
        router.get("/sign-in") { request, _ in
            let query = FormFields(request.uri.query ?? "")
            return signInPage(query, problem: nil).guarded()
        }
        router.post("/sign-in") { request, _ in try await signIn(request).guarded() }
        router.post(
            "/sign-out",
            use: page { visit in
                try await workspace.signOut(token: visit.token)
                var response = redirect(to: "/sign-in")
                response.headers[.setCookie] = cookie("", age: 0)
                return response
            })
        router.post(
            "/language",
            use: page { visit in
                let language = Language(rawValue: visit.form["language"] ?? "") ?? visit.language
                try await workspace.setLanguage(language, ofSession: visit.token)
                return redirect(to: localPath(visit.form["next"]))
            })
    }

    private func signIn(_ request: Request) async throws -> Response {
        // Another site cannot sign a person in as somebody else: browsers say where a form was sent from.
        if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }), site == "cross-site" {
            return Response(status: .forbidden)
        }
        let form = try await sentForm(request)
        let name = form["userName"] ?? ""
        let language = language(form)
        guard signIns.allows(name) else { return signInPage(form, problem: "tooMany", status: .tooManyRequests) }
        do {
            let (token, _) = try await workspace.signIn(
                userName: name, password: form["password"] ?? "", language: language)
            signIns.succeeded(name)
            var response = redirect(to: localPath(form["next"]))
            response.headers[.setCookie] = cookie(token, age: 43_200)
            return response
        } catch is ServiceError {
            signIns.failed(name)
            return signInPage(form, problem: "wrongPassword", status: .unauthorized)
        }
    }

    private func language(_ fields: FormFields) -> Language {
        fields["language"].flatMap(Language.init(rawValue:)) ?? settings.language
    }

    private func cookie(_ token: String, age: Int) -> String {
        "\(Self.cookieName)=\(token); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax"
            + (settings.secureCookies ? "; Secure" : "")
    }

    private func signInPage(_ fields: FormFields, problem: String?, status: HTTPResponse.Status = .ok) -> Response {
        let language = language(fields)
        var content: [String: Any] = [
            "next": localPath(fields["next"]), "userName": fields["userName"] ?? "", "lang": language.rawValue,
            "hints": settings.loginHints.map { ["userName": $0.userName, "label": $0.label[language]] },
            "hasHints": !settings.loginHints.isEmpty,
            "otherLanguage": language == .english ? "zh-Hans" : "en",
            "otherLanguageName": language == .english ? "中文" : "English",
        ]
        if let problem { content["problem"] = renderer.word(problem, language) }
        let frame: [String: Any] = [
            "title": renderer.word("signIn", language), "lang": language.rawValue,
            "body": renderer.fragment("sign-in", content, language),
        ]
        return htmlResponse(renderer.fragment("frame", frame, language), status: status)
    }
}
