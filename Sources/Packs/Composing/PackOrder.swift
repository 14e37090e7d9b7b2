// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Values

/// Puts packs behind what they require; otherwise by their names, so that it does not matter in which order they are named.
enum PackOrder {
    static func sorted(_ packs: [PackSource], _ diagnostics: inout DiagnosticList) -> [PackSource] {
        var sorted: [PackSource] = []
        var waiting = packs
        check(packs, &diagnostics)
        while !waiting.isEmpty {
            let names = Set(waiting.map(\.name))
            let ready = waiting.indices.filter { place in
                waiting[place].requirements.allSatisfy { !names.contains($0.name) }
            }.min { isBefore(waiting[$0], waiting[$1]) }
            guard let ready else {
                let circle = waiting.map(\.name.rawValue)
                diagnostics.append(
                    .dependencyCycle, "These packs require each other in a circle: \(all: circle).",
                    at: waiting[0].range,
                    hint: "Move what both need into a pack of its own.")
                return sorted + waiting
            }
            sorted.append(waiting.remove(at: ready))
        }
        return sorted
    }

    /// What every edition begins with comes first.
    private static func isBefore(_ left: PackSource, _ right: PackSource) -> Bool {
        if (left.name == SystemPack.name) != (right.name == SystemPack.name) { return left.name == SystemPack.name }
        return left.name < right.name
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
