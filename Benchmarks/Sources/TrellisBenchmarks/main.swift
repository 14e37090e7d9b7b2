// SPDX-License-Identifier: Apache-2.0
let folder = CommandLine.arguments[1]
for (name, n) in [("10k", 10_000), ("100k", 100_000)] {
    try OldSystem.writePeople(0..<(n / 5), to: folder + "/people-\(name).csv")
    try OldSystem.writePolicies(0..<n, people: n / 5, to: folder + "/policies-\(name).csv")
}
