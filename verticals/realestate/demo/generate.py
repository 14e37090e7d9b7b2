# SPDX-License-Identifier: Apache-2.0
"""Writes the demonstration records of this folder: the same seed gives the same files."""
import csv
import random
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
dice = random.Random(19840701)
CONSULTANTS = ["consultant1", "consultant2", "consultant3", "consultant4"]
PROJECTS = [("海月湾花园", "南山", "HY", 52000), ("山语公馆", "龙华", "SY", 43000)]
LAYOUTS = [("r2", 78.5), ("r3", 96.2), ("r3", 112.8), ("r4", 143.6)]
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
REASONS = ["price", "price", "price", "later", "later", "layout", "layout", "place", "competitor", "competitor", "loan", "qualified"]
CONCERNS = ["price", "price", "place", "school", "traffic", "layout", "delivery", "loan"]
WAYS = ["walkIn"] * 30 + ["call"] * 16 + ["web"] * 18 + ["referral"] * 14 + ["agent"] * 16 + ["exhibition"] * 4 + ["email", "fax"]
COMPETITORS = [("云顶华府", 48500), ("滨海一号", 56000), ("龙城国际", 41000)]
AGENCIES = ["安居房产经纪", "联合置换", "鹏城新房"]
# How far each sale has come, and how the prospect stands with it.
SALES = [("subscribed", "subscribed")] * 9 + [("contracted", "contracted")] * 9 + [("mortgage", "mortgage")] * 13 \
    + [("paid", "paid")] * 7 + [("delivered", "delivered")] * 6 + [("reserved", "reserved")] * 7 + [("held", "followUp")] * 4 \
    + [("intended", "followUp")] * 4 + [("cancelled", "pool")] * 4 + [("lapsed", "followUp")] * 5
OTHERS = ["enquiry"] * 10 + ["visitBooked"] * 9 + ["visited"] * 24 + ["followUp"] * 34 + ["pool"] * 75
# Days since the sale began, by its stage.
AGES = dict(held=(0, 0), intended=(2, 2), reserved=(0, 2), subscribed=(0, 6), contracted=(8, 24), mortgage=(16, 52), paid=(45, 160),
            delivered=(70, 190), cancelled=(40, 160), lapsed=(10, 60))
SIGNED = ("contracted", "mortgage", "paid", "delivered")


def write(name, rows):
    heads = list(dict.fromkeys(key for row in rows for key in row))
    with open(HERE / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, heads, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def person():
    return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice([1, 2, 2])))


def resident(number):
    """An id of region 990000, which does not exist, with the right check character."""
    body = f"990000{dice.randint(1965, 1998)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}{number % 1000:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]))
    return body + "10X98765432"[total % 11]


def units():
    buildings, rows = [], []
    for project, _, short, price in PROJECTS:
        for place in (1, 2):
            code = f"{short}-{place}栋"
            buildings.append(dict(code=code, project=project, floors=18, permitNo=f"深房许字（2026）{short}{place:03}号",
                                  deliveryOn=date(2026, 10, 31) if place == 1 else date(2027, 12, 31)))
            for floor in range(2, 18):
                for door, (layout, area) in enumerate(LAYOUTS, 1):
                    total = round(area * price * (1 + floor / 200), -3)
                    rows.append(dict(
                        unitNo=f"{short}{place}-{floor:02}{door:02}", project=project, building=code, kind="flat", use="sale",
                        layout=layout, grossArea=area, netArea=round(area * 0.79, 2), floor=floor,
                        orientation=dice.choice(["s", "sn", "e"]), listPrice=total, floorPrice=round(total * 0.95, -3),
                        status="available" if floor < 15 or place == 1 else "planned"))
    for number in range(1, 17):
        rows.append(dict(
            unitNo=f"HY商铺{number:02}", project=PROJECTS[0][0], building="HY-1栋", kind="shop" if number < 13 else "office", use="rent",
            layout="shop" if number < 13 else "office", grossArea=60 + number, netArea=50 + number, floor=1, orientation="s",
            listPrice=(60 + number) * 80000, floorPrice=(60 + number) * 75000, status="planned"))
    return buildings, rows


