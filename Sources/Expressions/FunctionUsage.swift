// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
import Values

extension FunctionDefinition {
    /// Its signatures as people read them, such as `substring(text, integer[, integer]) → text`, one behind the other.
    ///
    /// Arguments that are given by name stand with their names: `within(value=date, period=text[, n=integer]) → condition`.
    public var usage: Wording {
        let all = signatures.map { usage(of: $0) }
        return Wording(all.map(\.english).joined(separator: " · "), all.map(\.chinese).joined(separator: " · "))
    }

    private func usage(of signature: Signature) -> Wording {
        let words = signature.parameters.enumerated().map { index, type in
            let name = index < parameterNames.count ? parameterNames[index] + "=" : ""
            let word = shortWord(type)
            return Wording(name + word.english, name + word.chinese)
        }
        let required = words.count - signature.optional
        let result = shortWord(signature.result)
        func text(_ part: (Wording) -> String) -> String {
            let optional = words[required...].enumerated()
                .map { index, word in "[" + (required + index > 0 ? ", " : "") + part(word) }.joined()
            return "\(name)(" + words[..<required].map(part).joined(separator: ", ") + optional
                + String(repeating: "]", count: signature.optional) + ") → " + part(result)
        }
        return Wording(text(\.english), text(\.chinese))
    }
}

/// A type in a word or two, for a line that names several.
private func shortWord(_ type: ValueType) -> Wording {
    switch type {
    case .boolean: Wording("condition", "条件")
    case .integer: Wording("integer", "整数")
    case .decimal: Wording("decimal", "小数")
    case .double: Wording("float", "浮点数")
    case .text: Wording("text", "文本")
    case .date: Wording("date", "日期")
    case .time: Wording("time", "时间")
    case .instant: Wording("moment", "时刻")
    case .duration: Wording("duration", "时长")
    case .identifier: Wording("key", "主键")
    case .choice, .flags: Wording("option", "选项")
    case .entity: Wording("record", "记录")
    case .collection(let element): Wording("\(shortWord(element).english)s", "多个\(shortWord(element).chinese)")
    case .null: Wording("null", "空值")
    }
}
