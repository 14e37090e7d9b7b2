// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Schemas

@Suite("Physical names")
struct PhysicalNameTests {
    @Test(
        "are lower snake case",
        arguments: [
            ("premiumDue", "premium_due"), ("Shelf", "shelf"), ("homeURL", "home_url"), ("URLOfHome", "url_of_home"),
        ])
    func snakeCase(name: String, expected: String) {
        #expect(PhysicalName.snakeCase(name) == expected)
    }

    @Test(
        "of tables are never reserved, the engine's, or used",
        arguments: [
            ("Order", "entity_order"), ("TrellisThing", "entity_trellis_thing"), ("Shelf", "shelf_2"),
        ])
    func tables(name: String, expected: String) {
        #expect(PhysicalName.table(name, avoiding: ["shelf"]) == expected)
    }
}
