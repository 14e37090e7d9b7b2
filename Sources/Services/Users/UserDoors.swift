// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
import Schemas
import Storage
public import Values

/// A signed-in browser.
public struct Session: Sendable {
    public let actor: Actor
    /// To be sent with every request that changes something.
    public let csrfToken: String
    public let language: Language

    public init(actor: Actor, csrfToken: String, language: Language) {
        self.actor = actor
        self.csrfToken = csrfToken
        self.language = language
    }
}

extension Workspace {
    /// Checks a password and begins a session; the token goes into the cookie and is stored as a digest only.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)`` with the same sentence for an unknown user and a wrong password.
    public func signIn(
        userName: String, password: String, language: Language
    ) async throws -> (token: String, session: Session) {
        let environment = model.current
        let found = try store.read(environment) { transaction -> (Actor, PasswordHash)? in
            guard let actor = try readActor(userName: userName, in: transaction), let user = actor.user else {
                return nil
            }
            let rows = try transaction.engineRows(
                EngineSelection(.credentials, where: [.equals("user", .identifier(user))]))
            guard case .text(let hash)? = rows.first?[1] else { return nil }
            return (actor, PasswordHash(text: hash))
        }
        guard (found?.1 ?? .unmatchable).matches(password), let actor = found?.0, let user = actor.user else {
            throw ServiceError.forbidden("The user name or the password is wrong.")
        }
        let token = makeSecret()
        let session = Session(actor: actor, csrfToken: makeSecret(), language: language)
        let now = clock.now()
        let expires = Instant(microseconds: now.microseconds + Self.sessionLength)
        try await write { transaction in
            try transaction.delete(from: .sessions, where: [.less("expires", .instant(now))])
            try transaction.insert(
                into: .sessions,
                [
                    .text(digest(ofSecret: token)), .identifier(user), .instant(now), .instant(expires),
                    .text(session.csrfToken), .text(language.rawValue),
                ])
        }
        return (token, session)
    }

    /// Twelve hours, in microseconds: a working day with its evening.
    private static var sessionLength: Int64 { 12 * 3600 * 1_000_000 }

    /// The session of a cookie's token; nil if there is none or it is over.
    public func session(token: String) throws -> Session? {
        try store.read(model.current) { transaction in
            let rows = try transaction.engineRows(
                EngineSelection(.sessions, where: [.equals("digest", .text(digest(ofSecret: token)))]))
            guard let row = rows.first, case .identifier(let user) = row[1], case .instant(let expires) = row[3],
                expires > clock.now(), case .text(let csrf) = row[4], case .text(let code) = row[5],
                let actor = try readActor(user, in: transaction)
            else { return nil }
            return Session(actor: actor, csrfToken: csrf, language: Language(rawValue: code) ?? .english)
        }
    }

    /// Ends a session; a token that is unknown is no error.
    public func signOut(token: String) async throws {
        try await write { transaction in
            _ = try transaction.delete(from: .sessions, where: [.equals("digest", .text(digest(ofSecret: token)))])
        }
    }

    /// Remembers the language of a session.
    public func setLanguage(_ language: Language, ofSession token: String) async throws {
        try await write { transaction in
            _ = try transaction.update(
                .sessions, set: ["language": .text(language.rawValue)],
                where: [.equals("digest", .text(digest(ofSecret: token)))])
        }
    }

    /// Adds a user with roles and a password, or changes those of one that is there and ends its sessions.
    ///
    /// - Parameter password: Nil leaves the password as it is; a user without one cannot sign in.
    /// - Throws: ``ServiceError/invalid(_:)`` for unknown roles or a password of fewer than eight characters.
    @discardableResult
    public func setUser(
        userName: String, displayName: String, password: String?, roles: [RoleName]
    ) async throws -> RecordID {
        let environment = model.current
        try checkUser(password: password, roles: roles, environment.model)
        let existing = try store.read(environment) { transaction in
            try transaction.key("User", where: "userName", equals: .text(userName))
        }
        let values: [FieldName: Value] = ["userName": .text(userName), "displayName": .text(displayName)]
        let engine = invocation(.engine, .engine)
        let user: RecordID
        if let existing {
            user = existing
            _ = try await update("User", existing, ["displayName": .text(displayName)], expectedVersion: nil, engine)
        } else {
            user = try await create("User", values, engine).id
        }
        let hash = try password.map(PasswordHash.init(password:))
        let now = clock.now()
        try await write { transaction in
            try transaction.delete(from: .userRoles, where: [.equals("user", .identifier(user))])
            for role in roles {
                try transaction.insert(into: .userRoles, [.identifier(user), .text(role.rawValue)])
            }
            guard let hash else { return }
            try transaction.upsert(into: .credentials, [.identifier(user), .text(hash.text), .instant(now)])
            try transaction.delete(from: .sessions, where: [.equals("user", .identifier(user))])
        }
        actors.forget()
        return user
    }

    private func checkUser(password: String?, roles: [RoleName], _ model: Model) throws {
        var findings: [Finding] = []
        for role in roles where model.roles[role] == nil {
            let known = model.roles.keys.map(\.rawValue).joined(separator: ", ")
            findings.append(
                Finding(
                    code: "unknownRole", field: nil,
                    message: Label(
                        english: "There is no role “\(role)”; the edition has \(known).",
                        chinese: "没有角色“\(role)”；本版本的角色有 \(known)。")))
        }
        if let password, password.unicodeScalars.count < 8 {
            findings.append(
                Finding(
                    code: "passwordTooShort", field: nil,
                    message: Label(
                        english: "The password has fewer than 8 characters; choose a longer one.",
                        chinese: "密码少于 8 个字符，请换一个更长的。")))
        }
        guard findings.isEmpty else { throw ServiceError.invalid(findings) }
    }

    /// Every live user, by user name.
    public func users() throws -> [Actor] {
        try store.read(model.current) { transaction in
            let rows = try transaction.engineRows(EngineSelection(.userRoles, limit: 100_000))
            var keys: [RecordID] = []
            for case .identifier(let user) in rows.map({ $0[0] }) where keys.last != user { keys.append(user) }
            return try keys.compactMap { try readActor($0, in: transaction) }.sorted { $0.userName < $1.userName }
        }
    }

    /// The person of a user name; nil if there is none.
    public func actor(userName: String) throws -> Actor? {
        try store.read(model.current) { try readActor(userName: userName, in: $0) }
    }

    private func readActor(userName: String, in transaction: any ReadTransaction) throws -> Actor? {
        guard let key = try transaction.key("User", where: "userName", equals: .text(userName)) else { return nil }
        return try readActor(key, in: transaction)
    }

    /// The person of a user's key; nil if the user is deleted or switched off.
    func readActor(_ user: RecordID, in transaction: any ReadTransaction) throws -> Actor? {
        guard let record = try transaction.record("User", user), record.deletedAt == nil,
            record["active"] != .boolean(false), case .text(let userName) = record["userName"]
        else { return nil }
        let roles = try transaction.engineRows(
            EngineSelection(.userRoles, where: [.equals("user", .identifier(user))]))
        let displayName = if case .text(let name) = record["displayName"] { name } else { userName }
        return Actor(
            user: user, userName: userName, displayName: displayName,
            roles: roles.compactMap { if case .text(let role) = $0[1] { RoleName(role) } else { nil } })
    }
}
