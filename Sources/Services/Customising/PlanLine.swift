// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
public import Schemas

/// What one step of a plan does, or several of its kind, for people in front of a browser.
public struct PlanLine: Sendable {
    /// Such as “Contract · Level: new field”.
    public let label: Label
    /// Records that are read or written by it.
    public let touchedRecords: Int
    /// How long others wait with their writes because of it, estimated.
    public let lockMilliseconds: Int
    public let isDestructive: Bool
}

extension PlannedEdition {
    /// What the plan does, in the words of the pages.
    ///
    /// - Parameter before: The model in force, for what the plan takes away.
    public func lines(before: Model) -> [PlanLine] { plan.lines([model, before]) }
}

extension MigrationPlan {
    /// What the plan does, in its order and in the words of the pages; what serves only the speed of the database is
    /// counted in lines at the end.
    ///
    /// - Parameter models: The first that knows a name tells its label: the model that is wanted, then that in force.
    public func lines(_ models: [Model]) -> [PlanLine] {
        let names = PlanNames(models: models)
        var lines: [PlanLine] = []
        var upkeep: OrderedDictionary<Label, [MigrationStep]> = [:]
        for step in steps {
            switch step.change.sentence(names) {
            case .ofItsOwn(let label): lines.append(PlanLine(label, [step]))
            case .upkeep(let label): upkeep[label, default: []].append(step)
            }
        }
        lines += upkeep.map { label, steps in
            PlanLine(
                steps.count == 1
                    ? label
                    : Label(
                        english: "\(label.english) (\(steps.count))", chinese: "\(label.chinese)（\(steps.count) 项）"),
                steps)
        }
        return lines + seeds.map { PlanLine(names.delivery($0), []) }
    }
}

extension PlanLine {
    fileprivate init(_ label: Label, _ steps: [MigrationStep]) {
        self.init(
            label: label, touchedRecords: steps.reduce(0) { $0 + $1.touchedRecords },
            lockMilliseconds: steps.reduce(0) { $0 + $1.lockMilliseconds },
            isDestructive: steps.contains(where: \.isDestructive))
    }
}
