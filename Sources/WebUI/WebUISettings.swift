// SPDX-License-Identifier: Apache-2.0
public import DomainModel

/// What an installation decides about its pages.
public struct WebUISettings: Sendable {
    /// A user to be listed on the sign-in page of a demonstration.
    public struct LoginHint: Sendable {
        public let userName: String
        public let label: Label

        public init(userName: String, label: Label) {
            self.userName = userName
            self.label = label
        }
    }

    /// The language before anyone signs in.
    public let language: Language
    /// Sends the session cookie only over TLS.
    public let secureCookies: Bool
    /// One reverse proxy stands in front of the server and writes `X-Forwarded-For`; without one, nobody believes it.
    public let trustsProxy: Bool
    /// The folder that holds Chart.js.
    public let chartRoot: String
    public let loginHints: [LoginHint]

    public init(
        language: Language = .english, secureCookies: Bool = false, trustsProxy: Bool = false,
        chartRoot: String = "/usr/share/javascript/chart.js", loginHints: [LoginHint] = []
    ) {
        self.language = language
        self.secureCookies = secureCookies
        self.trustsProxy = trustsProxy
        self.chartRoot = chartRoot
        self.loginHints = loginHints
    }
}
