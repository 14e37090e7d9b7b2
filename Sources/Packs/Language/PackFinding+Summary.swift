// SPDX-License-Identifier: Apache-2.0
public import Diagnostics

/// The kinds of findings about packs.
public enum PackRules {
    /// Every kind, by its number.
    public static let all: [DiagnosticRule] = PackFinding.allCases.map { finding in
        let name = "\(finding)"
        return DiagnosticRule(
            DiagnosticID(rawValue: finding.rawValue), name: name.prefix(1).uppercased() + name.dropFirst(),
            summary: finding.summary.wording, severity: finding.rawValue.contains(".W") ? .warning : .error)
    }.sorted { $0.id.rawValue < $1.id.rawValue }
}

extension PackFinding {
    /// What is found, as a sentence.
    fileprivate var summary: Sentence {
        switch self {
        case .malformed: "A file is no well-formed XML."
        case .doctype: "A file has a document type declaration."
        case .unreadable: "A file is no UTF-8 text, or too large."
        case .wrongRoot: "A file has a root that does not belong there."
        case .unknownElement: "An element stands where it does not belong."
        case .unknownAttribute: "An element has an attribute that it cannot have."
        case .missingAttribute: "An element lacks an attribute that it needs."
        case .badIdentifier: "A name has characters that names do not have."
        case .reservedName: "A name is a word of the expression language."
        case .badAttribute: "An attribute has a value that it cannot have."
        case .strayText: "Text stands where only elements may stand."
        case .missingLabel: "Something that people read has no English label."
        case .missingChinese: "Something that people read has no Chinese label."
        case .duplicate: "A name is defined twice."
        case .unknownEntity: "An entity is named that is not there."
        case .unknownField: "A field is named that is not there."
        case .unknownType: "A field type is named that is not there."
        case .attributeNotForType: "A field has an attribute that its type cannot have."
        case .unknownChoice: "A shared choice is named that is not there."
        case .missingOptions: "A choice has no options, or names none."
        case .badFlag: "An option’s bit is missing or taken."
        case .badNumberPattern: "The pattern of a number cannot be read."
        case .nameClash: "Two parts of an entity have the same name."
        case .badTitle: "An entity’s title is no field that can name a record."
        case .badUnique: "What is to be unique together are no two fields that are written."
        case .badBounds: "The bounds of a field contradict each other."
        case .expression: "An expression is wrong."
        case .cyclicComputation: "Computed fields need each other in a circle."
        case .notConstant: "An expression reads a record where there is none."
        case .unknownPipeline: "A pipeline is named that is not there."
        case .unknownStage: "A stage is named that is not there."
        case .unreachableStage: "No transition leads to a stage."
        case .duplicateTransition: "Two transitions lead from one stage to the same other."
        case .noStages: "A pipeline has no stages."
        case .unknownRole: "A role is named that is not there."
        case .badStage: "A stage’s or a transition’s parts do not go together."
        case .badApproval: "An approval asks nobody."
        case .unknownCapability: "A capability is named that is not there."
        case .unknownRelationship: "A relationship is named that is not there."
        case .unknownReport: "A report is named that is not there."
        case .unknownFilter: "A filter of a list is named that is not there."
        case .badReport: "A report’s parts do not go together."
        case .notStanding: "A report cannot be kept up to date by every write."
        case .badCalendar: "A working calendar has a day, a time or a zone that cannot be read."
        case .badClock: "A clock’s parts do not go together."
        case .badAutomation: "An automation’s parts do not go together."
        case .badGenerator: "A generator of demonstration records cannot work."
        case .automationCycle: "Automations set each other off in a circle that no condition ends."
        case .possibleCycle: "Automations may set each other off in a circle."
        case .badMetric: "A metric’s parts do not go together."
        case .metricTest: "A metric does not give what its test expects."
        case .unknownMetric: "A metric is named that is not there."
        case .badGoals: "The fields of goals are not of the kinds that are needed."
        case .badReservation: "A reservation’s parts do not go together."
        case .badLedger: "A ledger’s parts do not go together."
        case .badSnapshot: "A snapshot’s parts do not go together."
        case .badImport: "A mapping of an import does not go together."
        case .demoFileMissing: "A file of demo records is not there."
        case .unknownDemoUser: "A demonstration names a person who is not in it."
        case .badVersion: "A version or a requirement cannot be read."
        case .missingDependency: "A pack that is needed is not there, or not required."
        case .dependencyCycle: "Packs require each other in a circle."
        case .unsatisfiedVersion: "A pack is there in a version that will not do."
        case .missingFolder: "A folder holds no pack."
        case .layerConflict: "Two packs say different things of the same definition."
        case .unknownPart: "Something is changed that is not there."
        case .unknownVariant: "A variant is named that the pack does not have."
        case .notLocked: "A pack differs from what the lock of the edition says."
        case .upgradeConflict: "A newer pack and a layer above it want different things."
        case .renamedPart: "A layer calls something by the name that it had."
        case .unknownAction: "An action is named that no plugin has."
        case .badTree: "A field cannot make a tree of its entity’s records."
        case .badPool: "A pool’s parts do not go together."
        case .badSharing: "A right to share records leads nowhere."
        case .badReveal: "A field is to be revealed that is not covered."
        case .goneAnchor: "Something is placed beside what is no longer there."
        case .badScenario: "A scenario’s parts do not go together."
        case .unknownScenarioRecord: "A scenario names a record or person that is not there."
        case .harmlessScenario: "A scenario expects nothing, so that it cannot fail."
        }
    }
}
