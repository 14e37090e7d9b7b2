// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import ResourceFingerprints
import Testing

@testable import WebUI

@Suite("The files of the pages beside the executable")
struct ResourceFolderTests {
    /// An executable that was copied to another folder, with the files of this build beside it.
    private func copied() throws -> (executable: URL, files: URL) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("copied-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = folder.appendingPathComponent(ResourceFolder.name)
        try FileManager.default.copyItem(at: try ResourceFolder().url, to: files)
        return (folder.appendingPathComponent("trellis"), files)
    }

    @Test("are taken from beside it")
    func whole() throws {
        let (executable, files) = try copied()
        #expect(try ResourceFolder(beside: [executable]).url.path == files.path)
        #expect(try PageRenderer(ResourceFolder(beside: [executable])).word("home", .english) == "Home")
    }

    @Test("that are missing keep it from starting, with the place where they were looked for and what to do")
    func missing() throws {
        let (executable, files) = try copied()
        try FileManager.default.removeItem(at: files)
        let fault = #expect(throws: ResourceFault.self) { try ResourceFolder(beside: [executable]) }
        #expect(fault == .missing([files.path]))
        let text = "\(try #require(fault))"
        #expect(text.contains(files.path) && text.contains("Copy \(ResourceFolder.name)"))
    }

    @Test(
        "of another build keep it from starting: a file that was changed, that is missing, or that is one too many",
        arguments: [0, 1, 2])
    func stale(change: Int) throws {
        let (executable, files) = try copied()
        let template = files.appendingPathComponent("Templates/sign-in.mustache")
        switch change {
        case 0: try Data("<form>".utf8).write(to: template)
        case 1: try FileManager.default.removeItem(at: template)
        default: try Data("x".utf8).write(to: files.appendingPathComponent("Templates/other.mustache"))
        }
        let fault = #expect(throws: ResourceFault.self) { try ResourceFolder(beside: [executable]) }
        #expect(fault == .mismatch(files.path))
        #expect("\(try #require(fault))".contains("together"))
    }

    @Test("have a fingerprint that depends on names and bytes, and on nothing beside the folders")
    func fingerprints() throws {
        let (_, files) = try copied()
        let first = try ResourceFingerprint(of: ResourceFolder.parts, in: files)
        try Data("x".utf8).write(to: files.appendingPathComponent("beside"))
        #expect(try ResourceFingerprint(of: ResourceFolder.parts.reversed(), in: files) == first)
        let words = files.appendingPathComponent("Languages/en.json")
        try FileManager.default.moveItem(at: words, to: files.appendingPathComponent("Languages/fr.json"))
        #expect(try ResourceFingerprint(of: ResourceFolder.parts, in: files) != first)
    }
}
