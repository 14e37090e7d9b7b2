# SPDX-License-Identifier: Apache-2.0
"""Writes the demonstration records of this folder: the same seed gives the same files."""
import csv
import random
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
dice = random.Random(20020718)
MANAGERS = ["kam1", "kam2"]
PRODUCTS = {
    "leasedLine": (6800, [10, 50, 100, 200]), "mplsVpn": (9200, [20, 50, 100]),
    "broadband": (2600, [100, 300, 500, 1000]), "voiceTrunk": (3200, [2, 4, 8]),
    "idc": (15800, [100, 1000]), "sms": (1800, [0]), "cloud": (7600, [100, 200]),
}
CITIES = ["北京", "天津", "济南", "石家庄", "沈阳", "郑州"]
NAMES = {
    "government": ["市政务服务中心", "区教育信息中心", "交通指挥中心", "公共卫生信息中心", "不动产登记中心"],
    "finance": ["商业银行数据中心", "财产保险分公司", "证券营业总部", "农村信用联社", "融资租赁公司"],
    "enterprise": ["重工集团", "钢铁物流集团", "医药连锁集团", "食品股份公司", "航空服务公司"],
    "sme": ["软件科技公司", "跨境电商公司", "检测技术公司", "工程设计院", "职业培训学校"],
    "wholesale": ["宽带服务公司", "呼叫外包公司", "云网服务商", "短信服务商"],
}
INDUSTRY = {"government": "政府", "finance": "金融", "enterprise": "制造与流通", "sme": "服务", "wholesale": "通信"}
TERRITORY = {"北京": "N-BJ", "天津": "N-TJ", "济南": "N-SD", "石家庄": "N-HE", "沈阳": "NE-LN", "郑州": "N-HA"}
# What a customer of a grade spends, compared with the list of prices: a few carry the business.
SIZE = {"a": (3.0, 7.0), "b": (1.4, 2.4), "c": (0.7, 1.2), "d": (0.3, 0.6)}
# The year of a carrier: Spring Festival is quiet, the end of the year is busy.
SEASON = [0.98, 0.93, 1.0, 1.0, 1.01, 1.0, 0.99, 1.0, 1.01, 1.0, 1.02, 1.06]
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"


def write(name, rows):
    with open(HERE / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def person():
    return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice([1, 2, 2])))


def months_back(count):
    index = TODAY.year * 12 + TODAY.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def accounts():
    rows = []
    for segment, names in NAMES.items():
        for name in names:
            city = CITIES[len(rows) % len(CITIES)]
            grade = dice.choices("abcd", [3, 4, 3, 1])[0]
            rows.append(dict(
                name=city + name, kind="customer", keyAccountNo=f"DKH{len(rows) + 1:05}", keySegment=segment,
                industry=INDUSTRY[segment], size="large" if grade == "a" else "medium", grade=grade,
                territory="华北大区" if city != "沈阳" else "东北大区", salesTerritory=TERRITORY[city], city=city,
                health="good",
                owner=MANAGERS[len(rows) % 2], backupManager=MANAGERS[(len(rows) + 1) % 2],
                technicalManager="network1",
                walletShare=dice.randint(25, 92), mainCompetitor=dice.choice(["联合通讯", "东方宽带", ""]),
                receivableOverdue=dice.choice([0, 0, 0, 0, 0, 18600, 42350]), credit=dice.choice([200000, 500000]),
                paymentTerms=dice.choice(["monthly", "monthly", "quarterly", "yearly"]),
                satisfaction=dice.choices([2, 3, 4, 5], [1, 3, 6, 3])[0],
                nextKeyVisit=TODAY + timedelta(days=dice.randint(-6, 40))))
    return rows


def people(customers):
    contacts, deciders = [], []
    titles = [("信息中心主任", "economic"), ("网络主管", "technical"), ("采购经理", "purchase")]
    for customer in customers:
        for title, role in titles[: dice.choice([2, 3])]:
            name = person()
            while any(row["name"] == name for row in contacts):
                name = person()
            contacts.append(dict(
                name=name, account=customer["name"], jobTitle=title, mobile=f"199{dice.randint(0, 99999999):08}",
                email=f"contact{len(contacts) + 1}@example.com", city=customer["city"], owner=customer["owner"]))
            deciders.append(dict(
                account=customer["name"], contact=name, decisionRole=role,
                attitude=dice.choice(["supporter", "supporter", "neutral", "unknown", "opponent"]),
                influence=dice.choice(["high", "medium", "low"])))
    return contacts, deciders


