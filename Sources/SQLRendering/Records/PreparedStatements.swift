// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
public import Queries
import Synchronization
import Values

/// The statements of prepared queries: one for each query, day and person that it was made for.
final class PreparedStatements: Sendable {
    /// What of the context a statement was made for; nil for what it does not depend on.
    private struct Variant: Hashable {
        var day: CalendarDate?
        var person: [FieldName: Value]?
    }

    private struct Entry {
        /// Kept, so that no other query can take its identity.
        let query: PreparedQuery
        let dependence: ContextDependence
        var selections: [Variant: RenderedSelection] = [:]
    }

    private static let queryLimit = 2000
    private static let variantLimit = 200
    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    func selection(
        of query: PreparedQuery, _ environment: RenderingEnvironment, _ context: () throws -> QueryContext
    ) throws -> RenderedSelection {
        let known = entries.withLock { $0[ObjectIdentifier(query)] }
        if let known, known.dependence.isEmpty, let selection = known.selections[Variant()] { return selection }
        let context = try context()
        if let known, let selection = known.selections[variant(known.dependence, context)] { return selection }
        let selection = try query.query.selection(environment, context, isByKey: query.isByKey)
        keep(selection, of: query, context)
        return selection
    }

    private func keep(_ selection: RenderedSelection, of query: PreparedQuery, _ context: QueryContext) {
        guard !selection.dependsOn.contains(.moment) else { return }
        let variant = variant(selection.dependsOn, context)
        entries.withLock { entries in
            if entries.count >= Self.queryLimit { entries.removeAll() }
            var entry = entries[ObjectIdentifier(query)] ?? Entry(query: query, dependence: selection.dependsOn)
            if entry.selections.count >= Self.variantLimit { entry.selections.removeAll() }
            entry.selections[variant] = selection
            entries[ObjectIdentifier(query)] = entry
        }
    }

    private func variant(_ dependence: ContextDependence, _ context: QueryContext) -> Variant {
        var variant = Variant()
        if dependence.contains(.day) { variant.day = context.calendar.today }
        if dependence.contains(.person), case .properties(let me) = context.aliases["me"] { variant.person = me }
        return variant
    }
}

extension StatementCatalogue {
    /// The statement of a prepared query, written once as long as what it was made of is the same.
    ///
    /// - Parameter context: Asked for only if the statement depends on the moment or on who asks.
    /// - Throws: ``RenderingError``.
    public func selection(
        of query: PreparedQuery, _ environment: RenderingEnvironment, _ context: () throws -> QueryContext
    ) throws -> RenderedSelection {
        try prepared.selection(of: query, environment, context)
    }
}
