// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// Puts packs behind what they require.
enum PackOrder {
    static func sorted(_ packs: [PackSource], _ diagnostics: inout DiagnosticList) -> [PackSource] {
        var sorted: [PackSource] = []
        var waiting = packs
        check(packs, &diagnostics)
        while !waiting.isEmpty {
            let ready = waiting.firstIndex { pack in
                pack.requirements.allSatisfy { need in !waiting.contains { $0.name == need.name } }
            }
            guard let ready else {
                let names = waiting.map(\.name.rawValue).joined(separator: ", ")
                diagnostics.append(
                    .dependencyCycle, "These packs require each other in a circle: \(names).", at: waiting[0].range,
                    hint: "Move what both need into a pack of its own.")
                return sorted + waiting
            }
            sorted.append(waiting.remove(at: ready))
        }
        return sorted
    }

    private static func check(_ packs: [PackSource], _ diagnostics: inout DiagnosticList) {
        for pack in packs {
            for requirement in pack.requirements {
                guard let found = packs.first(where: { $0.name == requirement.name }) else {
                    diagnostics.append(
                        .missingDependency, "The pack \(requirement.name) is required and not there.",
                        at: requirement.range, hint: "Put its folder beside this one, or name it in the command.")
                    continue
                }
                guard let versions = requirement.versions, !versions.contains(found.version) else { continue }
                diagnostics.append(
                    .unsatisfiedVersion,
                    "\(requirement.name) \(versions) is required, and \(found.version) is there.",
                    at: requirement.range, hint: "Take another version of \(requirement.name), or ask for this one.",
                    notes: [Diagnostic.Note("This is \(found.name) \(found.version).", at: found.range)])
            }
        }
    }
}