def circuits_and_contracts(customers):
    contracts, circuits = [], []
    for place, customer in enumerate(customers):
        starts = TODAY - timedelta(days=dice.randint(200, 900))
        number = f"K{starts.year}9{place + 1:05}"
        sum_of_rentals, spends = 0, dice.uniform(*SIZE[customer["grade"]])
        for _ in range(dice.randint(2, 4)):
            product = dice.choice(list(PRODUCTS))
            base, speeds = PRODUCTS[product]
            rental = round((base + 100 * dice.randint(-8, 30)) * spends / 100) * 100
            sum_of_rentals += rental
            circuits.append(dict(
                serviceNo=f"{customer['city']}-{product[:3].upper()}-{len(circuits) + 1:04}", account=customer["name"],
                accountOwner=customer["owner"], product=product, bandwidth=dice.choice(speeds),
                aEnd=f"{customer['city']}市中心机房{dice.randint(1, 9)}号架", zEnd=f"{customer['name']}机房",
                contract=number, billingAccount=f"BZ{place + 1:06}", rental=rental, oneTimeFee=dice.choice([0, 2000, 5000]),
                starts=starts, termMonths=dice.choice([12, 24, 36]), autoRenew=dice.choice(["true", "false"]),
                slaClass=dice.choice(["standard", "standard", "premium"]), repairHours=dice.choice([4, 8]), status="active"))
        contracts.append(dict(
            contractNo=number, subject=f"{customer['name']}通信服务协议", account=customer["name"],
            value=sum_of_rentals * 36, starts=starts, ends=starts + timedelta(days=1096), signedOn=starts - timedelta(days=9),
            autoRenew="false", file=f"https://files.example.com/{number}.pdf", owner=customer["owner"], contractVersion=1,
            telecomTerm=36, minimumSpend=sum_of_rentals * 30, earlyPenalty=sum_of_rentals * 3, stage="active"))
    circuits[-1].update(status="suspended")
    return contracts, circuits


def orders(customers, contracts):
    stages = ["accepted", "resourceConfirm", "feeConfirm", "contract", "charged", "dispatch", "completed", "inCare"]
    contract_of = {row["account"]: row["contractNo"] for row in contracts}
    rows = []
    for number in range(44):
        customer = dice.choice(customers)
        reached = dice.choices(range(8), [3, 3, 3, 3, 2, 4, 2, 12])[0]
        accepted = datetime(2026, 11, 23, 10) - timedelta(days=dice.randint(reached * 2, 20 + reached * 12), minutes=dice.randint(0, 400))
        due = accepted.date() + timedelta(days=dice.randint(12, 30))
        done = min(accepted + timedelta(days=dice.randint(8, 34)), datetime(2026, 11, 23, 16))
        product = dice.choice(list(PRODUCTS))
        row = dict(
            account=customer["name"], kind="new", product=product, lines=dice.randint(1, 3),
            acceptedAt=accepted.strftime("%Y-%m-%d %H:%M"), requestedOn=due, owner="orderDesk1", feasibility="",
            resourceRef="", buildCost="", rental="", oneTimeFee="", discount="", contract="",
            depositPaid="", chargedOn="", dispatchNo="", engineer="", testReport="", completedAt="", acceptedBy="",
            reworkCount=0, reworkReason="", stage=stages[reached])
        if reached >= 1:
            build = dice.random() < 0.2
            row.update(feasibility="build" if build else "ok", resourceRef=f"ZY{number + 1:05}", buildCost=38000 if build else "")
        if reached >= 2:
            row.update(rental=PRODUCTS[product][0], oneTimeFee=2000, discount=dice.choice([0, 5, 10, 15, 20]))
        if reached >= 3:
            row.update(contract=contract_of[customer["name"]])
        if reached >= 4:
            row.update(chargedOn=accepted.date() + timedelta(days=6), depositPaid=2000)
        if reached >= 5:
            row.update(dispatchNo=f"DD{number + 1:05}", engineer="network1")
        if reached >= 6:
            row.update(completedAt=done.strftime("%Y-%m-%d %H:%M"), testReport=f"https://files.example.com/test-{number + 1}.pdf",
                       reworkCount=dice.choice([0, 0, 0, 1]))
            if row["reworkCount"]:
                row.update(reworkReason=dice.choice(["quality", "configuration", "configuration", "site", "document"]))
        if reached == 7:
            row.update(acceptedBy=person())
        rows.append(row)
    return rows


