// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import OrderedCollections
import Packs
import Schemas
import Storage
public import Values

/// What became of the rows of a file.
public struct ImportSummary: Sendable, Hashable, Codable {
    /// Rows read, without the heading.
    public var rows = 0
    public var created = 0
    public var updated = 0
    /// The same row, or the same record with the same values, was there already.
    public var unchanged = 0
    public var rejected = 0
    /// Records proposed for merging with one that is probably the same.
    public var proposed = 0
    /// How many rows had each finding, by its code: `field.code`, such as `idNo.checksum`, or `rule.<name>`.
    public var findings: [String: Int] = [:]

    public init() {}
}

/// A run of an import.
public struct ImportRun: Sendable {
    public let batch: RecordID
    public let summary: ImportSummary

    public init(batch: RecordID, summary: ImportSummary) {
        self.batch = batch
        self.summary = summary
    }
}

extension Workspace {
    /// Rows that share a transaction.
    private static var rowsPerTransaction: Int { 1000 }

    /// Reads a file by a mapping, row by row; rejected rows go to a file of their own with row, column and reason.
    ///
    /// - Parameter progress: Called with the counts so far after every thousand rows.
    /// - Throws: ``ServiceError/forbidden(_:)`` if none of the asker's roles may import,
    ///   ``ServiceError/badRequest(target:_:)`` for a file that cannot be read or lacks columns.
    public func runImport(
        _ name: ImportName, file: String, rejects: String, progress: @escaping @Sendable (ImportSummary) -> Void,
        _ invocation: Invocation
    ) async throws -> ImportRun {
        guard invocation.may(.importing) else {
            throw ServiceError.forbidden("None of your roles may import records.")
        }
        guard let mapping = invocation.model.imports[name], let entity = invocation.model.entities[mapping.entity]
        else {
            throw ServiceError.unknownName(kind: "import", name: name.rawValue)
        }
        let source = try TextFile(file, mapping.encoding)
        var reader = try CSVReader(delimiter: mapping.delimiter) { try source.next() }
        let headings = try headings(of: try reader.nextRow()?.cells ?? [], mapping, file)
        let rejectsFile = try RejectsFile(rejects, headings: headings)
        let batch = identifiers.next(invocation.now)
        var summary = ImportSummary()
        try await begin(batch, mapping, file, invocation)
        let places = Dictionary(headings.enumerated().map { ($1, $0) }) { first, _ in first }
        var chunk = try nextRows()
        while !chunk.isEmpty {
            let (rows, before) = (chunk, summary)
            async let written = write(invocation) { request, transaction in
                guard let mapping = request.model.imports[name], let entity = request.model.entities[mapping.entity]
                else { throw ServiceError.unknownName(kind: "import", name: name.rawValue) }
                let writer = try RecordWriter(request, transaction, batch: batch)
                var importer = RowImporter(mapping, entity, writer, batch, before)
                for row in rows { try importer.take(row) }
                return (importer.summary, importer.rejects)
            }
            // The next rows are read while these are written.
            let next = Result { try nextRows() }
            let rejects: [(row: CSVReader.Row, faults: [ReadRow.Fault])]
            (summary, rejects) = try await written
            try rejectsFile.write(rejects)
            progress(summary)
            chunk = try next.get()
        }

        func nextRows() throws -> [ReadRow] {
            var rows: [ReadRow] = []
            while rows.count < Self.rowsPerTransaction, let row = try reader.nextRow() {
                rows.append(ReadRow(row, mapping, entity, places))
            }
            return rows
        }
        try rejectsFile.close()
        try await finish(batch, summary, "finished", invocation)
        return ImportRun(batch: batch, summary: summary)
    }

    private func headings(of cells: [String], _ mapping: ImportMapping, _ file: String) throws -> [String] {
        let headings = cells.map { trimmedText($0) }
        let missing = mapping.columns.map(\.heading).filter { !headings.contains($0) }
        guard missing.isEmpty else {
            throw ServiceError.badRequest(
                target: file,
                "The file has no column \(Set(missing).sorted().joined(separator: ", ")); it has \(headings.joined(separator: ", "))."
            )
        }
        return headings
    }

    private func begin(
        _ batch: RecordID, _ mapping: ImportMapping, _ file: String, _ invocation: Invocation
    ) async throws {
        try await write(invocation) { _, transaction in
            try transaction.insert(
                into: .importBatches,
                [
                    .identifier(batch), .text(mapping.name.rawValue),
                    .text(URL(fileURLWithPath: file).lastPathComponent), .instant(invocation.now), .null,
                    invocation.actor.user.map(Value.identifier) ?? .null, .text("running"), .text("{}"),
                ])
        }
    }

    func finish(
        _ batch: RecordID, _ summary: ImportSummary, _ status: String, _ invocation: Invocation
    ) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let counts = String(decoding: try encoder.encode(summary), as: UTF8.self)
        let now = clock.now()
        try await write(invocation) { _, transaction in
            _ = try transaction.update(
                .importBatches,
                set: ["finished": .instant(now), "status": .text(status), "counts": .text(counts)],
                where: [.equals("id", .identifier(batch))])
        }
    }
}

/// The file of rows that could not be taken: line, columns, reasons, then the row as it was.
private struct RejectsFile {
    private let handle: FileHandle

    init(_ path: String, headings: [String]) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw ServiceError.badRequest(target: path, "The file cannot be written.") }
        self.handle = handle
        try handle.write(contentsOf: Data(("\u{FEFF}" + csvLine(["line", "column", "reason"] + headings)).utf8))
    }

    func write(_ rejects: [(row: CSVReader.Row, faults: [ReadRow.Fault])]) throws {
        let text = rejects.map { row, faults in
            csvLine(
                [
                    String(row.line), faults.map(\.heading).joined(separator: "; "),
                    faults.map { "\($0.message) [\($0.code)]" }.joined(separator: "; "),
                ] + row.cells)
        }.joined()
        try handle.write(contentsOf: Data(text.utf8))
    }

    func close() throws { try handle.close() }
}
