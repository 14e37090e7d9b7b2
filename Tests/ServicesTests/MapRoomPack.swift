// SPDX-License-Identifier: Apache-2.0

/// A map room: each keeper sees the maps in their own care, and shows single ones to others.
let mapRoom = """
    <pack xmlns="urn:trellis:pack:1" id="maps" version="1.0.0">
      \(labels("Map room", "地图室"))
      <entity id="Map" title="name" sharing="true">
        \(labels("Map", "地图"))<plural>Maps</plural><plural xml:lang="zh-Hans">地图</plural>
        \(part("name", "text", "search=\"true\" index=\"true\"")) \(part("sheet", "text"))
        \(part("keeper", "reference", "to=\"User\"")) \(part("value", "money"))
        \(part("donor", "text")) \(part("phone", "text")) \(part("vault", "text"))
        <list columns="name value" order="name"/>
      </entity>
      <entity id="Copy" title="name">
        \(labels("Copy", "复本"))<plural>Copies</plural><plural xml:lang="zh-Hans">复本</plural>
        \(part("name", "text")) \(part("map", "reference", "to=\"Map\" inverse=\"copies\""))
      </entity>
      <pipeline id="repair" entity="Map" field="stage" total="value">\(labels("Repair", "修复"))
        <stage id="kept">\(labels("Kept", "在库"))</stage><stage id="repaired">\(labels("Repaired", "已修复"))</stage>
        <transition from="kept" to="repaired"/>
      </pipeline>
      <report id="byStage" entity="Map">\(labels("By stage", "按阶段"))
        <group id="stage" by="stage">\(labels("Stage", "阶段"))</group>
        <measure id="maps" count="true">\(labels("Maps", "地图"))</measure>
      </report>
      <import id="sheets" entity="Map" key="sheet">\(labels("Sheets", "图幅"))
        <column heading="Sheet" field="sheet"/><column heading="Name" field="name"/>
        <similar same="sheet" alike="name"/>
      </import>
      <role id="keeper" capabilities="export import">\(labels("Keeper", "管理员"))
        <allow entity="Map" read="keeper eq @me" create="all" update="keeper eq @me" delete="keeper eq @me" share="all">
          <field id="donor" rule="masked" first="1" last="1" reveal="true"/>
          <field id="phone" rule="masked" first="3" last="4" reveal="reason"/>
          <field id="vault" rule="masked"/>
        </allow>
        <allow entity="Copy" read="all" create="all"/>
      </role>
      <role id="visitor">\(labels("Visitor", "读者"))
        <allow entity="Map" read="keeper eq @me"><field id="donor" rule="hidden"/></allow>
        <allow entity="Copy" read="all"/>
      </role>
      <role id="binder">\(labels("Binder", "装订员"))
        <allow entity="Map" read="keeper eq @me" update="all" delete="all" share="all"/>
      </role>
      <role id="strict">\(labels("Strict", "受限"))
        <allow entity="Map" read="keeper eq @me"><field id="donor" rule="masked" first="2"/></allow>
      </role>
      <role id="warden" capabilities="audit export">\(labels("Warden", "监管"))
        <allow entity="Map" read="all" create="all" update="all" delete="all" share="all"/>
        <allow entity="Copy" read="all"/>
      </role>
      <role id="porter">\(labels("Porter", "门卫"))<allow entity="Copy" read="all"/></role>
    </pack>
    """
