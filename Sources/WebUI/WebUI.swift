// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
public import Hummingbird
public import Services

/// Adds the pages for people to a router, at `/`.
public struct WebUI: Sendable {
    let workspace: Workspace
    let settings: WebUISettings
    let renderer: PageRenderer
    let signInLimits: SignInLimits
    let signInForms = SignInForms()

    /// Reads templates, words and assets.
    public init(workspace: Workspace, settings: WebUISettings) throws {
        try self.init(workspace: workspace, settings: settings, signInLimits: SignInLimits())
    }

    init(workspace: Workspace, settings: WebUISettings, signInLimits: SignInLimits) throws {
        self.workspace = workspace
        self.signInLimits = signInLimits
        self.settings = settings
        renderer = try PageRenderer()
    }

    /// Adds every page, fragment and asset.
    public func addRoutes(to router: Router<PageContext>) {
        addSignInRoutes(to: router)
        addAssetRoutes(to: router)
        addBoardRoutes(to: router)
        addListRoutes(to: router)
        addFilterRoutes(to: router)
        addRecordRoutes(to: router)
        addFormRoutes(to: router)
        addReportRoutes(to: router)
        addMergeRoutes(to: router)
        addPoolRoutes(to: router)
        addSharingRoutes(to: router)
        addRevealRoutes(to: router)
        addAccessLogRoutes(to: router)
        addSetupRoutes(to: router)
        addJobRoutes(to: router)
        addNoticeRoutes(to: router)
        addApprovalRoutes(to: router)
        addReferenceRoutes(to: router)
        addHomeRoutes(to: router)
        for method: HTTPRequest.Method in [.get, .post, .head] {
            router.on("/**", method: method) { request, _ in unknownAddress(request).guarded() }
        }
    }
}
