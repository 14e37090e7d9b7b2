// SPDX-License-Identifier: Apache-2.0
public import DomainModel
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
    public func signIn(userName: String, password: String, language: Language) async throws -> (token: String, Session) {
        preconditionFailure("contract")
    }

    /// The session of a cookie's token; nil if there is none or it is over.
    public func session(token: String) throws -> Session? { preconditionFailure("contract") }

    public func signOut(token: String) async throws { preconditionFailure("contract") }

    /// Remembers the language of a session.
    public func setLanguage(_ language: Language, ofSession token: String) async throws {
        preconditionFailure("contract")
    }

    /// The person behind a program's token; nil if it is unknown or over.
    public func actor(apiToken: String) throws -> Actor? { preconditionFailure("contract") }

    /// Makes a token for programs; it is shown once and stored as a digest.
    public func makeToken(forUser userName: String, name: String, expires: Instant?) async throws -> String {
        preconditionFailure("contract")
    }

    public func revokeToken(name: String, ofUser userName: String) async throws { preconditionFailure("contract") }

    /// Adds a user with roles and a password, or changes those of one that is there.
    public func setUser(
        userName: String, displayName: String, password: String?, roles: [RoleName]
    ) async throws -> RecordID { preconditionFailure("contract") }

    public func users() throws -> [Actor] { preconditionFailure("contract") }

    /// The person of a user name; nil if there is none.
    public func actor(userName: String) throws -> Actor? { preconditionFailure("contract") }
}
