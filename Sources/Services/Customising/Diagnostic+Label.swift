// SPDX-License-Identifier: Apache-2.0
public import Diagnostics
public import DomainModel
import Packs
import Values

extension Diagnostic {
    /// What was found and what to do about it, for people in front of a browser.
    public var label: Label { Label(hint.map { message + $0 } ?? message) }

    /// Whether it is about something that administrators made, and not about a vendor's pack.
    public var isOfCustomerLayer: Bool {
        range?.file.split(separator: "/").dropLast().last.map(String.init) == CustomerLayer.name.rawValue
    }
}
