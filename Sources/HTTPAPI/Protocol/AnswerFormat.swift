// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

/// The shape of JSON that a client asked for, in `$format` or `Accept`.
///
/// - Source: OData JSON Format 4.01 §3.
struct AnswerFormat: Hashable, Sendable {
    /// How much control information goes with the data.
    enum Metadata: String, Sendable {
        case none, minimal, full
    }

    var metadata = Metadata.minimal
    /// Numbers that a binary float of 64 bits would round come as texts.
    var isIEEE754Compatible = false

    static let minimal = AnswerFormat()

    var contentType: String {
        "application/json;odata.metadata=\(metadata.rawValue)"
            + (isIEEE754Compatible ? ";IEEE754Compatible=true" : "")
    }

    /// Reads the format; `$format` wins over `Accept`.
    ///
    /// - Throws: 406 if nothing that the client takes is JSON.
    init(format: String?, headers: HTTPFields) throws(APIError) {
        if let format {
            guard let own = Self.read(format) else { throw Self.notAcceptable("$format") }
            self = own
            return
        }
        let accepted = headers[values: .accept].joined(separator: ",")
        guard !accepted.allSatisfy({ $0 == " " }) else { return }
        let ranges = accepted.split(separator: ",").map(String.init)
        guard let first = ranges.sorted(by: Self.isPreferred).lazy.compactMap(Self.read).first else {
            throw Self.notAcceptable("Accept")
        }
        self = first
    }

    private init() {}

    private static func isPreferred(_ left: String, _ right: String) -> Bool { quality(left) > quality(right) }

    private static func quality(_ range: String) -> Double {
        for part in range.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=").map { $0.filter { $0 != " " } }
            if pair.count == 2, pair[0].lowercased() == "q" { return Double(pair[1]) ?? 0 }
        }
        return 1
    }

    /// The format that a media range means; nil if JSON is none of it.
    private static func read(_ range: String) -> AnswerFormat? {
        let parts = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
        guard let type = parts.first, ["application/json", "json", "*/*", "application/*"].contains(type),
            quality(range) > 0
        else { return nil }
        var format = AnswerFormat()
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { continue }
            let value = pair[1].filter { $0 != "\"" }
            switch pair[0] {
            case "odata.metadata", "metadata":
                guard let metadata = Metadata(rawValue: value) else { return nil }
                format.metadata = metadata
            case "ieee754compatible": format.isIEEE754Compatible = value == "true"
            default: break
            }
        }
        return format
    }

    private static func notAcceptable(_ target: String) -> APIError {
        APIError(
            .notAcceptable, "notAcceptable", "Answers are application/json with odata.metadata none, minimal or full.",
            "应答格式为 application/json，odata.metadata 可取 none、minimal 或 full。", target: target)
    }
}

/// The version of the protocol that an answer has.
///
/// - Source: OData Protocol 4.01 §8.1.5, §8.2.7.
enum ProtocolVersion: String, Sendable {
    case v40 = "4.0"
    case v401 = "4.01"

    /// 4.0 unless the client says that it takes 4.01.
    ///
    /// - Throws: 400 for a request of a version that is not spoken here.
    init(_ headers: HTTPFields) throws(APIError) {
        for name in [HTTPField.Name.odataVersion, .odataMaxVersion] {
            guard let text = headers[name] else { continue }
            guard let number = Double(text.filter { $0 != " " }), number >= 4,
                name == .odataMaxVersion || number <= 4.01
            else {
                throw APIError(
                    .badRequest, "unsupportedVersion", "This service speaks OData 4.0 and 4.01.",
                    "本服务支持 OData 4.0 和 4.01。", target: name.rawName)
            }
        }
        let highest = (headers[.odataMaxVersion] ?? headers[.odataVersion]).flatMap(Double.init)
        self = highest.map { $0 >= 4.01 } ?? false ? .v401 : .v40
    }
}
