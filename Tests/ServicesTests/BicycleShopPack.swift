// SPDX-License-Identifier: Apache-2.0

/// Bicycle repair with what happens to a rider who is there twice: notes that stand on their own, bicycles that are the
/// rider's, and the list of an old system.
let bicycleShop = bicycleRepair.replacing(
    "</pack>",
    with: """
          <entity id="Note" title="text">
            <label>Note</label><label xml:lang="zh-Hans">备注</label>
            <plural>Notes</plural><plural xml:lang="zh-Hans">备注</plural>
            <field id="text" type="text" required="true"><label>Text</label><label xml:lang="zh-Hans">内容</label></field>
            <field id="rider" type="reference" to="Rider" on-delete="clear"><label>Rider</label><label xml:lang="zh-Hans">骑手</label></field>
            <field id="witness" type="reference" to="Rider" on-delete="clear"><label>Witness</label><label xml:lang="zh-Hans">见证人</label></field>
            <rule id="reachable" test="rider eq null or rider/mobile ne null"><label>The rider cannot be reached.</label><label xml:lang="zh-Hans">无法联系骑手。</label></rule>
          </entity>
          <entity id="Bicycle" title="name">
            <label>Bicycle</label><label xml:lang="zh-Hans">自行车</label>
            <plural>Bicycles</plural><plural xml:lang="zh-Hans">自行车</plural>
            <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="rider" type="reference" to="Rider" on-delete="cascade"><label>Rider</label><label xml:lang="zh-Hans">骑手</label></field>
          </entity>
          <entity id="Branch" title="name">
            <label>Branch</label><label xml:lang="zh-Hans">分店</label>
            <plural>Branches</plural><plural xml:lang="zh-Hans">分店</plural>
            <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="parent" type="reference" to="Branch" inverse="branches"><label>Parent</label><label xml:lang="zh-Hans">上级</label></field>
            <field id="below" type="integer" compute="branches/$count"><label>Below</label><label xml:lang="zh-Hans">下级数</label></field>
          </entity>
          <role id="clerk"><label>Clerk</label><label xml:lang="zh-Hans">文员</label>
            <allow entity="Rider" read="all" update="all" delete="all">
              <field id="idNo" rule="masked" first="2" last="2"/>
            </allow>
            <allow entity="Note" read="all"/>
          </role>
          <import id="oldRiders" entity="Rider" encoding="UTF-8" delimiter="," key="idNo">
            <label>Old riders</label><label xml:lang="zh-Hans">原有骑手</label>
            <column heading="name" field="name"/>
            <column heading="idNo" field="idNo"/>
            <column heading="mobile" field="mobile"/>
            <similar same="mobile" alike="name"/>
          </import>
        </pack>
        """)
