// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Expressions

/// Every kind of finding about a pack, with its stable number; numbers are never used again for another meaning.
enum PackFinding: String, CaseIterable {
    case malformed = "pack.E001"
    case doctype = "pack.E002"
    case unreadable = "pack.E003"
    case wrongRoot = "pack.E004"
    case unknownElement = "pack.E010"
    case unknownAttribute = "pack.E011"
    case missingAttribute = "pack.E012"
    case badIdentifier = "pack.E013"
    case reservedName = "pack.E014"
    case badAttribute = "pack.E015"
    case strayText = "pack.E016"
    case missingLabel = "pack.E020"
    case missingChinese = "pack.E021"
    case duplicate = "pack.E030"
    case unknownEntity = "pack.E031"
    case unknownField = "pack.E032"
    case unknownType = "pack.E033"
    case attributeNotForType = "pack.E034"
    case unknownChoice = "pack.E035"
    case missingOptions = "pack.E036"
    case badFlag = "pack.E037"
    case badNumberPattern = "pack.E038"
    case nameClash = "pack.E039"
    case badTitle = "pack.E040"
    case badBounds = "pack.E041"
    case badUnique = "pack.E042"
    case expression = "pack.E050"
    case cyclicComputation = "pack.E051"
    case notConstant = "pack.E052"
    case unknownPipeline = "pack.E059"
    case unknownStage = "pack.E060"
    case unreachableStage = "pack.E061"
    case duplicateTransition = "pack.E062"
    case noStages = "pack.E063"
    case unknownRole = "pack.E064"
    case badStage = "pack.E066"
    case badApproval = "pack.E067"
    case unknownCapability = "pack.E065"
    case unknownRelationship = "pack.E070"
    case unknownReport = "pack.E071"
    case unknownFilter = "pack.E072"
    case badReport = "pack.E073"
    case notStanding = "pack.E074"
    case badCalendar = "pack.E075"
    case badClock = "pack.E076"
    case badAutomation = "pack.E077"
    case automationCycle = "pack.E078"
    case possibleCycle = "pack.W079"
    case badMetric = "pack.E130"
    case metricTest = "pack.E131"
    case unknownMetric = "pack.E132"
    case badGoals = "pack.E133"
    case badReservation = "pack.E110"
    case badLedger = "pack.E111"
    case badSnapshot = "pack.E112"
    case badImport = "pack.E080"
    case demoFileMissing = "pack.E081"
    case badGenerator = "pack.E082"
    case unknownDemoUser = "pack.E084"
    case badVersion = "pack.E090"
    case missingDependency = "pack.E091"
    case dependencyCycle = "pack.E092"
    case unsatisfiedVersion = "pack.E093"
    case missingFolder = "pack.E094"
    case layerConflict = "pack.E100"
    case unknownPart = "pack.E101"
    case unknownVariant = "pack.E103"
    case notLocked = "pack.E104"
    case upgradeConflict = "pack.E105"
    case renamedPart = "pack.W106"
    case unknownAction = "pack.E083"
    case badTree = "pack.E140"
    case badPool = "pack.E141"
    case badSharing = "pack.E142"
    case badReveal = "pack.E143"
    case goneAnchor = "pack.W102"
    case badScenario = "pack.E120"
    case unknownScenarioRecord = "pack.E121"
    case harmlessScenario = "pack.E122"
}

extension PackFinding {
    /// What is found where a definition of a kind is to be changed and is not there.
    static func unknown(_ kind: String) -> PackFinding {
        switch kind {
        case "entity": .unknownEntity
        case "field": .unknownField
        case "choice": .unknownChoice
        case "pipeline": .unknownPipeline
        case "stage": .unknownStage
        case "role": .unknownRole
        case "report": .unknownReport
        case "filter": .unknownFilter
        case "metric": .unknownMetric
        default: .unknownPart
        }
    }
}

extension DiagnosticList {
    /// Everything that is wrong with an expression, each at its place inside the attribute.
    mutating func report(_ error: ExpressionError, in value: LocatedText) {
        for finding in error.all {
            let english = "\(finding.message.english) (\(finding.kind.rawValue))"
            append(
                .expression, "\(Wording(english, finding.message.chinese))",
                at: value.range(offset: finding.offset, length: finding.length), hint: finding.hint.map { "\($0)" })
        }
    }

    /// A name that has to be one of those known; false, with a finding, if it is not.
    @discardableResult
    mutating func require(
        _ finding: PackFinding, _ name: String, among known: some Sequence<String>, at range: SourceRange,
        _ sentence: @autoclosure () -> Sentence
    ) -> Bool {
        let known = Array(known)
        guard !known.contains(name) else { return true }
        append(finding, sentence(), at: range, hint: .among(known, for: name))
        return false
    }

    mutating func append(
        _ finding: PackFinding, _ sentence: Sentence, at range: SourceRange?,
        severity: Diagnostic.Severity = .error, hint: Sentence? = nil, notes: [Diagnostic.Note] = []
    ) {
        append(Diagnostic(finding, sentence, at: range, severity: severity, hint: hint, notes: notes))
    }
}

extension Diagnostic {
    init(
        _ finding: PackFinding, _ sentence: Sentence, at range: SourceRange?, severity: Severity = .error,
        hint: Sentence? = nil, notes: [Note] = []
    ) {
        self.init(
            DiagnosticID(rawValue: finding.rawValue), sentence.wording, at: range, severity: severity,
            hint: hint?.wording, notes: notes)
    }
}

extension Diagnostic.Note {
    init(_ sentence: Sentence, at range: SourceRange) { self.init(sentence.wording, at: range) }
}

extension Sentence? {
    /// The name that was meant, or those that there are.
    static func among(_ known: [String], for name: String) -> Sentence? {
        closest(to: name, among: known).map { "Did you mean “\($0)”?" }
            ?? (known.isEmpty ? nil : "There are \(list: known).")
    }
}
