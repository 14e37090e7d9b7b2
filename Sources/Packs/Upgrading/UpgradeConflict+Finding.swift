// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension UpgradeConflict {
    /// The conflict as a finding that has to be decided, with both values and both places.
    var finding: Diagnostic {
        Diagnostic(
            DiagnosticID(rawValue: PackFinding.upgradeConflict.rawValue), sentence, at: layerRange, hint: hint,
            notes: vendorRange.map { [Diagnostic.Note("\(vendor) says it here.", at: $0)] } ?? [],
            chinese: Diagnostic.Translation(chineseSentence, hint: chineseHint))
    }

    private var subject: String { attribute.map { "\($0) of \(address)" } ?? address }

    private var sentence: String {
        switch kind {
        case .changed:
            "\(vendor) changes the \(subject) from \(Self.quoted(before)) to \(Self.quoted(vendorValue)), and \(layer) says \(Self.quoted(layerValue))."
        case .removed: "\(vendor) has no \(address) any more, and \(layer) changes it."
        case .added: "\(vendor) now defines \(address), which \(layer) had added."
        }
    }

    private var hint: String {
        switch kind {
        case .changed, .added:
            "Decide whose word counts with --take layer, --take vendor or --decisions FILE (‘trellis conflicts’ writes one), or change it in \(layer)."
        case .removed: "Let it go with --take vendor, or change \(layer)."
        }
    }

    private var chineseSentence: String {
        let subject = attribute.map { "\(address) 的 \($0)" } ?? address
        return switch kind {
        case .changed:
            "\(vendor) 把\(subject) 从\(Self.chineseQuoted(before))改为\(Self.chineseQuoted(vendorValue))，而 \(layer) 设为\(Self.chineseQuoted(layerValue))。"
        case .removed: "\(vendor) 不再有 \(address)，而 \(layer) 修改了它。"
        case .added: "\(vendor) 现在定义了 \(address)，而 \(layer) 之前已添加它。"
        }
    }

    private var chineseHint: String {
        switch kind {
        case .changed, .added:
            "用 --take layer、--take vendor 或 --decisions 文件（由 ‘trellis conflicts’ 生成）决定以谁为准，或修改 \(layer)。"
        case .removed: "用 --take vendor 放弃该修改，或修改 \(layer)。"
        }
    }

    private static func quoted(_ value: String?) -> String { value.map { "“\($0)”" } ?? "nothing" }
    private static func chineseQuoted(_ value: String?) -> String { value.map { "“\($0)”" } ?? "空" }
}
