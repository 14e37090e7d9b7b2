// SPDX-License-Identifier: Apache-2.0
public import Expressions

/// Which part of the records that began in one period is still there; the first group of the report is that of periods.
public struct Cohort: Sendable, Hashable {
    /// The alias that stands for an age in the condition, without its `@`.
    public static let ageAlias = "age"

    /// True of a record that is still there at an age in months, `@age`.
    public let survived: TypedExpression
    /// Months since a record began, in ascending order; empty if the condition asks for no age. Records that are younger
    /// do not count.
    public let ages: [Int]

    public init(survived: TypedExpression, ages: [Int]) {
        self.survived = survived
        self.ages = ages
    }

    /// The condition's text for one age.
    public func text(atAge months: Int) -> String { survived.source.replacingAlias(Self.ageAlias, by: "\(months)") }
}

extension String {
    /// An expression's text with another text in the place of an alias; what stands in quotes is left alone.
    func replacingAlias(_ alias: String, by text: String) -> String {
        var (result, isQuoted) = ("", false)
        var rest = self[...]
        while let character = rest.first {
            if character == "'" { isQuoted.toggle() }
            let behind = rest.dropFirst(alias.count + 1).first
            let isWhole = !(behind.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false)
            if !isQuoted, rest.hasPrefix("@" + alias), isWhole {
                result += text
                rest = rest.dropFirst(alias.count + 1)
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
