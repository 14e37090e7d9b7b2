// SPDX-License-Identifier: Apache-2.0
import Diagnostics

// A finding for programs: the English sentences where they always stood, the Chinese ones in an object beside them.
extension PlanFinding: Codable {
    private struct Translation: Codable {
        let message: String
        let hint: String
    }

    private enum Key: CodingKey {
        case severity, kind, subject, message, hint, records, samples, place, chinese
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        let (message, hint) = (
            try object.decode(String.self, forKey: .message), try object.decode(String.self, forKey: .hint)
        )
        // Plans that were kept before there was Chinese have none.
        let chinese = try object.decodeIfPresent(Translation.self, forKey: .chinese)
        self.init(
            try object.decode(Severity.self, forKey: .severity), try object.decode(Kind.self, forKey: .kind),
            try object.decode(String.self, forKey: .subject), Wording(message, chinese?.message ?? message),
            hint: Wording(hint, chinese?.hint ?? hint), records: try object.decode(Int.self, forKey: .records),
            samples: try object.decode([RecordSample].self, forKey: .samples),
            place: try object.decodeIfPresent(String.self, forKey: .place))
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(severity, forKey: .severity)
        try object.encode(kind, forKey: .kind)
        try object.encode(subject, forKey: .subject)
        try object.encode(message.english, forKey: .message)
        try object.encode(hint.english, forKey: .hint)
        try object.encode(records, forKey: .records)
        try object.encode(samples, forKey: .samples)
        try object.encodeIfPresent(place, forKey: .place)
        try object.encode(Translation(message: message.chinese, hint: hint.chinese), forKey: .chinese)
    }
}
