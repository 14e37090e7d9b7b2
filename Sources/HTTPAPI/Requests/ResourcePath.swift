// SPDX-License-Identifier: Apache-2.0
import Values

/// What a URL behind `/api` names.
///
/// - Source: OData URL Conventions 4.01 §4.
enum ResourcePath: Hashable, Sendable {
    case service
    case metadata
    case records(EntityName)
    case count(EntityName)
    case record(EntityName, RecordID)
    case move(EntityName, RecordID)
    case moves(EntityName, RecordID)
    case merge(EntityName, RecordID)
    case refuseMerge(EntityName, RecordID)
    case mergeProposals(EntityName)
    case reports
    case report(ReportName)

    /// Reads the segments behind `/api`, already decoded; nil if no resource has this form.
    init?(_ segments: [String]) {
        switch (segments.count, segments.first) {
        case (0, _): self = .service
        case (1, "$metadata"): self = .metadata
        case (1, "reports"): self = .reports
        case (2, "reports"): self = .report(ReportName(segments[1]))
        case (1, let first?):
            guard let (name, key) = Self.key(first) else {
                self = .records(EntityName(first))
                return
            }
            guard let key else { return nil }
            self = .record(name, key)
        case (2, let first?):
            if segments[1] == "$count", Self.key(first) == nil {
                self = .count(EntityName(first))
                return
            }
            if segments[1] == "crm.mergeProposals", Self.key(first) == nil {
                self = .mergeProposals(EntityName(first))
                return
            }
            guard case (let name, let key?)? = Self.key(first) else { return nil }
            switch segments[1] {
            case "crm.move", "move": self = .move(name, key)
            case "crm.moves", "moves", "crm.moves()", "moves()": self = .moves(name, key)
            case "crm.merge", "merge": self = .merge(name, key)
            case "crm.refuseMerge", "refuseMerge": self = .refuseMerge(name, key)
            default: return nil
            }
        default: return nil
        }
    }

    /// Reads `Name(key)` or `Name(id=key)`; nil if there are no parentheses, a nil key if it is none.
    static func key(_ segment: String) -> (EntityName, RecordID?)? {
        guard let open = segment.firstIndex(of: "(") else { return nil }
        let name = EntityName(String(segment[..<open]))
        var key = segment[segment.index(after: open)...]
        guard key.hasSuffix(")") else { return (name, nil) }
        key = key.dropLast()
        if key.hasPrefix("id=") { key = key.dropFirst(3) }
        return (name, RecordID(key))
    }

    /// The methods that the resource answers.
    var methods: [String] {
        switch self {
        case .service, .metadata, .count, .moves, .mergeProposals, .reports, .report: ["GET", "HEAD"]
        case .records: ["GET", "HEAD", "POST"]
        case .record: ["GET", "HEAD", "PATCH", "DELETE"]
        case .move, .merge, .refuseMerge: ["POST"]
        }
    }
}

/// A part of a URL without its percent escapes; nil if they are broken or make no UTF-8.
func percentDecoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal) else {
                return nil
            }
            bytes.append(high << 4 | low)
        case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}

/// A text as it may stand in a URL's query.
func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { encoded, byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "@"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default: encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
    }
}

private func hexadecimal(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
}
