// SPDX-License-Identifier: Apache-2.0

extension FieldType {
    /// The kinds of fields of the product itself.
    public static let builtIn: [FieldType] = [
        text, longText, number, integer, decimal, money, percent, boolean, date, dateTime, time, duration, choice,
        choices, reference, email, phone, url,
    ]
}