def prospect(number, stage, days=None):
    seen = stage not in ("enquiry", "visitBooked") and not (stage == "pool" and dice.random() < 0.2)
    age = days or (dice.randint(0, 2) if stage in ("enquiry", "visitBooked") else dice.randint(12, 170))
    first = TODAY - timedelta(days=age)
    grade = dice.choice("aabbbccccd") if seen else ""
    cadence = dict(a=3, b=7, c=15, d=30).get(grade, 2)
    late = dice.random() < 0.18
    contact = TODAY - timedelta(days=dice.randint(cadence, cadence + 6) if late else dice.randint(0, cadence - 1))
    contact = max(contact, first)
    project, source, budget = dice.choice(PROJECTS), dice.choice(WAYS), dice.randint(32, 72) * 100000
    took = dice.choice([3, 4, 6, 8, 9, 11, 12, 13, 14, 22, 41])
    at = datetime.combine(first, datetime.min.time()) + timedelta(hours=dice.randint(9, 18), minutes=dice.randint(0, 59))
    pool = stage == "pool"
    return dict(
        prospectNo=f"Y2026{number:05}", name=person(), phone=f"199{88000000 + number * 37:08}", project=project[0],
        firstVisit=first if seen else "", source=source,
        channelPartner=dice.choice(AGENCIES) if source == "agent" else "", registeredOn=first, grade=grade, intent="buy",
        purpose=dice.choice(["firstHome", "firstHome", "upgrade", "upgrade", "invest"]), budgetFrom=budget, budgetTo=budget + 800000,
        areaFrom=dice.choice([70, 80, 90]), areaTo=dice.choice([100, 120, 150]), layout=dice.choice(["r2", "r3", "r3", "r4"]),
        floorWish=dice.choice(["low", "middle", "high", ""]), districtWork="南山", districtHome=dice.choice(["福田", "宝安", "龙华"]),
        family=dice.choice(["single", "couple", "child", "three"]), payment=dice.choice(["cash", "mortgage", "mortgage", "fund"]),
        qualified="false" if pool and dice.random() < 0.1 else "true",
        loanCheck=dice.choice(["open", "passed", "passed"]) if seen else "open",
        concerns=",".join(sorted(set(dice.sample(CONCERNS, dice.choice([1, 2]))))) if seen else "",
        consultant="" if pool and age > 60 else CONSULTANTS[number % 4], lastContact=contact if not pool else first + timedelta(days=min(20, age)),
        nextContact="" if stage in SIGNED or pool else max(contact + timedelta(days=cadence), TODAY - timedelta(days=1)),
        unclosedReason=dice.choice(REASONS) if pool else "", deposit="", idDocuments="",
        enquiredAt=at.strftime("%Y-%m-%d %H:%M"), repliedAt="" if stage == "enquiry" else (at + timedelta(minutes=took)).strftime("%Y-%m-%d %H:%M"), stage=stage)


