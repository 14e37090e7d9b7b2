// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// One change that an administrator makes to the edition, to be written into the customer's layer.
public enum Customisation: Sendable, Hashable {
    case addField(entity: EntityName, NewField)
    case changeField(entity: EntityName, FieldName, FieldChange)
    case placeField(entity: EntityName, FieldName, behind: FieldName)
    /// Puts a field at the top of a section, before the one that is first there.
    case placeFirst(entity: EntityName, FieldName, before: FieldName)
    case addOption(OptionOwner, NewName)
    case addStage(PipelineName, NewStage)
    case addReport(NewReport)
    case setRights(RoleName, entity: EntityName, Rights, isKnown: Bool)

    /// What something new is called, by programs and by people.
    public struct NewName: Sendable, Hashable {
        public let id: String
        public let label: Label

        public init(id: String, label: Label) {
            self.id = id
            self.label = label
        }
    }

    public struct NewField: Sendable, Hashable {
        public let name: NewName
        public let type: FieldTypeName
        public let help: Label?
        public let isRequired: Bool
        /// An expression for new records.
        public let standard: String?
        /// Of a choice.
        public let options: [NewName]
        /// The entity that a reference points to.
        public let target: EntityName?
        /// The field of the page that it stands behind.
        public let behind: FieldName?

        public init(
            name: NewName, type: FieldTypeName, help: Label? = nil, isRequired: Bool = false, standard: String? = nil,
            options: [NewName] = [], target: EntityName? = nil, behind: FieldName? = nil
        ) {
            self.name = name
            self.type = type
            self.help = help
            self.isRequired = isRequired
            self.standard = standard
            self.options = options
            self.target = target
            self.behind = behind
        }
    }

    /// What is nil stays as it is.
    public struct FieldChange: Sendable, Hashable {
        public let label: Label?
        public let help: Label?
        public let isRequired: Bool?
        public let standard: String?

        public init(label: Label? = nil, help: Label? = nil, isRequired: Bool? = nil, standard: String? = nil) {
            self.label = label
            self.help = help
            self.isRequired = isRequired
            self.standard = standard
        }
    }

    /// Whose options they are: a field's own, or a choice that fields share.
    public enum OptionOwner: Sendable, Hashable {
        case field(entity: EntityName, FieldName)
        case choice(String)
    }

    public struct NewStage: Sendable, Hashable {
        public let name: NewName
        public let category: Stage.Category
        public let behind: StageName?
        public let from: [StageName]
        public let to: [StageName]

        public init(
            name: NewName, category: Stage.Category = .open, behind: StageName?, from: [StageName], to: [StageName]
        ) {
            self.name = name
            self.category = category
            self.behind = behind
            self.from = from
            self.to = to
        }
    }

    public struct NewReport: Sendable, Hashable {
        public let name: NewName
        public let entity: EntityName
        public let group: FieldName
        public let groupLabel: Label
        /// The number that is added up; nil to count records.
        public let sum: FieldName?
        public let measureLabel: Label
        /// Which records count; nil for all.
        public let condition: String?
        /// Nil for a table only.
        public let chart: Report.Chart?

        public init(
            name: NewName, entity: EntityName, group: FieldName, groupLabel: Label, sum: FieldName?,
            measureLabel: Label, condition: String? = nil, chart: Report.Chart? = nil
        ) {
            self.name = name
            self.condition = condition
            self.chart = chart
            self.entity = entity
            self.group = group
            self.groupLabel = groupLabel
            self.sum = sum
            self.measureLabel = measureLabel
        }
    }

    /// `all`, `none`, or a condition; nil stays as it is.
    public struct Rights: Sendable, Hashable {
        public let read: String?
        public let create: String?
        public let update: String?
        public let delete: String?

        public init(read: String? = nil, create: String? = nil, update: String? = nil, delete: String? = nil) {
            self.read = read
            self.create = create
            self.update = update
            self.delete = delete
        }
    }
}

extension Customisation {
    /// What it is about, such as `field Account.nickname`; the same in every language.
    public var subject: String {
        switch self {
        case .addField(let entity, let field): "field \(entity).\(field.name.id)"
        case .changeField(let entity, let field, _): "field \(entity).\(field)"
        case .placeField(let entity, let field, _), .placeFirst(let entity, let field, _): "place \(entity).\(field)"
        case .addOption(.field(let entity, let field), let option): "option \(entity).\(field).\(option.id)"
        case .addOption(.choice(let choice), let option): "option \(choice).\(option.id)"
        case .addStage(let pipeline, let stage): "stage \(pipeline).\(stage.name.id)"
        case .addReport(let report): "report \(report.name.id)"
        case .setRights(let role, let entity, _, _): "role \(role).\(entity)"
        }
    }
}
