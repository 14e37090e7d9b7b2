// SPDX-License-Identifier: Apache-2.0
import Schemas
import Storage
public import Values

extension Workspace {
    /// The person behind a program's token; nil if it is unknown or over.
    ///
    /// Answers are kept for a few seconds, so that a revoked token may work that long on another node.
    public func actor(apiToken: String) throws -> Actor? {
        let key = digest(ofSecret: apiToken)
        let now = clock.now()
        if let known = actors.actor(key, at: now) { return known }
        let actor = try store.read(model.current) { transaction -> Actor? in
            let rows = try transaction.engineRows(EngineSelection(.tokens, where: [.equals("digest", .text(key))]))
            guard let row = rows.first, case .identifier(let user) = row[2] else { return nil }
            if case .instant(let expires) = row[4], expires <= now { return nil }
            return try readActor(user, in: transaction)
        }
        if let actor { actors.keep(actor, for: key, at: now) }
        return actor
    }

    /// Makes a token for programs; it is shown once and stored as a digest.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if there is no such user.
    public func makeToken(forUser userName: String, name: String, expires: Instant?) async throws -> String {
        guard let user = try actor(userName: userName)?.user else {
            throw ServiceError.unknownName(kind: "user", name: userName)
        }
        let secret = "trl_" + makeSecret()
        let now = clock.now()
        try await write { transaction in
            try transaction.insert(
                into: .tokens,
                [
                    .text(digest(ofSecret: secret)), .text(name), .identifier(user), .instant(now),
                    expires.map(Value.instant) ?? .null,
                ])
        }
        return secret
    }

    /// Ends a user's tokens of a name.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if there is no such user or token.
    public func revokeToken(name: String, ofUser userName: String) async throws {
        guard let user = try actor(userName: userName)?.user else {
            throw ServiceError.unknownName(kind: "user", name: userName)
        }
        let removed = try await write { transaction in
            try transaction.delete(
                from: .tokens, where: [.equals("user", .identifier(user)), .equals("name", .text(name))])
        }
        actors.forget()
        guard removed > 0 else { throw ServiceError.unknownName(kind: "token", name: name) }
    }

    /// The names, owners and times of all tokens.
    public func tokens() throws -> [(name: String, userName: String, created: Instant)] {
        try store.read(model.current) { transaction in
            try transaction.engineRows(EngineSelection(.tokens, limit: 100_000)).compactMap { row in
                guard case .text(let name) = row[1], case .identifier(let user) = row[2],
                    case .instant(let created) = row[3], let actor = try readActor(user, in: transaction)
                else { return nil }
                return (name, actor.userName, created)
            }
        }
    }
}
