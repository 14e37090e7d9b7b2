// SPDX-License-Identifier: Apache-2.0

/// What can be changed in the browser, as the addresses name it: `/setup/field`.
enum SetupKind: String, CaseIterable {
    case field, label, place, option, stage, report, right

    /// What has to be chosen before the form can be shown.
    enum Basis { case entity, pipeline, role }

    var basis: [Basis] {
        switch self {
        case .field, .label, .place, .option, .report: [.entity]
        case .stage: [.pipeline]
        case .right: [.role, .entity]
        }
    }
}
