// SPDX-License-Identifier: Apache-2.0

/// A name that cannot be confused with a name of another kind.
public protocol TypedName: RawRepresentable<String>, Hashable, Sendable, Comparable, Codable,
    ExpressibleByStringLiteral, CustomStringConvertible
{
    init(_ text: String)
}

extension TypedName {
    public init(rawValue: String) { self.init(rawValue) }
    public init(stringLiteral value: String) { self.init(value) }
    public var description: String { rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Defines a typed name's storage in one line each; the list below is the vocabulary of the model.
public struct EntityName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of a field of an entity, or of a relationship to many.
public struct FieldName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

public struct PipelineName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

public struct StageName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

public struct RoleName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

public struct ReportName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

public struct PackName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

public struct ImportName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The registered name of a kind of field, such as `money` or `phone`.
public struct FieldTypeName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The registered name of a function of the expression language, in lower case.
public struct FunctionName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of a working calendar.
public struct CalendarName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of a clock that measures how long something may take.
public struct ClockName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of what a pack makes happen by itself.
public struct AutomationName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of a metric.
public struct MetricName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of what a pack lets one record at a time hold.
public struct ReservationName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of a dashboard.
public struct DashboardName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of what adds up postings and never falls below its least.
public struct LedgerName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of what writes facts about records down, period by period.
public struct SnapshotName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The name of what an outside system tells.
public struct EventName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}

/// The registered name of what a plugin does for automations, such as `sms.send`.
public struct ActionName: TypedName {
    public let rawValue: String
    public init(_ text: String) { rawValue = text }
}
