// SPDX-License-Identifier: Apache-2.0

/// A granary: slips say what goes in and out of bins, whose stock they add up to.
let granary = """
    <pack xmlns="urn:trellis:pack:1" id="granary" version="1.0.0">
      <label>Granary</label><label xml:lang="zh-Hans">粮仓</label>
      <entity id="Bin" title="name">
        <label>Bin</label><label xml:lang="zh-Hans">仓</label>
        <plural>Bins</plural><plural xml:lang="zh-Hans">仓</plural>
        <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="overdraft" type="integer" default="0"><label>Overdraft</label><label xml:lang="zh-Hans">透支</label></field>
        <field id="stock" type="integer"><label>Stock</label><label xml:lang="zh-Hans">库存</label></field>
        <field id="low" type="boolean" compute="stock lt 3"><label>Low</label><label xml:lang="zh-Hans">偏低</label></field>
        <field id="slips" type="integer" compute="slips2/$count"><label>Slips</label><label xml:lang="zh-Hans">单数</label></field>
      </entity>
      <entity id="Slip" title="number">
        <label>Slip</label><label xml:lang="zh-Hans">单</label>
        <plural>Slips</plural><plural xml:lang="zh-Hans">单</plural>
        <field id="number" type="number" pattern="S{00000}" unique="true"><label>Number</label><label xml:lang="zh-Hans">编号</label></field>
        <field id="bin" type="reference" to="Bin" inverse="slips2"><label>Bin</label><label xml:lang="zh-Hans">仓</label><inverse><label>Slips</label><label xml:lang="zh-Hans">单</label></inverse></field>
        <field id="sacks" type="integer"><label>Sacks</label><label xml:lang="zh-Hans">袋数</label></field>
        <field id="kind" type="choice"><option id="receipt"><label>In</label><label xml:lang="zh-Hans">入</label></option><option id="issue"><label>Out</label><label xml:lang="zh-Hans">出</label></option><label>Kind</label><label xml:lang="zh-Hans">类型</label></field>
        <field id="moved" type="integer" compute="case(kind eq 'issue':0 sub sacks,true:sacks)"><label>Moved</label><label xml:lang="zh-Hans">变动</label></field>
        <field id="note" type="text"><label>Note</label><label xml:lang="zh-Hans">备注</label></field>
        <rule id="positive" test="sacks gt 0"><label>At least one sack.</label><label xml:lang="zh-Hans">至少一袋。</label></rule>
      </entity>
      <ledger id="stock" entity="Slip" account="bin" quantity="moved" balance="stock" min="0 sub overdraft">
        <label>Stock</label><label xml:lang="zh-Hans">库存</label>
      </ledger>
      <role id="keeper"><label>Keeper</label><label xml:lang="zh-Hans">仓管</label>
        <allow entity="Bin" read="all" create="all" update="all" delete="all"/>
        <allow entity="Slip" read="all" create="all" update="all" delete="all"/>
      </role>
      <role id="carter"><label>Carter</label><label xml:lang="zh-Hans">车夫</label>
        <allow entity="Bin" read="all"><field id="stock" rule="hidden"/></allow>
        <allow entity="Slip" read="all" create="all"/>
      </role>
      <import id="slips" entity="Slip" key="number">
        <label>Slips</label><label xml:lang="zh-Hans">单</label>
        <column heading="Bin" field="bin" lookup="name"/>
        <column heading="Sacks" field="sacks"/>
        <column heading="Kind" field="kind"/>
        <column heading="Note" field="note"/>
      </import>
    </pack>
    """
