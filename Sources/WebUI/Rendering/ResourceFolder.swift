// SPDX-License-Identifier: Apache-2.0
import Foundation
import ResourceFingerprints

/// The folder of templates, assets and words that belongs to this build of the executable.
///
/// It stands beside the executable. No other place is looked at, and no other content taken: pages made of the files of
/// another build fail one by one and late, the sign-in first.
struct ResourceFolder: Sendable {
    static let name = "trellis_WebUI.resources"
    static let parts = ["Templates", "Assets", "Languages"]

    let url: URL

    /// - Throws: ``ResourceFault``.
    init(beside executables: [URL] = Self.executables, built: ResourceFingerprint = .init(text: builtFingerprint))
        throws
    {
        let folders = executables.map { $0.deletingLastPathComponent().appendingPathComponent(Self.name) }
        guard let found = folders.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw ResourceFault.missing(folders.map(\.path))
        }
        guard let fingerprint = try? ResourceFingerprint(of: Self.parts, in: found), fingerprint == built else {
            throw ResourceFault.mismatch(found.path)
        }
        url = found
    }

    /// The executable as it was called, and where a link to it leads.
    private static var executables: [URL] {
        guard let called = Bundle.main.executableURL else { return [] }
        let real = called.resolvingSymlinksInPath()
        return real == called ? [called] : [real, called]
    }
}

/// Why an executable cannot show pages: the files that belong to it are not there.
enum ResourceFault: Error, Equatable, CustomStringConvertible {
    case missing([String])
    case mismatch(String)

    var description: String {
        switch self {
        case .missing(let places):
            "The files of the pages are missing: there is no folder \(places.joined(separator: " or ")). "
                + "Copy \(ResourceFolder.name) from the folder that the executable was built in to the executable’s own."
        case .mismatch(let place):
            "The files of the pages are not of the same build as this executable: \(place). "
                + "Copy the executable and \(ResourceFolder.name) together from the folder that they were built in."
        }
    }
}
