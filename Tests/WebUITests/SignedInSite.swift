// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Services
import Testing
import Values

@testable import WebUI

/// The pages of an edition of one pack, in front of somebody who is signed in.
struct SignedInSite {
    let workspace: Workspace
    private let router: Router<PageContext>
    private let session: String
    private let csrfToken: String

    static func make(
        _ pack: String, role: String, language: Language = .english
    ) async throws -> SignedInSite {
        let workspace = try await makeWorkspace(of: pack, role: role)
        let (token, session) = try await workspace.signIn(userName: "ann", password: "long-enough", language: language)
        let router = Router(context: PageContext.self)
        try WebUI(workspace: workspace, settings: WebUISettings()).addRoutes(to: router)
        return SignedInSite(
            workspace: workspace, router: router, session: token, csrfToken: session.csrfToken)
    }

    /// The text of a page.
    func page(_ path: String) async throws -> String {
        let headers: HTTPFields = [.cookie: "trellis_session=\(session)"]
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: headers) {
                #expect($0.status == .ok, "\(path)")
                return String(buffer: $0.body)
            }
        }
    }

    /// What asking for a page is answered with.
    func status(_ path: String) async throws -> Int {
        let headers: HTTPFields = [.cookie: "trellis_session=\(session)"]
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: headers) { $0.status.code }
        }
    }

    /// Sends a form as a button of a page does.
    ///
    /// - Returns: Where it leads; nil, with the page, if it is refused.
    func press(_ path: String, _ form: KeyValuePairs<String, String> = [:]) async throws -> (led: String?, page: String)
    {
        let headers: HTTPFields = [
            .cookie: "trellis_session=\(session)", .contentType: "application/x-www-form-urlencoded",
        ]
        let pairs = [("csrf", csrfToken)] + form.map { ($0.key, $0.value) }
        let body = pairs.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: path, method: .post, headers: headers, body: ByteBuffer(string: body.joined(separator: "&"))
            ) { ($0.status == .seeOther ? $0.headers[.location] : nil, String(buffer: $0.body)) }
        }
    }

    /// What a person reads on a page: without tags, and so without addresses and values that forms send back.
    func words(_ path: String) async throws -> String {
        try await page(path).replacing(/<[^>]*>/, with: " ")
    }

    /// Adds a record as the engine.
    func add(_ entity: EntityName, _ values: [FieldName: Value]) async throws -> RecordID {
        try await workspace.create(entity, values, workspace.invocation(.engine, .api)).id
    }
}
