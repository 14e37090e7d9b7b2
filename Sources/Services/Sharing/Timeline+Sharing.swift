// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Expressions
import OrderedCollections
import Storage
import Values

extension Share {
    /// What the audit keeps of a share in the place of a reason, in lines: receiver, level, end, note.
    var mark: String {
        [receiver.text, level.rawValue, until.map { Value.instant($0).canonicalText } ?? "", note ?? ""]
            .joined(separator: "\n")
    }
}

// Shares among what happened to a record.
extension Timeline {
    /// `Mei, to read, until 2026-12-01 18:00 – for the audit`, of what the audit keeps; the text itself if it is none.
    func sentence(ofShare mark: String) throws -> String {
        let lines = mark.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard lines.count == 4, let receiver = ShareReceiver(lines[0]), let level = ShareLevel(rawValue: lines[1])
        else {
            return mark
        }
        let language = request.invocation.language
        let name = try request.name(of: receiver, TransactionScope(transaction, request))
        var parts = [name, level.label[language]]
        if case .instant(let until) = Value(canonicalText: lines[2], as: .instant) {
            let moment = DisplaySettings(language: language, offset: request.workspace.clock.offset).text(
                .instant(until))
            parts.append(Label(english: "until \(moment)", chinese: "至\(moment)")[language])
        }
        let remark = lines[3].isEmpty ? "" : " – \(lines[3])"
        return parts.joined(separator: Label(english: ", ", chinese: "，")[language]) + remark
    }
}

extension ShareLevel {
    /// What people read for it.
    public var label: Label {
        switch self {
        case .read: Label(english: "to read", chinese: "可查看")
        case .change: Label(english: "to change", chinese: "可修改")
        }
    }
}
