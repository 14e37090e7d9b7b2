// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A pack of any size, and a layer above it: entities with rules, computed fields, pipelines, reports, rights.
struct WidePack {
    let fields: Int
    let pipelines: Int
    /// What a newer version adds to the first entity.
    var added = 0

    /// The first entity has as many fields as one ever has; the others have what is usual.
    private static let widest = 600
    private static let usual = 60

    private var entities: Int { max(1, (fields - min(fields, Self.widest) + Self.usual - 1) / Self.usual + 1) }

    private func count(_ entity: Int) -> Int {
        let first = min(fields, Self.widest)
        if entity == 0 { return first + added }
        return min(Self.usual, fields - first - (entity - 1) * Self.usual)
    }

    /// Writes the pack and its layer into two folders; their paths.
    func write(to folder: String) throws -> [String] {
        for (name, text) in [("wide", pack), ("layer", layer)] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)/pack.xml"))
        }
        return ["\(folder)/wide", "\(folder)/layer"]
    }

    private var pack: String {
        let parts = (0..<entities).map(entity) + (0..<pipelines).map(pipeline) + (0..<entities).map(report) + [role]
        return head("wide", "") + parts.joined() + "</pack>\n"
    }

    /// Changes every tenth field.
    private var layer: String {
        let changes = (0..<entities).map { entity in
            let fields = stride(from: 0, to: count(entity), by: 10).map { field in
                "<extend-field id=\"f\(field)\">\(label("Our field \(field)", "我们的字段 \(field)"))</extend-field>\n"
            }
            return "<extend entity=\"E\(entity)\">\n\(fields.joined())</extend>\n"
        }
        return head("layer", " requires=\"wide *\"") + changes.joined() + "</pack>\n"
    }

    private func head(_ name: String, _ attributes: String) -> String {
        "<pack xmlns=\"urn:trellis:pack:1\" id=\"\(name)\" version=\"1.\(added).0\"\(attributes)>\n\(label(name, name))"
    }

    private func label(_ english: String, _ chinese: String) -> String {
        "<label>\(english)</label><label xml:lang=\"zh-Hans\">\(chinese)</label>"
    }

    private func entity(_ number: Int) -> String {
        let own = (0..<count(number)).map { field($0, of: number) }.joined()
        let rules = (1..<4).map { rule in
            "<rule id=\"r\(rule)\" test=\"f\(rule * 5 + 1) eq null or f\(rule * 5 + 1) ge 0\">\(label("Rule \(rule)", "规则 \(rule)"))</rule>\n"
        }
        let section = (0..<min(20, count(number))).map { "f\($0)" }.joined(separator: " ")
        return """
            <entity id="E\(number)" title="f0">\(label("Entity \(number)", "实体 \(number)"))
            <plural>Entities \(number)</plural><plural xml:lang="zh-Hans">实体 \(number)</plural>
            \(own)\(count(number) > 20 ? rules.joined() : "")
            <list columns="f0 f1 f2"/><page><section fields="\(section)">\(label("Main", "主要"))</section></page>
            </entity>

            """
    }

    private func field(_ number: Int, of entity: Int) -> String {
        let type: String =
            switch number % 5 {
            case 1: "type=\"integer\""
            case 2: "type=\"money\""
            case 3: "type=\"date\""
            case 4 where number % 10 == 9 && number > 10:
                "type=\"integer\" compute=\"f\(number - 8) add f\(number - 3) mul 2\""
            case 4: "type=\"boolean\""
            default: "type=\"text\"\(number % 100 == 0 ? " search=\"true\"" : "")"
            }
        return "<field id=\"f\(number)\" \(type)>\(label("Field \(number)", "字段 \(number)"))</field>\n"
    }

    private func pipeline(_ number: Int) -> String {
        let stages = (0..<5).map { stage in
            """
            <stage id="s\(stage)"\(stage == 4 ? " category=\"won\"" : "")>\(label("Stage \(stage)", "阶段 \(stage)"))
            <guard id="g\(stage)" test="f1 eq null or f1 ge \(stage)">\(label("Guard \(stage)", "条件 \(stage)"))</guard></stage>

            """
        }
        let ways = (0..<4).map { "<transition from=\"s\($0)\" to=\"s\($0 + 1)\"/>\n" }
        return """
            <pipeline id="p\(number)" entity="E\(number % entities)" field="stage\(number)">\(label("Pipeline \(number)", "流程 \(number)"))
            \(stages.joined())\(ways.joined())</pipeline>

            """
    }

    private func report(_ number: Int) -> String {
        """
        <report id="report\(number)" entity="E\(number)">\(label("Report \(number)", "报表 \(number)"))
        <group id="g" by="f0">\(label("Group", "分组"))</group>
        <measure id="n" count="true">\(label("Number", "数量"))</measure></report>

        """
    }

    private var role: String {
        let rights = (0..<entities).map {
            "<allow entity=\"E\($0)\" read=\"f1 eq null or f1 ge 0\" create=\"all\" update=\"all\" delete=\"none\"/>\n"
        }
        return "<role id=\"staff\">\(label("Staff", "员工"))\n\(rights.joined())</role>\n"
    }
}
