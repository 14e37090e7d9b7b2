// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import Services
import Storage

extension WebUI {
    func addSignInRoutes(to router: Router<PageContext>) {
        router.get("/sign-in") { request, _ in
            let query = FormFields(request.uri.query ?? "")
            return signInPage(request, query, problem: nil).guarded()
        }
        router.post("/sign-in") { request, context in try await signIn(request, context).guarded() }
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

    private func signIn(_ request: Request, _ context: PageContext) async throws -> Response {
        let form = try await sentForm(request)
        guard signInForms.accept(token: form["token"], cookie: request.cookies[Self.formCookieName]?.value) else {
            return signInPage(request, form, problem: "expired", status: .forbidden)
        }
        let name = form["userName"] ?? ""
        let address = clientAddress(request, context, trustsProxy: settings.trustsProxy)
        guard signInLimits.take(name: name, address: address) else {
            return signInPage(request, form, problem: "tooMany", status: .tooManyRequests)
        }
        do {
            let (token, _) = try await workspace.signIn(
                userName: name, password: form["password"] ?? "", language: language(form))
            signInLimits.succeeded(name: name, address: address)
            // Whoever sat here before is gone: their session must not outlive this one.
            if let old = sessionToken(of: request) { try await workspace.signOut(token: old) }
            var response = redirect(to: localPath(form["next"]))
            response.headers[.setCookie] = cookie(token, age: 43_200)
            return response
        } catch is ServiceError {
            return signInPage(request, form, problem: "wrongPassword", status: .unauthorized)
        }
    }

    private func language(_ fields: FormFields) -> Language {
        fields["language"].flatMap(Language.init(rawValue:)) ?? settings.language
    }

    private func cookie(_ token: String, age: Int) -> String {
        "\(Self.cookieName)=\(token); Path=/; Max-Age=\(age); HttpOnly; SameSite=Lax"
            + (settings.secureCookies ? "; Secure" : "")
    }

    private static let formCookieName = "trellis_sign_in"

    /// The cookie that the form is bound to: the browser's if it has one, so that two windows do not end each other's form.
    private func formCookie(of request: Request) -> String {
        let sent = request.cookies[Self.formCookieName]?.value
        if let sent, sent.utf8.count == 64, sent.allSatisfy(\.isHexDigit) { return sent }
        return signInForms.newCookie()
    }

    private func signInPage(
        _ request: Request, _ fields: FormFields, problem: String?, status: HTTPResponse.Status = .ok
    ) -> Response {
        let language = language(fields)
        let cookie = formCookie(of: request)
        let hints = settings.showsDemoUsers ? workspace.model.current.model.demoUsers : []
        var content: [String: Any] = [
            "next": localPath(fields["next"]), "userName": fields["userName"] ?? "", "lang": language.rawValue,
            "token": signInForms.token(for: cookie),
            "hints": hints.map { ["userName": $0.name, "label": $0.label[language]] },
            "hasHints": !hints.isEmpty,
            "otherLanguage": language == .english ? "zh-Hans" : "en",
            "otherLanguageName": language == .english ? "中文" : "English",
        ]
        if let problem { content["problem"] = renderer.word(problem, language) }
        let frame: [String: Any] = [
            "title": renderer.word("signIn", language), "lang": language.rawValue,
            "body": renderer.fragment("sign-in", content, language),
        ]
        var response = htmlResponse(renderer.fragment("frame", frame, language), status: status)
        response.headers[.setCookie] =
            "\(Self.formCookieName)=\(cookie); Path=/sign-in; HttpOnly; SameSite=Strict"
            + (settings.secureCookies ? "; Secure" : "")
        return response
    }
}
