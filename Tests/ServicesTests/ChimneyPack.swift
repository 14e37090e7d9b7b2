// SPDX-License-Identifier: Apache-2.0

/// Chimney sweeps: houses lie in a pool until a sweep claims them, and stay the sweep's while chimneys are swept.
let chimney = """
    <pack xmlns="urn:trellis:pack:1" id="chimney" version="1.0.0">
      \(labels("Chimney sweeps", "烟囱清扫"))
      <entity id="House" title="name">
        \(labels("House", "房屋"))<plural>Houses</plural><plural xml:lang="zh-Hans">房屋</plural>
        \(part("name", "text", "required=\"true\"")) \(part("sweep", "reference", "to=\"User\""))
        \(part("until", "date")) \(part("storeys", "integer"))
        \(part("lastVisit", "date", "compute=\"visits/aggregate(day with max)\""))
        <list columns="name sweep until" order="name"/>
      </entity>
      <entity id="Visit" title="id">
        \(labels("Visit", "走访"))<plural>Visits</plural><plural xml:lang="zh-Hans">走访</plural>
        \(part("house", "reference", "to=\"House\" inverse=\"visits\"")) \(part("day", "date"))
      </entity>
      <pool entity="House" owner="sweep" protect="P30D" protected-until="until" activity="lastVisit" limit="2"
        roles="sweep"/>
      <role id="sweep">\(labels("Sweep", "清扫工"))
        <allow entity="House" read="sweep eq @me or sweep eq null or storeys gt 1" create="all" update="sweep eq @me"/>
        <allow entity="Visit" read="all" create="all"/>
      </role>
      <role id="master">\(labels("Master", "师傅"))
        <allow entity="House" read="all" create="all" update="all" delete="all"/>
        <allow entity="Visit" read="all" create="all" update="all" delete="all"/>
      </role>
    </pack>
    """
