// SPDX-License-Identifier: Apache-2.0
public import PluginKit
public import Services
public import Storage

/// What the commands need of the executable: its plugins, its store, its server, and where to write.
public struct CommandEnvironment: Sendable {
    public let plugins: [any Plugin]
    /// Opens the database at a path, or makes an empty one.
    public let openStore: @Sendable (_ path: String) throws -> any Store
    /// Makes the databases that scenarios run on; nil if none can be run here.
    public let scratchStores: (@Sendable () throws -> any ScratchStores)?
    /// Serves an edition until the process is told to stop.
    public let serve: @Sendable (Workspace, ServeSettings) async throws -> Void
    /// Writes to standard output, without a line break of its own.
    public let write: @Sendable (String) -> Void
    /// Writes to standard error, without a line break of its own.
    public let writeError: @Sendable (String) -> Void

    public init(
        plugins: [any Plugin], openStore: @escaping @Sendable (_ path: String) throws -> any Store,
        scratchStores: (@Sendable () throws -> any ScratchStores)? = nil,
        serve: @escaping @Sendable (Workspace, ServeSettings) async throws -> Void,
        write: @escaping @Sendable (String) -> Void, writeError: @escaping @Sendable (String) -> Void
    ) {
        self.plugins = plugins
        self.openStore = openStore
        self.scratchStores = scratchStores
        self.serve = serve
        self.write = write
        self.writeError = writeError
    }
}

/// Where and how to serve.
public struct ServeSettings: Sendable {
    public let host: String
    public let port: Int
    /// The address that people and programs use, for absolute links.
    public let publicURL: String
    /// Shows the demo sign-ins on the sign-in page.
    public let showsDemoUsers: Bool
    /// Requests a second that the programs of one user may make in the long run; nil for no limit.
    public let requestsPerSecond: Int?
    /// A reverse proxy stands in front and tells the clients' addresses.
    public let trustsProxy: Bool
    /// Tells the person that the server starts; called when nothing of the product stands in the way of that.
    public let announce: @Sendable () -> Void

    public init(
        host: String, port: Int, publicURL: String, showsDemoUsers: Bool, requestsPerSecond: Int?,
        trustsProxy: Bool = false, announce: @escaping @Sendable () -> Void = {}
    ) {
        self.host = host
        self.port = port
        self.publicURL = publicURL
        self.showsDemoUsers = showsDemoUsers
        self.requestsPerSecond = requestsPerSecond
        self.trustsProxy = trustsProxy
        self.announce = announce
    }
}

/// Why a server cannot start: what is wrong and what to do, for the person who starts it.
public struct StartFailure: Error, Hashable, Sendable {
    public let message: String

    public init(_ message: String) { self.message = message }
}

/// What a command says to the shell when it ends.
public enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The input has errors, and they were printed: a pack with findings, rejected rows, a value that breaks a rule.
    case findings = 1
    /// The thing asked for is not there: a folder, a database, a record, a report.
    case notFound = 2
    /// The request was understood and refused: a stale plan, a missing right, a conflict.
    case refused = 3
    /// The command was written wrongly.
    case usage = 64
    /// Something failed that should not have: the disk, the database.
    case failed = 70
}