def sale(place, unit, stage, buyer, day):
    """A sale with its buyers, discounts, payments and refunds; the unit and the prospect stand at matching stages."""
    price = unit["listPrice"]
    gifts = [(kind, round(price * rate, -2)) for kind, rate in dice.choice([
        [], [("prompt", 0.01)], [("prompt", 0.01), ("cash", 0.01)], [("prompt", 0.01), ("referral", 0.005)], [("group", 0.02)],
        [("prompt", 0.01), ("manager", 0.025)]])]
    deal = price - sum(amount for _, amount in gifts)
    number, signed = f"RG2026{place:05}", stage in SIGNED or (stage == "cancelled" and place % 2 == 0)
    loan = round(deal * 0.6, -4) if stage == "mortgage" or (signed and place % 3) else ""
    begun = stage not in ("held", "intended", "lapsed", "reserved")
    lock = {"held": "2026-12-01 10:00", "reserved": f"{day + timedelta(days=3)} 18:00", "subscribed": f"{day + timedelta(days=7)} 18:00"}
    row = dict(
        subscriptionNo=number, prospect=buyer["prospectNo"], unit=unit["unitNo"],
        deposit=50000 if begun or stage == "reserved" else "", dealPrice=deal, lockUntil=lock.get(stage, ""),
        subscribedOn=day if begun else "", signedOn=day + timedelta(days=6) if signed else "",
        contractNo=f"HT2026{place:04}" if signed else "", filingNo=f"BA2026{place:06}" if signed else "",
        contractTotal=deal if signed else "", downPayment=(deal - (loan or round(deal * 0.6, -4))) if signed else "",
        mortgageBank=dice.choice(["南方商业银行", "鹏湾银行", "海港银行"]) if loan else "", mortgageAmount=loan,
        mortgageOn=day + timedelta(days=10) if loan and stage != "contracted" else "",
        mortgageStatus=("disbursed" if stage in ("paid", "delivered") else dice.choice(["docs", "submitted", "submitted", "approved"]))
        if loan and stage != "contracted" else "",
        disbursedOn=day + timedelta(days=32) if loan and stage in ("paid", "delivered") else "",
        deliveryOn=date(2026, 11, 12) if stage == "delivered" else "",
        titleStatus=dice.choice(["applied", "issued"]) if stage == "delivered" else "none",
        cancelReason=dice.choice(["loan", "price", "later"]) if stage == "cancelled" else "", consultant=buyer["consultant"] or CONSULTANTS[0],
        stage=stage)
    payments, refunds = [], []
    if begun:
        payments.append(("deposit", 50000, day, True))
    if signed:
        payments.append(("down", row["downPayment"] - 50000, day + timedelta(days=13), stage != "contracted" or place % 4 != 0))
        rest, late = deal - row["downPayment"], stage in ("paid", "delivered")
        payments.append(("mortgage" if loan else "instalment", rest, day + timedelta(days=40 if loan else 60), late))
    if stage == "cancelled":
        refunds.append(dict(subscription=number, amount=50000 if not signed else row["downPayment"], forfeited=dice.choice([0, 10000]),
                            requestedOn=day + timedelta(days=12), paidOn=day + timedelta(days=19), owner="estateFinance1"))
        payments = [part for part in payments if part[0] != "mortgage" and part[0] != "instalment"]
    family = dice.random() < 0.4
    buyers = [dict(subscription=number, name=buyer["name"], idNo=resident(place), mobile=buyer["phone"], share=50 if family else 100)]
    if family:
        buyers.append(dict(subscription=number, name=person(), idNo=resident(place + 500), mobile="", share=50))
    return (row, [dict(subscription=number, kind=k, due=d, amount=a, paidOn=min(d, TODAY) if p else "") for k, a, d, p in payments],
            refunds, buyers if begun else [], [dict(subscription=number, kind=k, amount=a) for k, a in gifts])


