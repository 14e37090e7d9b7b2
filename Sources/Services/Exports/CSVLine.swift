// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
import Values

/// A line of a CSV file, with its line break.
///
/// - Source: RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front.
public func csvLine(_ cells: [String]) -> String {
    cells.map { text in
        guard let first = text.unicodeScalars.first else { return "" }
        let isFormula = "=+-@\t\r".unicodeScalars.contains(first) && Double(text) == nil && !isPhone(text)
        let safe = isFormula ? "'" + text : text
        let needsQuotes = safe.unicodeScalars.contains { "\",\n\r".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + doubled(safe) + "\"" : safe
    }.joined(separator: ",") + "\r\n"
}

private func isPhone(_ text: String) -> Bool {
    text.hasPrefix("+") && text.utf8.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}

private func doubled(_ text: String) -> String {
    String(text.flatMap { $0 == "\"" ? ["\"", "\""] : [$0] })
}

extension Workspace {
    /// Records that are read at once: enough to be quick, few enough that nobody waits for an export.
    private static var recordsAtOnce: Int { 500 }

    /// Writes the records of a list as CSV: a byte order mark and the headings first, then a line a record.
    ///
    /// Page by page, so that a slow reader holds up neither memory nor the database. The access log tells who took what.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)`` if none of the asker's roles may export, and what `write` throws.
    public func exportCSV(
        _ request: ListRequest, _ invocation: Invocation, _ write: (String) async throws -> Void
    ) async throws {
        guard invocation.may(.export) else {
            throw ServiceError.forbidden("None of your roles may export records.")
        }
        guard let entity = invocation.model.entities[request.entity] else {
            throw ServiceError.unknownName(kind: "entity", name: request.entity.rawValue)
        }
        let access = access(entity.name, invocation)
        let fields = (request.fields ?? entity.list.columns).filter(access.isVisible)
        try await logging(request.wish(fields), of: entity.name, invocation) { records in
            try await write(
                "\u{FEFF}" + csvLine(fields.map { entity.fields[$0]?.label[invocation.language] ?? $0.rawValue }))
            var part = request
            (part.limit, part.wantsCount) = (Self.recordsAtOnce, false)
            repeat {
                let list = try list(part, invocation)
                try await write(list.records.map { csvLine(cells(of: $0, fields, entity, invocation)) }.joined())
                records += Int64(list.records.count)
                part.page = list.next
            } while part.page != nil
        }
    }

    private func cells(
        of record: RecordView, _ fields: [FieldName], _ entity: Entity, _ invocation: Invocation
    ) -> [String] {
        let settings = DisplaySettings(language: invocation.language, offset: clock.offset)
        return fields.map { name in
            if let title = record.titles[name] { return title }
            guard let field = entity.fields[name], !record[name].isNull else { return "" }
            return field.type.display(record[name], field, settings)
        }
    }
}

extension ListRequest {
    fileprivate func wish(_ fields: [FieldName]) -> ExportWish {
        var wish = ExportWish(form: "csv", columns: fields.map(\.rawValue))
        (wish.filter, wish.savedFilter, wish.search, wish.order) = (filter, savedFilter, search, order)
        wish.isOfBin = deleted
        return wish
    }
}

extension Invocation {
    /// Whether a role of the asker has a capability; the engine has all.
    public func may(_ capability: Role.Capability) -> Bool {
        actor.isEngine || actor.roles.contains { model.roles[$0]?.capabilities.contains(capability) ?? false }
    }
}
