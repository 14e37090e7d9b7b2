// SPDX-License-Identifier: Apache-2.0
public import DomainModel

/// What an installation decides about its pages.
public struct WebUISettings: Sendable {
    /// The language before anyone signs in.
    public let language: Language
    /// Sends the session cookie only over TLS.
    public let secureCookies: Bool
    /// One reverse proxy stands in front of the server and writes `X-Forwarded-For`; without one, nobody believes it.
    public let trustsProxy: Bool
    /// The folder that holds Chart.js.
    public let chartRoot: String
    /// Lists the demo users of the model in force on the sign-in page.
    public let showsDemoUsers: Bool

    public init(
        language: Language = .english, secureCookies: Bool = false, trustsProxy: Bool = false,
        chartRoot: String = "/usr/share/javascript/chart.js", showsDemoUsers: Bool = false
    ) {
        self.language = language
        self.secureCookies = secureCookies
        self.trustsProxy = trustsProxy
        self.chartRoot = chartRoot
        self.showsDemoUsers = showsDemoUsers
    }
}