def main():
    buildings, homes = units()
    flats = [row for row in homes if row["use"] == "sale" and row["status"] == "available"]
    ready = [row for row in flats if row["building"].endswith("1栋")]
    everyone, sales = [], dict(subscriptions=[], payments=[], refunds=[], buyers=[], discounts=[])
    dice.shuffle(flats)
    dice.shuffle(ready)
    taken = set()
    for place, (stage, standing) in enumerate(SALES, 1):
        unit = next(row for row in (ready if stage == "delivered" else flats) if row["unitNo"] not in taken)
        taken.add(unit["unitNo"])
        day = TODAY - timedelta(days=dice.randint(*AGES[stage]))
        buyer = prospect(place, standing, (TODAY - day).days + dice.choice([1, 2, 4, 6, 9, 13, 18, 25, 34, 70]))
        buyer["project"] = unit["project"]
        if stage not in ("held", "intended", "lapsed"):
            buyer.update(deposit=20000, idDocuments=f"https://files.example.com/id-{place}.pdf")
        if stage in ("held", "intended", "lapsed", "cancelled"):
            buyer["idDocuments"] = ""
        unit["status"] = {"mortgage": "contracted", "paid": "contracted", "cancelled": "available", "lapsed": "available",
                          "intended": "available"}.get(stage, stage)
        if stage in ("held", "reserved", "subscribed"):
            unit["heldFor"] = buyer["prospectNo"]
        everyone.append(buyer)
        for name, rows in zip(sales, sale(place, unit, stage, buyer, day)):
            sales[name] += [rows] if isinstance(rows, dict) else rows
    everyone += [prospect(number, stage) for number, stage in enumerate(OTHERS, len(SALES) + 1)]
    visits, shown, talks = [], [], []
    for row in everyone:
        for turn in range(0 if not row["firstVisit"] else dice.choice([1, 1, 2, 3])):
            day = row["firstVisit"] + timedelta(days=6 * turn)
            if day > TODAY:
                continue
            hour = dice.choice([10, 11, 14, 14, 15, 15, 16, 16, 17, 19])
            number = f"LF2026{len(visits) + 1:05}"
            objection = dice.choice(["price", "price", "layout", "place", "later", "loan", "", "", ""])
            visits.append(dict(
                visitNo=number, prospect=row["prospectNo"], at=f"{day} {hour:02}:{dice.choice([0, 10, 20, 30, 40, 50]):02}",
                first="true" if turn == 0 else "false", companions=dice.randint(0, 3), consultant=row["consultant"] or dice.choice(CONSULTANTS),
                durationMinutes=dice.randint(20, 110), objection=objection,
                feedback=dice.choice(["对园林和户型满意", "认为总价偏高", "希望看更高楼层", "需与家人商量", "关注学区与交付时间"])))
            for unit in dice.sample([u for u in homes if u["use"] == "sale" and u["project"] == row["project"]], dice.choice([1, 2])):
                shown.append(dict(visit=number, unit=unit["unitNo"], interest=dice.choice(["high", "medium", "low"]), objection=objection))
        if row["stage"] in ("followUp", "visited", "reserved"):
            talks.append(dict(subject=dice.choice(["回访意向", "邀约复访", "告知新推房源", "答复贷款问题"]), at=f"{row['lastContact']} 10:{dice.randint(10, 59)}",
                              channel=dice.choice(["phone", "phone", "chat", "email"]), inbound="false", prospect=row["prospectNo"],
                              durationMinutes=dice.randint(2, 15), outcome=dice.choice(["愿意复访", "仍在比较", "待家人决定"]), owner=row["consultant"]))
    wanted = [dict(prospect=row["prospectNo"], layout=other, rank=rank) for row in everyone[::3]
              for rank, other in enumerate(dice.sample(["r2", "r3", "r4"], 2), 1)]
    compared = [dict(prospect=row["prospectNo"], competitor=name, pricePerMetre=price, verdict=dice.choice(["ours", "open", "theirs"]))
                for row in everyone[::4] for name, price in [dice.choice(COMPETITORS)]]
    registrations = [dict(
        registrationNo=f"BB2026{place:05}", project=row["project"], partner=row["channelPartner"], agent="channel1", name=row["name"],
        phone=row["phone"], registeredOn=row["registeredOn"], prospect=row["prospectNo"],
        stage="dealt" if row["stage"] in SIGNED else "visited" if row["firstVisit"] and TODAY - row["registeredOn"] < timedelta(days=30)
        else "submitted" if TODAY - row["registeredOn"] < timedelta(days=30) else "lapsed")
        for place, row in enumerate([row for row in everyone if row["channelPartner"]], 1)]
    costs = [dict(project=project, source=source, **{"from": date(2026, month, 1)}, until=date(2026, month + 1, 1) - timedelta(days=1), amount=amount,
                  note=note) for project, share in ((PROJECTS[0][0], 1.0), (PROJECTS[1][0], 0.6)) for month in range(6, 12)
             for source, base, note in (("web", 90000, "网络投放"), ("agent", 160000, "渠道佣金"), ("exhibition", 40000, "房展会"),
                                        ("walkIn", 60000, "户外与围挡"), ("referral", 25000, "老带新奖励"), ("call", 30000, "电话与短信"))
             for amount in [round(base * share * dice.uniform(0.8, 1.2), -2)]]
    waiting = [dict(unit=row["unit"], prospect=dice.choice([p for p in everyone if p["stage"] == "followUp"])["prospectNo"],
                    since=f"2026-11-{dice.randint(20, 23)} 11:00", status="waiting")
               for row in sales["subscriptions"] if row["stage"] in ("held", "reserved")]
    shops = [row for row in homes if row["use"] == "rent"]
    tenants = ["晨曦便利店", "和味餐厅", "书香文具", "康宁药房", "美发工作室", "花语花店", "宠物之家", "少儿美术馆", "社区银行", "口腔诊所", "早教中心", "共享办公", "律师事务所", "设计工作室"]
    leases = [dict(
        unit=shop["unitNo"], tenant=tenant, starts=TODAY - timedelta(days=900 - 45 * place), ends=TODAY + timedelta(days=40 + 50 * place),
        rent=9000 + 500 * place, deposit=18000, escalation=5, renewalState="talking" if place < 2 else "none", owner="leasing1",
        stage="renewal" if place < 2 else ["movedIn", "movedIn", "movedIn", "renewed", "movedIn", "contract"][place % 6])
        for place, (shop, tenant) in enumerate(zip(shops, tenants))]
    handed = [row["subscriptionNo"] for row in sales["subscriptions"] if row["stage"] == "delivered"]
    inspections = [dict(inspectionNo=f"YF2026{place:04}", subscription=number, inspectedOn=date(2026, 11, 10), inspector="estateManager1",
                        result="defects" if place % 3 == 0 else "accepted", waterMeter=place * 3, powerMeter=place * 11, keys=5)
                   for place, number in enumerate(handed, 1)]
    defects = [dict(subscription=number, inspection=f"YF2026{place:04}", subject=dice.choice(["墙面空鼓", "窗框渗水", "地砖划痕"]),
                    place=dice.choice(["客厅", "主卧", "阳台"]), foundOn=date(2026, 11, 10), status=dice.choice(["open", "repaired", "accepted"]),
                    owner="estateManager1") for place, number in enumerate(handed, 1)]
    goals = [dict(name="11月签约额", metric="当月签约合同总价", measuredBy="estateContractValue", starts=date(2026, 11, 1), baseline=0, target=60000000,
                  due=date(2026, 11, 30), owner="estateManager1"),
             dict(name="全年去化率", metric="已售套数占推售套数", measuredBy="estateSellThrough", baseline=0, target=0.6, due=date(2026, 12, 31),
                  owner="estateDirector1"),
             dict(name="15分钟回复率", metric="15分钟内回复的咨询占比", measuredBy="estateReplyRate", baseline=0.6, target=0.9,
                  due=date(2026, 12, 31), owner="estateManager1"),
             dict(name="林芳11月认购", metric="当月认购套数", measuredBy="estateSubscribed", countsFor="consultant1", starts=date(2026, 11, 1), baseline=0, target=4,
                  due=date(2026, 11, 30), owner="consultant1")]
    facts = []
    for week in range(12, 0, -1):
        for building in buildings:
            own = [u for u in homes if u["building"] == building["code"] and u["use"] == "sale"]
            sold = sum(u["status"] in ("contracted", "delivered") for u in own)
            kept = max(0, sold - week)
            counts = dict(planned=sum(u["status"] == "planned" for u in own), sold=kept, subscribed=dice.randint(1, 3), held=dice.randint(0, 2))
            counts["available"] = len(own) - sum(counts.values())
            mean = sum(u["listPrice"] for u in own) // len(own)
            facts += [dict(day=date(2026, 11, 23) - timedelta(days=7 * week), project=building["project"], building=building["code"],
                           status=state, units=count, value=count * mean) for state, count in counts.items() if count]
    stages = [("enquiry", 18), ("visited", 62), ("reserved", 7), ("subscribed", 9)]
    standing = [dict(day=date(2026, 11, 23) - timedelta(days=7 * week), project=project, stage=stage, grade=grade,
                     prospects=max(1, round(count * share / 2 + dice.randint(-2, 3) - week / 3)))
                for week in range(12, 0, -1) for project, *_ in PROJECTS for stage, count in stages
                for grade, share in (("A", 0.2), ("B", 0.3), ("C", 0.5))]
    write("partners", [dict(name=name, kind="partner", city="深圳", owner="estateManager1") for name in AGENCIES])
    write("competitors", [dict(name=name) for name, _ in COMPETITORS])
    write("projects", [dict(name=n, district=d, address=f"深圳市{d}区", opensOn=date(2026, 5, 1), mediaCost=c)
                       for (n, d, _, _), c in zip(PROJECTS, [2600000, 1450000])])
    held = [dict(id=row["unitNo"], heldFor=row.pop("heldFor")) for row in homes if "heldFor" in row]
    for name, rows in [("buildings", buildings), ("units", homes), ("prospects", everyone), ("held-units", held), ("visits", visits),
                       ("shown-units", shown), ("wanted-layouts", wanted), ("compared-projects", compared), ("registrations", registrations),
                       ("waiting", waiting), ("interactions", talks), ("source-costs", costs), ("leases", leases), ("inspections", inspections),
                       ("defects", defects), ("goals", goals), ("unit-facts", facts), ("prospect-facts", standing), *sales.items()]:
        write(name, rows)


main()
