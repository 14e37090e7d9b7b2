// SPDX-License-Identifier: Apache-2.0
import DomainModel

/// Why a text is no JSON that we take, and the byte it was seen at.
struct JSONFault: Error, Hashable {
    enum Reason: Hashable {
        case controlCharacter, noDigit, nameTwice, noName, noNumber, noValue, noFourDigits, halfCharacter, tooDeep
        case notUTF8, textBehindEnd, noEnd, unknownEscape, noColon, noBracket, noBrace, noObject
    }

    let offset: Int
    let reason: Reason
}

extension JSONFault.Reason {
    var label: Label {
        switch self {
        case .controlCharacter: Label(english: "a control character in a text", chinese: "文本中有控制字符")
        case .noDigit: Label(english: "a digit was expected", chinese: "缺少数字")
        case .nameTwice: Label(english: "a name comes twice", chinese: "名称重复")
        case .noName: Label(english: "a name was expected", chinese: "缺少名称")
        case .noNumber: Label(english: "a number was expected", chinese: "缺少数值")
        case .noValue: Label(english: "a value was expected", chinese: "缺少值")
        case .noFourDigits: Label(english: "four digits were expected", chinese: "缺少四位十六进制数字")
        case .halfCharacter: Label(english: "half a character", chinese: "字符不完整")
        case .tooDeep: Label(english: "nested too deeply", chinese: "嵌套过深")
        case .notUTF8: Label(english: "not UTF-8", chinese: "不是 UTF-8")
        case .textBehindEnd: Label(english: "text behind the end", chinese: "结尾之后还有内容")
        case .noEnd: Label(english: "the text has no end", chinese: "文本没有结尾")
        case .unknownEscape: Label(english: "unknown escape", chinese: "未知的转义")
        case .noColon: Label(english: "‘:’ was expected", chinese: "缺少“:”")
        case .noBracket: Label(english: "‘]’ was expected", chinese: "缺少“]”")
        case .noBrace: Label(english: "‘}’ was expected", chinese: "缺少“}”")
        case .noObject: Label(english: "an object was expected", chinese: "应为对象")
        }
    }
}