def service_levels(circuits):
    """The first circuit's September is the textbook case: 50 and 10 minutes of 30 days give 99.861 %."""
    levels, faults = [], []
    for circuit in circuits[:40]:
        for back in range(6, 0, -1):
            month = months_back(back)
            code = f"{circuit['serviceNo']} {month:%Y-%m}"
            levels.append(dict(code=code, circuit=circuit["serviceNo"], month=month))
            textbook = circuit is circuits[0] and back == 2
            for minutes in [50, 10] if textbook else dice.choices([[], [12], [24], [38], [95], [180, 20]], [16, 3, 2, 1, 1, 1])[0]:
                reported = datetime.combine(month, datetime.min.time()) + timedelta(days=dice.randint(1, 26), minutes=dice.randint(0, 1200))
                faults.append(fault(circuit, code, minutes, reported, "closed"))
    for circuit in dice.sample(circuits[40:], 6):
        reported = datetime(2026, 11, 24, 6) - timedelta(minutes=dice.randint(10, 900))
        faults.append(fault(circuit, "", None, reported, "reported"))
    for place, row in enumerate(faults[-6:]):
        row.update(severity="s3", owner="" if place % 2 else "noc1")
    circuits[0].update(slaClass="standard", product="leasedLine")
    return levels, faults


