// SPDX-License-Identifier: Apache-2.0

/// A small trade that no product of ours was made for: the engine has to run it as it runs any other.
let bicycleRepair = """
    <pack xmlns="urn:trellis:pack:1" id="bicycles" version="1.0.0">
      <label>Bicycle repair</label><label xml:lang="zh-Hans">自行车维修</label>
      <parameter id="express" type="money" value="20"><label>Express fee</label><label xml:lang="zh-Hans">加急费</label></parameter>
      <entity id="Rider" title="name">
        <label>Rider</label><label xml:lang="zh-Hans">骑手</label>
        <plural>Riders</plural><plural xml:lang="zh-Hans">骑手</plural>
        <field id="name" type="text" required="true" search="true" sort="zh"><label>Name</label><label xml:lang="zh-Hans">姓名</label></field>
        <field id="idNo" type="text" unique="true" search="true"><label>Id</label><label xml:lang="zh-Hans">证件</label></field>
        <field id="mobile" type="phone" search="true"><label>Mobile</label><label xml:lang="zh-Hans">手机</label></field>
        <field id="owner" type="reference" to="User" default="@me"><label>Owner</label><label xml:lang="zh-Hans">负责人</label></field>
        <field id="spent" type="money" compute="repairs/aggregate(price with sum)"><label>Spent</label><label xml:lang="zh-Hans">消费</label></field>
        <field id="open" type="integer" compute="repairs/$count($filter=stage ne 'done')"><label>Open</label><label xml:lang="zh-Hans">未完成</label></field>
      </entity>
      <entity id="Repair" title="number">
        <label>Repair</label><label xml:lang="zh-Hans">维修单</label>
        <plural>Repairs</plural><plural xml:lang="zh-Hans">维修单</plural>
        <field id="number" type="number" pattern="R{yyyy}-{0000}"><label>Number</label><label xml:lang="zh-Hans">编号</label></field>
        <field id="rider" type="reference" to="Rider" inverse="repairs" required="true"><label>Rider</label><label xml:lang="zh-Hans">骑手</label></field>
        <field id="labour" type="money" min="0"><label>Labour</label><label xml:lang="zh-Hans">工时费</label></field>
        <field id="parts" type="money" default="0"><label>Parts</label><label xml:lang="zh-Hans">零件费</label></field>
        <field id="isExpress" type="boolean" default="false"><label>Express</label><label xml:lang="zh-Hans">加急</label></field>
        <field id="price" type="money" compute="labour add parts add case(isExpress:@express,true:0)"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
        <field id="diagnosis" type="text"><label>Diagnosis</label><label xml:lang="zh-Hans">诊断</label></field>
        <field id="due" type="date"><label>Due</label><label xml:lang="zh-Hans">到期</label></field>
        <field id="daysLeft" type="integer" compute="cast(totalseconds(due sub today()) divby 86400,Edm.Int64)"><label>Days left</label><label xml:lang="zh-Hans">剩余天数</label></field>
        <rule id="partsKnown" test="parts ge 0" field="parts"><label>Parts cost nothing less than nothing.</label><label xml:lang="zh-Hans">零件费不能为负。</label></rule>
        <rule id="dear" test="price lt 1000 or price eq null" severity="warning"><label>Ask the rider first.</label><label xml:lang="zh-Hans">请先询问客户。</label></rule>
      </entity>
      <pipeline id="workshop" entity="Repair" field="stage" card="price" total="price">
        <label>Workshop</label><label xml:lang="zh-Hans">车间</label>
        <stage id="received"><label>Received</label><label xml:lang="zh-Hans">已接收</label></stage>
        <stage id="repairing" requires="diagnosis"><label>Repairing</label><label xml:lang="zh-Hans">维修中</label></stage>
        <stage id="done" category="won" requires="labour"><label>Done</label><label xml:lang="zh-Hans">完成</label>
          <guard id="priced" test="price gt 0"><label>The repair has no price.</label><label xml:lang="zh-Hans">维修单没有价格。</label></guard>
        </stage>
        <stage id="givenUp" category="lost"><label>Given up</label><label xml:lang="zh-Hans">放弃</label></stage>
        <transition from="received" to="repairing"/>
        <transition from="repairing" to="done" roles="master"/>
        <transition from="*" to="givenUp" reason="true"/>
      </pipeline>
      <role id="master" capabilities="export import">
        <label>Master</label><label xml:lang="zh-Hans">师傅</label>
        <allow entity="Rider" read="all" create="all" update="all" delete="all"/>
        <allow entity="Repair" read="all" create="all" update="all" delete="all"/>
      </role>
      <role id="apprentice">
        <label>Apprentice</label><label xml:lang="zh-Hans">学徒</label>
        <allow entity="Rider" read="owner eq @me" create="all" update="owner eq @me">
          <field id="idNo" rule="masked" first="2" last="2"/>
          <field id="spent" rule="hidden"/>
        </allow>
        <allow entity="Repair" read="rider/owner eq @me" update="rider/owner eq @me"/>
      </role>
      <report id="byStage" entity="Repair" standing="true">
        <label>By stage</label><label xml:lang="zh-Hans">按阶段</label>
        <group id="stage" by="stage"><label>Stage</label><label xml:lang="zh-Hans">阶段</label></group>
        <measure id="count" count="true"><label>Count</label><label xml:lang="zh-Hans">数量</label></measure>
        <measure id="price" value="price" with="sum"><label>Price</label><label xml:lang="zh-Hans">价格</label></measure>
      </report>
    </pack>
    """
