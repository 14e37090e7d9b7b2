// SPDX-License-Identifier: Apache-2.0
import Packs

/// A pack to begin with: requests that go through stages, with everything that people need to work on them.
struct PackTemplate {
    private let name: String
    /// `BikeShop` for `bike-shop`.
    private let capitalised: String
    /// `bikeShop` for `bike-shop`.
    let lowercased: String
    /// `Bike shop` for `bike-shop`.
    private let title: String

    /// Nil if a pack cannot have the name.
    init?(name: String) {
        let letters = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0))
        }
        let words = name.split(separator: "-")
        guard letters, let first = name.unicodeScalars.first, first.properties.isAlphabetic, name.utf8.count <= 40,
            let initial = words.first
        else { return nil }
        self.name = name
        capitalised = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        lowercased = initial.prefix(1).lowercased() + initial.dropFirst() + capitalised.dropFirst(initial.count)
        title = initial.prefix(1).uppercased() + initial.dropFirst() + words.dropFirst().map { " \($0)" }.joined()
    }

    /// The files of the pack, with paths from its folder.
    ///
    /// - Parameter requirements: Such as `core ^1.0`.
    func files(requiring requirements: [String]) -> [PackFile] {
        [
            PackFile(path: "pack.xml", text: pack(requirements)),
            part("entities", entity), part("pipelines", pipeline), part("reports", report), part("roles", role),
            part("scenarios", scenario, root: "scenarios"),
        ]
    }

    private func pack(_ requirements: [String]) -> String {
        let requires = requirements.isEmpty ? "" : " requires=\"\(requirements.joined(separator: ", "))\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <pack xmlns="urn:trellis:pack:1"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="urn:trellis:pack:1 pack.xsd"
                    id="\(name)"
                    version="0.1.0"\(requires.isEmpty ? "" : "\n       " + requires)>
                <label>\(title)</label>
                <label xml:lang="zh-Hans">\(title)</label>
                <!-- Lists of options that several fields share, and parameters, stand here. What this pack adds to entities
                     of others stands in <extend entity="…">, in a file of its own. -->
            </pack>

            """
    }

    private func part(_ folder: String, _ text: String, root: String = "pack-part") -> PackFile {
        let indented = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.isEmpty ? "" : "    " + line
        }
        return PackFile(
            path: "\(folder)/requests.xml",
            text: """
                <?xml version="1.0" encoding="UTF-8"?>
                <\(root) xmlns="urn:trellis:pack:1"
                        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                        xsi:schemaLocation="urn:trellis:pack:1 ../pack.xsd">
                \(indented.joined(separator: "\n"))
                </\(root)>

                """)
    }
}

extension PackTemplate {
    var entityName: String { "\(capitalised)Request" }
    private var pipelineName: String { "\(lowercased)Request" }
    var reportName: String { "\(lowercased)RequestsByStage" }

    private var entity: String {
        """
        <entity id="\(entityName)" title="subject">
            <label>\(title) request</label>
            <label xml:lang="zh-Hans">\(title) 申请</label>
            <plural>\(title) requests</plural>
            <plural xml:lang="zh-Hans">\(title) 申请</plural>
            <field id="number" type="number" pattern="R{yyyy}{0000}">
                <label>Number</label>
                <label xml:lang="zh-Hans">编号</label>
            </field>
            <field id="subject" type="text" required="true" search="true" length="200">
                <label>Subject</label>
                <label xml:lang="zh-Hans">主题</label>
            </field>
            <field id="priority" type="choice" required="true" default="'normal'">
                <label>Priority</label>
                <label xml:lang="zh-Hans">优先级</label>
                <option id="urgent" tone="negative">
                    <label>Urgent</label>
                    <label xml:lang="zh-Hans">紧急</label>
                </option>
                <option id="normal">
                    <label>Normal</label>
                    <label xml:lang="zh-Hans">一般</label>
                </option>
            </field>
            <field id="due" type="date">
                <label>Due</label>
                <label xml:lang="zh-Hans">期限</label>
            </field>
            <field id="owner" type="reference" index="true" to="User" default="@me">
                <label>Owner</label>
                <label xml:lang="zh-Hans">负责人</label>
            </field>
            <field id="result" type="longText">
                <label>Result</label>
                <label xml:lang="zh-Hans">处理结果</label>
                <help>What the customer was told.</help>
                <help xml:lang="zh-Hans">告知客户的内容。</help>
            </field>
            <list columns="number subject priority stage due owner" order="due asc">
                <filter id="mine" where="owner eq @me">
                    <label>Mine</label>
                    <label xml:lang="zh-Hans">我的</label>
                </filter>
                <filter id="overdue" where="due lt today() and stage in ('new','working')">
                    <label>Overdue</label>
                    <label xml:lang="zh-Hans">已逾期</label>
                </filter>
            </list>
            <page>
                <section id="request" fields="number subject priority stage due owner">
                    <label>Request</label>
                    <label xml:lang="zh-Hans">申请</label>
                </section>
                <section id="outcome" fields="result">
                    <label>Outcome</label>
                    <label xml:lang="zh-Hans">结果</label>
                </section>
            </page>
        </entity>
        """
    }

    private var pipeline: String {
        """
        <pipeline id="\(pipelineName)" entity="\(entityName)" field="stage" card="number priority due owner">
            <label>Stage</label>
            <label xml:lang="zh-Hans">阶段</label>
            <stage id="new" category="open">
                <label>New</label>
                <label xml:lang="zh-Hans">新建</label>
            </stage>
            <stage id="working" category="open" requires="owner">
                <label>In progress</label>
                <label xml:lang="zh-Hans">处理中</label>
            </stage>
            <stage id="done" category="won" requires="result">
                <label>Done</label>
                <label xml:lang="zh-Hans">已完成</label>
            </stage>
            <stage id="declined" category="lost">
                <label>Declined</label>
                <label xml:lang="zh-Hans">已拒绝</label>
            </stage>
            <transition from="new" to="working" />
            <transition from="working" to="done">
                <guard id="answered" test="length(result) ge 10">
                    <label>The result says too little</label>
                    <label xml:lang="zh-Hans">处理结果过于简短</label>
                </guard>
            </transition>
            <transition from="new working" to="declined" reason="true" />
        </pipeline>
        """
    }

    private var report: String {
        """
        <report id="\(reportName)" entity="\(entityName)" chart="bar">
            <label>\(title) requests by stage</label>
            <label xml:lang="zh-Hans">\(title) 申请（按阶段）</label>
            <group id="stage" by="stage">
                <label>Stage</label>
                <label xml:lang="zh-Hans">阶段</label>
            </group>
            <measure id="requests" count="true">
                <label>Requests</label>
                <label xml:lang="zh-Hans">数量</label>
            </measure>
        </report>
        """
    }

    private var role: String {
        """
        <role id="\(lowercased)Staff" capabilities="export">
            <label>\(title) staff</label>
            <label xml:lang="zh-Hans">\(title) 工作人员</label>
            <allow entity="\(entityName)" read="all" create="all" update="owner eq @me or owner eq null" />
            <allow entity="User" read="all" />
            <home>
                <board pipeline="\(pipelineName)" />
                <report id="\(reportName)" />
                <list entity="\(entityName)" filter="mine" />
            </home>
        </role>
        """
    }
}