def fault(circuit, level, minutes, reported, stage):
    over = minutes is not None
    return dict(
        circuit=circuit["serviceNo"], slaMonth=level, severity=dice.choice(["s1", "s2", "s3", "s3"]),
        symptom=dice.choice(["业务中断", "丢包严重", "时延过大", "语音单通", "无法访问互联网"]),
        reportedAt=reported.strftime("%Y-%m-%d %H:%M"),
        respondedAt=(reported + timedelta(minutes=min(minutes, 8))).strftime("%Y-%m-%d %H:%M") if over else "",
        restoredAt=(reported + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M") if over else "",
        cause=dice.choice(["fibre", "equipment", "power", "configuration"]) if over else "",
        resolution="已修复并回访客户确认" if over else "", repeated=dice.choice(["false", "false", "true"]),
        owner="noc1", stage=stage)


def usage(customers, circuits):
    """Two years of bills; the fourth customer falls by a quarter in the last month."""
    rows = []
    for place, customer in enumerate(customers):
        rentals = {}
        for row in circuits:
            if row["account"] == customer["name"]:
                rentals[row["product"]] = rentals.get(row["product"], 0) + row["rental"]
        growth, cost = dice.uniform(-0.006, 0.014), dice.uniform(0.54, 0.80)
        for product, rental in rentals.items():
            before = ""
            for back in range(24, 0, -1):
                month = months_back(back)
                revenue = rental * (1 - growth * back) * SEASON[month.month - 1] * dice.uniform(0.97, 1.03)
                if place == 3 and back == 1:
                    revenue = float(rows[-1]["revenue"]) * 0.75
                code = f"{customer['keyAccountNo']}-{product[:3].upper()}-{month:%Y%m}"
                rows.append(dict(
                    code=code, account=customer["name"], product=product, month=month,
                    minutes=dice.randint(2000, 90000) if product == "voiceTrunk" else "",
                    gigabytes=dice.randint(800, 60000) if product not in ("voiceTrunk", "sms") else "",
                    revenue=round(revenue, 2), cost=round(revenue * cost * dice.uniform(0.97, 1.03), 2),
                    arrears=customer["receivableOverdue"] if back == 1 and product == next(iter(rentals)) else 0,
                    previousMonth=before))
                before = code
    return rows


def care(customers, circuits):
    visits, warnings, growth, retention = [], [], [], []
    for customer in customers:
        for _ in range(dice.choice([1, 2, 2])):
            visits.append(dict(
                visitNo=f"V2026{len(visits) + 1:05}", account=customer["name"],
                visitedOn=TODAY - timedelta(days=dice.randint(3, 150)),
                purpose=dice.choice(["季度走访", "方案交流", "服务回访", "续约沟通"]),
                findings=dice.choice(["客户计划新增分支机构", "对故障响应满意", "竞争对手报价更低", "机房年内搬迁"]),
                needs=dice.choice(["提速", "双路由保护", "云备份", "集团短信", ""]), owner=customer["owner"]))
    for place, customer in enumerate(customers[:14]):
        stage = ["raised", "handling", "resolved"][place % 3]
        warnings.append(dict(
            subject=f"{customer['name']}预警", account=customer["name"],
            kind=["arrears", "faults", "competitor", "revenueDrop"][place % 4],
            raisedOn=TODAY - timedelta(days=dice.randint(1, 40)), dropPercent=25 if place == 3 else "",
            action="" if stage == "raised" else "客户经理上门了解情况并制定挽留方案",
            outcome="客户同意维持现有业务" if stage == "resolved" else "", owner=customer["owner"], stage=stage))
    steps = ["identify", "qualify", "solution", "quote", "negotiate", "won", "lost"]
    for place, customer in enumerate(customers):
        product, stage = dice.choice(list(PRODUCTS)), steps[place % 7]
        growth.append(dict(
            subject=f"{customer['name']}新增业务", account=customer["name"], product=product,
            expectedRental=PRODUCTS[product][0] * dice.randint(1, 4), need="分支机构互联与备份",
            solution="双路由组网方案", quoted=PRODUCTS[product][0], expectedOn=TODAY + timedelta(days=dice.randint(10, 120)),
            competitor=dice.choice(["联合通讯", ""]), lostReason="price" if stage == "lost" else "",
            owner=customer["owner"], stage=stage))
    for place, circuit in enumerate(circuits[:18]):
        stage = ["planned", "offered", "escalated", "renewed"][place % 4]
        retention.append(dict(
            circuit=circuit["serviceNo"], offer="" if stage == "planned" else "续约两年，月租优惠8%",
            newRental="" if stage == "planned" else round(circuit["rental"] * 0.92, 2),
            newTerm=24 if stage == "renewed" else "", owner=circuit["accountOwner"], stage=stage))
    return visits, warnings, growth, retention


def talks(customers, contacts, visits):
    """Who came to the visits, what they wanted, what they complained about, and what is to be done."""
    people_of = {}
    for contact in contacts:
        people_of.setdefault(contact["account"], []).append(contact["name"])
    attendees, needs, cases, tasks, interactions = [], [], [], [], []
    for visit in visits:
        attendees.append(dict(visit=visit["visitNo"], contact="", colleague=visit["owner"], role="host"))
        for place, name in enumerate(people_of[visit["account"]][: dice.choice([1, 2])]):
            attendees.append(dict(visit=visit["visitNo"], contact=name, colleague="", role=["decider", "expert"][place]))
        if visit["needs"]:
            needs.append(dict(
                subject=visit["needs"], contact=people_of[visit["account"]][0], kind=dice.choice(["explicit", "implicit"]),
                value=dice.randint(2, 40) * 1000, feasibility=dice.choice(["high", "medium", "low"]),
                status=dice.choice(["open", "pursued", "deferred"]), keyVisit=visit["visitNo"], owner=visit["owner"]))
    subjects = {"quality": "专线丢包影响业务", "delay": "开通时间超过承诺", "fee": "账单金额有误", "service": "客户经理响应慢"}
    for number in range(36):
        customer = customers[dice.choice([0, 1, 3, 4, 5, 7, 9, 10, 12, 14, 16, 19, 21])]
        received = datetime(2026, 11, 20, 9) - timedelta(days=dice.randint(0, 300), minutes=dice.randint(0, 420))
        kind = dice.choice(list(subjects))
        category = dice.choices(["complaint", "techSupport", "billing", "enquiry"], [6, 3, 2, 1])[0]
        open_one = received > datetime(2026, 11, 12)
        cases.append(dict(
            subject=subjects[kind] if category == "complaint" else "业务咨询与技术支持", category=category,
            priority=dice.choice(["high", "normal", "normal"]), channel=dice.choice(["phone", "phone", "web", "email"]),
            contact=people_of[customer["name"]][0], account=customer["name"], cause="线路与数据核查", plan="联系维护与计费处理",
            resolution="" if open_one else "已处理并回访", complaintType=kind if category == "complaint" else "",
            liability="" if open_one or category != "complaint" else "ours", receivedAt=received.strftime("%Y-%m-%d %H:%M"),
            respondedAt=(received + timedelta(minutes=dice.randint(5, 90))).strftime("%Y-%m-%d %H:%M"),
            solvedAt="" if open_one else (received + timedelta(hours=dice.randint(3, 60))).strftime("%Y-%m-%d %H:%M"),
            csat="" if open_one else dice.choices([2, 3, 4, 5], [1, 2, 5, 3])[0], owner="noc1",
            stage="planAgreed" if open_one else "recorded"))
    for customer in customers[:16]:
        tasks.append(dict(
            subject=dice.choice(["提交续约方案", "核对账单", "安排网络巡检", "收集新需求"]) + " " + customer["name"],
            due=TODAY + timedelta(days=dice.randint(-4, 20)), priority=dice.choice(["high", "medium"]), done="false",
            account=customer["name"], owner=customer["owner"]))
    for customer in customers:
        for _ in range(dice.randint(1, 3)):
            at = datetime(2026, 11, 23, 9) - timedelta(days=dice.randint(0, 120), minutes=dice.randint(0, 420))
            interactions.append(dict(
                subject=dice.choice(["续约意向沟通", "带宽扩容咨询", "账单解释", "网络割接通知"]), at=at.strftime("%Y-%m-%d %H:%M"),
                channel=dice.choice(["phone", "visit", "email"]), inbound=dice.choice(["true", "false"]),
                contact=people_of[customer["name"]][0], account=customer["name"], durationMinutes=dice.randint(4, 50),
                outcome="已记录并跟进", owner=customer["owner"]))
    return attendees, needs, cases, tasks, interactions


def facts(customers, circuits):
    """What the snapshots would have written down."""
    rentals, months, days = [], [], []
    by_name = {row["name"]: row for row in customers}
    for back in range(24, -1, -1):
        month, groups = months_back(back), {}
        for row in circuits:
            if row["starts"] + timedelta(days=-400) <= month and row["status"] == "active":
                group = groups.setdefault((row["product"], by_name[row["account"]]["keySegment"]), [0, set(), 0])
                group[0] += 1
                group[1].add(row["account"])
                group[2] += round(row["rental"] * (1 - 0.004 * back))
        for (product, segment), (count, accounts, rental) in sorted(groups.items()):
            rentals.append(dict(
                monthOn=month, product=product, segment=segment, circuits=count, accounts=len(accounts), rental=rental))
    for customer in customers:
        own = [row for row in circuits if row["account"] == customer["name"]]
        rental = sum(row["rental"] for row in own)
        for back in range(11, -1, -1):
            grade = customer["grade"]
            if back > 6 and dice.random() < 0.25:
                grade = {"a": "b", "b": "c", "c": "b", "d": "c"}[grade]
            months.append(dict(
                account=customer["name"], monthOn=months_back(back), grade=grade,
                risk=dice.choices(["low", "medium", "high"], [6, 3, 1])[0], circuits=len(own),
                rental=round(rental * (1 - 0.004 * back)), revenue=rental * 12,
                overdue=customer["receivableOverdue"] if back < 2 else 0, satisfaction=customer["satisfaction"]))
    day = TODAY - timedelta(days=1)
    while len({row["day"] for row in days}) < 20:
        if day.weekday() < 5:
            for stage, usual in [("accepted", 3), ("resourceConfirm", 4), ("feeConfirm", 3), ("contract", 5),
                                 ("charged", 2), ("dispatch", 6), ("completed", 2)]:
                count = max(0, usual + dice.randint(-2, 2))
                days.append(dict(
                    day=day, stage=stage, orders=count, late=min(count, dice.choice([0, 0, 1, 2])), rental=count * 6400))
        day -= timedelta(days=1)
    return rentals, months, days


def order_lines(orders):
    rows = []
    for number, order in enumerate(orders):
        if order["rental"] == "" or number % 2:
            continue
        for position in range(1, order["lines"] + 1):
            rows.append(dict(
                order=f"T2026{number + 1:06}", position=position, product=order["product"],
                bandwidth=dice.choice([10, 100, 200]), aEnd="中心机房", zEnd=f"{order['account']}机房", quantity=1,
                rental=order["rental"] // order["lines"] + (order["rental"] % order["lines"] if position == 1 else 0),
                oneTimeFee=1000))
    return rows


GOALS = [
    ("全公司月租收入", "全部在用电路月租", "monthlyRental", 900000, 1400000, ""),
    ("工单按期率", "按要求日期竣工的工单占比", "orderOnTimeRate", 0.62, 0.9, ""),
    ("服务等级达标率", "达到承诺可用率的电路月占比", "slaKept", 0.6, 0.97, ""),
    ("重复投诉率", "90天内再次投诉的比例", "complaintRepeatRate", 0.6, 0.2, ""),
]


def main():
    customers = accounts()
    contacts, deciders = people(customers)
    contracts, circuits = circuits_and_contracts(customers)
    levels, faults = service_levels(circuits)
    visits, warnings, growth, retention = care(customers, circuits)
    work = orders(customers, contracts)
    for number, row in enumerate(work):
        row.update(orderNo=f"T2026{number + 1:06}")
    attendees, needs, cases, tasks, interactions = talks(customers, contacts, visits)
    rentals, months, days = facts(customers, circuits)
    write("competitors", [
        dict(name="联合通讯", strengths="骨干网覆盖广，资费灵活", weaknesses="本地维护力量不足"),
        dict(name="东方宽带", strengths="互联网专线价格低", weaknesses="无语音与数据中心业务")])
    write("territories", [
        dict(code=code, name=name, parent=parent, manager=manager) for code, name, parent, manager in [
            ("TEL", "全国大客户部", "", "telecomExec1"), ("N", "华北大区", "TEL", "kamDirector1"),
            ("NE", "东北大区", "TEL", "kamDirector2"), ("N-BJ", "北京", "N", "kamDirector1"),
            ("N-TJ", "天津", "N", "kamDirector1"), ("N-SD", "山东", "N", "kamDirector1"),
            ("N-HE", "河北", "N", "kamDirector1"), ("N-HA", "河南", "N", "kamDirector1"),
            ("NE-LN", "辽宁", "NE", "kamDirector2")]])
    write("territory-members", [
        dict(user="kamDirector1", territory="N", since="2024-01-01"),
        dict(user="kamDirector2", territory="NE", since="2024-01-01")])
    write("goals", [
        dict(name=name, metric=text, measuredBy=metric, starts="2026-01-01", baseline=baseline, target=target,
             due="2026-12-31", owner=owner) for name, text, metric, baseline, target, owner in GOALS])
    for name, rows in [
        ("accounts", customers), ("contacts", contacts), ("decision-members", deciders), ("contracts", contracts),
        ("circuits", circuits), ("service-orders", work), ("order-lines", order_lines(work)),
        ("sla-months", levels), ("faults", faults), ("usage-months", usage(customers, circuits)),
        ("visits", visits), ("visit-attendees", attendees), ("needs", needs), ("warnings", warnings),
        ("growth-plans", growth), ("retention-plans", retention), ("cases", cases), ("tasks", tasks),
        ("interactions", interactions), ("rental-months", rentals), ("account-months", months), ("backlog-days", days)]:
        write(name, rows)


main()
