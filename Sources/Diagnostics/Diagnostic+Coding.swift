// SPDX-License-Identifier: Apache-2.0

// A finding for programs: the English sentences where they always stood, the Chinese ones in an object beside them.
extension Diagnostic: Codable {
    private struct Translation: Codable {
        let message: String
        let hint: String?
    }

    private enum Key: CodingKey {
        case id, severity, message, range, hint, notes, chinese
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        let chinese = try object.decode(Translation.self, forKey: .chinese)
        let hint = try object.decodeIfPresent(String.self, forKey: .hint)
        self.init(
            try object.decode(DiagnosticID.self, forKey: .id),
            Wording(try object.decode(String.self, forKey: .message), chinese.message),
            at: try object.decodeIfPresent(SourceRange.self, forKey: .range),
            severity: try object.decode(Severity.self, forKey: .severity),
            hint: hint.map { Wording($0, chinese.hint ?? $0) }, notes: try object.decode([Note].self, forKey: .notes))
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(id, forKey: .id)
        try object.encode(severity, forKey: .severity)
        try object.encode(message.english, forKey: .message)
        try object.encodeIfPresent(range, forKey: .range)
        try object.encodeIfPresent(hint?.english, forKey: .hint)
        try object.encode(notes, forKey: .notes)
        try object.encode(Translation(message: message.chinese, hint: hint?.chinese), forKey: .chinese)
    }
}

extension Diagnostic.Note: Codable {
    private enum Key: CodingKey {
        case message, range, chinese
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        self.init(
            Wording(
                try object.decode(String.self, forKey: .message), try object.decode(String.self, forKey: .chinese)),
            at: try object.decode(SourceRange.self, forKey: .range))
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(message.english, forKey: .message)
        try object.encode(range, forKey: .range)
        try object.encode(message.chinese, forKey: .chinese)
    }
}
