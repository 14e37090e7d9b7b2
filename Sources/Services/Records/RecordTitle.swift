// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// What people read where a record cannot be called by its title; never its key.
public enum NamelessRecord {
    /// The asker may not see the record or its title, or the record is no longer there.
    public static let hidden = Label(english: "(not visible to you)", chinese: "（对您不可见）")
    /// The field that names the record is empty.
    public static let untitled = Label(english: "(no title)", chinese: "（无标题）")
}

/// How one asker reads what the records of an entity are called.
///
/// A title that is itself a reference is read from the record that it leads to, and so on: a visit is called after its
/// customer.
struct TitleReading: Sendable {
    /// Titles that lead in a circle end after so many references.
    static let longestWay = 4

    /// The way from the record to the field that names it.
    let segments: [TypedPath.Segment]
    let mask: Mask?
    private let entity: Entity
    private let field: Field
    private let wording: TitleWording

    /// Nil if the asker may not see what names the records.
    init?(_ entity: Entity, _ request: Request) {
        var (entity, segments) = (entity, [TypedPath.Segment]())
        while true {
            let access = request.permissions[entity.name]
            let isTooLong = segments.count == Self.longestWay
            guard access.read != .none, let field = entity.fields[isTooLong ? "id" : entity.titleField],
                access.isVisible(field.name)
            else { return nil }
            segments += field.path.segments
            let mask = access.mask(of: field.name)
            guard mask == nil, let name = field.reference?.entity, let target = request.model.entities[name] else {
                self.segments = segments
                self.mask = mask
                self.entity = entity
                self.field = field
                wording = TitleWording(request)
                return
            }
            entity = target
        }
    }

    /// The title of records of the entity itself.
    func column(of entity: EntityName) -> QueryColumn {
        QueryColumn(
            TypedExpression(TypedPath(root: .record, rootType: .entity(entity), segments: segments)), mask: mask)
    }

    /// The title of the record that a reference points to.
    func column(behind reference: Field) -> QueryColumn {
        let path = TypedPath(
            root: .record, rootType: .entity(reference.entity), segments: reference.path.segments + segments)
        return QueryColumn(TypedExpression(path), mask: mask)
    }

    /// The title as people read it, of what the column holds.
    func text(_ value: Value) -> String { wording.text(value, of: field, in: entity, isMasked: mask != nil) }
}

/// How values that name records are written for one asker.
struct TitleWording: Sendable {
    private let settings: DisplaySettings
    private let model: Model

    init(_ request: Request) {
        settings = DisplaySettings(language: request.invocation.language, offset: request.workspace.clock.offset)
        model = request.model
    }

    func text(_ value: Value, of field: Field, in entity: Entity, isMasked: Bool) -> String {
        switch value {
        case .null: return NamelessRecord.untitled[settings.language]
        // An entity that declares no title: its records are called what they are.
        case .identifier: return entity.label[settings.language]
        case .text(let name):
            if isMasked { return name }
            if case .stage(let pipeline) = field.origin {
                return model.pipelines[pipeline]?.stage(StageName(name))?.label[settings.language] ?? name
            }
        default: break
        }
        return field.type.display(value, field, settings)
    }
}

extension Request {
    var hiddenTitle: String { NamelessRecord.hidden[invocation.language] }

    /// The name of a record, deleted or not, as the asker may see it.
    func title(of reference: RecordReference, _ scope: TransactionScope) throws -> String {
        var record = reference
        for _ in 0..<TitleReading.longestWay {
            let entity = try plan.entity(record.entity).entity
            let access = permissions[record.entity]
            guard let field = entity.fields[entity.titleField], access.isVisible(field.name) else { return hiddenTitle }
            let value = try scope.value(of: field.name, in: record)
            if let mask = access.mask(of: field.name) {
                return value.isNull ? NamelessRecord.untitled[invocation.language] : mask.covering(value.canonicalText)
            }
            guard case .identifier(let id) = value, let target = field.reference?.entity else {
                return TitleWording(self).text(value, of: field, in: entity, isMasked: false)
            }
            record = RecordReference(entity: target, id: id)
            guard try scope.allows(permissions[target].read, record) else { return hiddenTitle }
        }
        return try plan.entity(record.entity).entity.label[invocation.language]
    }
}
