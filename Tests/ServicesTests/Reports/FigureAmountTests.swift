// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Storage
import Testing
import Values

@Suite("Amounts of money in figures")
struct FigureAmountTests {
    private let measures = """
        <measure id="sum" value="price" with="sum">\(named)</measure>
        <measure id="dearest" value="price" with="max">\(named)</measure>
        <measure id="exact" value="price" with="sum" digits="2">\(named)</measure>
        <measure id="spent" value="cost" with="sum">\(named)</measure>
        <measure id="gain" compute="sum sub spent">\(named)</measure>
        <measure id="dozens" value="price mul 12" with="sum">\(named)</measure>
        <measure id="loaves" value="loaves" with="sum">\(named)</measure>
        <measure id="perLoaf" compute="sum divby loaves">\(named)</measure>
        <measure id="part" compute="spent divby sum">\(named)</measure>
        <measure id="margin" ratio="gain" of="sum">\(named)</measure>
        <measure id="shops" value="price" with="countdistinct">\(named)</measure>
        """

    private func figures(_ day: (price: String, cost: String)) async throws -> [String: String] {
        let group = "<group id=\"shop\" by=\"shop\">\(named)</group>"
        let report = "<report id=\"r\" entity=\"Order\">\(named)\(group)\(measures)</report>"
        let edition = try await TestEdition.make(bakery(report))
        try await edition.add("Order", "price | cost | loaves\n\(day.price) | \(day.cost) | 8")
        let result = try await edition.workspace.report("r", edition.engine)
        let settings = DisplaySettings(language: .english, offset: { _ in 0 })
        let model = edition.workspace.model.current.model
        let texts = zip(result.columns, result.total.figures).map { ($0.name, $0.text($1, in: model, settings)) }
        return Dictionary(texts) { first, _ in first }
    }

    @Test("have the sign of their currency; sums have no cents, unless the pack asks for them")
    func signs() async throws {
        let texts = try await figures(("12345.60", "2000.10"))
        #expect(texts["sum"] == "¥12,346" && texts["spent"] == "¥2,000" && texts["exact"] == "¥12,345.60")
        #expect(texts["dearest"] == "¥12,345.60")
        #expect(texts["gain"] == "¥10,346" && texts["dozens"] == "¥148,147")
        #expect(texts["perLoaf"] == "¥1,543.20")
    }

    @Test("are no amounts any more once one is divided by another, or they are counted")
    func others() async throws {
        let texts = try await figures(("2000.00", "500.00"))
        #expect(texts["part"] == "0.25" && texts["margin"] == "75.0%")
        #expect(texts["shops"] == "1" && texts["loaves"] == "8")
    }

    @Test("stand behind the minus with their sign")
    func negative() async throws {
        #expect(try await figures(("100.00", "1600.00"))["gain"] == "-¥1,500")
    }
}
