// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// Binds a sign-in form to the browser it was shown in, before there is a session: no other site can sign a person in as
/// somebody else, because it can neither read the cookie nor write the token that belongs to it.
public struct SignInForms: Sendable {
    private let key = SymmetricKey(size: .bits256)

    public init() {}

    /// The value of a cookie for a browser that has none yet.
    public func newCookie() -> String { makeSecret() }

    /// The token to be sent with the form: the cookie's value, signed with a key that no one else has.
    public func token(for cookie: String) -> String {
        hexadecimal(Array(HMAC<SHA256>.authenticationCode(for: Data(cookie.utf8), using: key)))
    }

    /// Whether the token was made for the cookie; takes as long for a wrong one.
    public func accept(token: String?, cookie: String?) -> Bool {
        guard let token, let cookie else { return false }
        return isEqualInConstantTime(token, self.token(for: cookie))
    }
}
