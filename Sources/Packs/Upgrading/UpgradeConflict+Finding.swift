// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension UpgradeConflict {
    /// The conflict as a finding that has to be decided, with both values and both places.
    var finding: Diagnostic {
        Diagnostic(
            .upgradeConflict, sentence, at: layerRange, hint: hint,
            notes: vendorRange.map { [Diagnostic.Note("\(vendor) says it here.", at: $0)] } ?? [])
    }

    private var sentence: Sentence {
        switch kind {
        case .changed:
            "\(vendor) changes the \(subject) from \(Self.quoted(before)) to \(Self.quoted(vendorValue)), and \(layer) says \(Self.quoted(layerValue))."
        case .removed: "\(vendor) has no \(address) any more, and \(layer) changes it."
        case .added: "\(vendor) now defines \(address), which \(layer) had added."
        }
    }

    private var hint: Sentence {
        switch kind {
        case .changed, .added:
            "Decide whose word counts with --take layer, --take vendor or --decisions FILE (‘trellis conflicts’ writes one), or change it in \(layer)."
        case .removed: "Let it go with --take vendor, or change \(layer)."
        }
    }

    private var subject: Sentence { attribute.map { "\($0) of \(address)" } ?? "\(address)" }

    private static func quoted(_ value: String?) -> Sentence { value.map { "“\($0)”" } ?? "nothing" }
}
