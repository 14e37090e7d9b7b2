# SPDX-License-Identifier: Apache-2.0
"""Writes the demonstration records of this folder: the same seed gives the same files."""
import csv
import random
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
dice = random.Random(19840701)
CONSULTANTS = ["consultant1", "consultant2"]
PROJECTS = [("海月湾花园", "南山", "HY"), ("山语公馆", "龙华", "SY")]
LAYOUTS = [("r2", 78.5), ("r3", 96.2), ("r3", 112.8), ("r4", 143.6)]
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"
REASONS = ["price", "layout", "place", "loan", "qualified", "competitor", "later"]
STAGES = ["enquiry", "visitBooked", "visited", "followUp", "reserved", "pool"]
WAYS = ["walkIn", "call", "web", "referral", "agent", "exhibition", "email", "fax"]


def write(name, rows):
    with open(HERE / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def person():
    return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice([1, 2, 2])))


def units():
    buildings, rows = [], []
    for project, _, short in PROJECTS:
        for place in (1, 2):
            code = f"{short}-{place}栋"
            buildings.append(dict(code=code, project=project, floors=18, permitNo=f"深房许字（2026）{short}{place:03}号",
                                  deliveryOn=date(2027, 12, 31)))
            for floor in range(3, 18, 2):
                for door, (layout, area) in enumerate(LAYOUTS, 1):
                    price = round(area * (52000 if short == "HY" else 43000) * (1 + floor / 200))
                    rows.append(dict(
                        unitNo=f"{short}{place}-{floor:02}{door:02}", project=project, building=code, kind="flat", layout=layout,
                        grossArea=area, netArea=round(area * 0.79, 2), floor=floor, orientation=dice.choice(["s", "sn", "e"]),
                        listPrice=price, floorPrice=round(price * 0.93), status="available"))
    for number in range(1, 13):
        rows.append(dict(
            unitNo=f"HY商铺{number:02}", project=PROJECTS[0][0], building="HY-1栋", kind="shop", layout="shop", grossArea=60 + number,
            netArea=50 + number, floor=1, orientation="s", listPrice=(60 + number) * 80000, floorPrice=(60 + number) * 75000,
            status="planned"))
    return buildings, rows


def prospect(number, stage):
    first = TODAY - timedelta(days=dice.randint(20, 160))
    contact = TODAY - timedelta(days=dice.randint(1, 20))
    budget, source, seen = dice.randint(30, 70) * 100000, dice.choice(WAYS), stage not in ("enquiry", "visitBooked")
    return dict(
        prospectNo=f"Y2026{number:05}", name=person(), phone=f"199{dice.randint(0, 99999999):08}", project=dice.choice(PROJECTS)[0],
        firstVisit=first if seen else "", source=source, channelPartner="安居房产经纪" if source == "agent" else "", registeredOn=first,
        grade=dice.choice("abcd") if seen else "", intent="buy", purpose=dice.choice(["firstHome", "upgrade", "invest"]),
        budgetFrom=budget, budgetTo=budget + 800000, areaFrom=80, areaTo=dice.choice([100, 120, 150]),
        layout=dice.choice(["r2", "r3", "r4"]), districtWork="南山", districtHome=dice.choice(["福田", "宝安", "龙华"]),
        family=dice.choice(["single", "couple", "child", "three"]), payment=dice.choice(["cash", "mortgage", "fund"]),
        qualified="true", consultant=CONSULTANTS[number % 2], lastContact=contact,
        nextContact="" if stage in ("pool", "paid") else contact + timedelta(days=dice.randint(3, 24)),
        unclosedReason=dice.choice(REASONS) if stage == "pool" else "", deposit=20000 if stage in ("reserved", "subscribed", "contracted", "mortgage", "paid") else "",
        idDocuments=f"https://files.example.com/id-{number}.pdf" if stage in ("subscribed", "contracted", "mortgage", "paid") else "",
        stage=stage)


def sales(homes):
    """Buyers with a unit each: the unit, the sale and the prospect stand at matching stages."""
    buyers, rows, payments = [], [], []
    for place, unit in enumerate(dice.sample(homes, 36)):
        stage = ["subscribed", "contracted", "mortgage", "paid"][place % 4]
        buyer = prospect(place + 1, stage)
        buyer["project"] = unit["project"]
        buyers.append(buyer)
        unit["status"] = "subscribed" if stage == "subscribed" else "contracted"
        day = TODAY - timedelta(days=dice.randint(1, 9) if stage == "subscribed" else dice.randint(20, 120))
        price, number = round(unit["listPrice"] * dice.choice([1, 0.99, 0.98, 0.97])), f"RG2026{place + 1:05}"
        signed = stage != "subscribed"
        loan = round(price * 0.6) if stage == "mortgage" else ""
        rows.append(dict(
            subscriptionNo=number, prospect=buyer["prospectNo"], unit=unit["unitNo"], lockedUnit=unit["unitNo"],
            buyers=f"{buyer['name']} 100%", deposit=50000, discount="按时签约优惠" if price < unit["listPrice"] else "", dealPrice=price,
            subscribedOn=day, signedOn=day + timedelta(days=6) if signed else "", filingNo=f"BA2026{place + 1:06}" if signed else "",
            contractTotal=price if signed else "", downPayment=round(price * 0.4) if signed else "",
            mortgageBank="南方商业银行" if loan else "", mortgageAmount=loan,
            mortgageStatus=dice.choice(["docs", "submitted", "approved"]) if loan else "", consultant=buyer["consultant"], stage=stage))
        parts = [("deposit", 50000, day, True)]
        if signed:
            parts.append(("down", round(price * 0.4) - 50000, day + timedelta(days=6), stage != "contracted"))
            parts.append(("mortgage" if loan else "instalment", price - round(price * 0.4), day + timedelta(days=45), stage == "paid"))
        for kind, amount, due, paid in parts:
            payments.append(dict(subscription=number, kind=kind, due=due, amount=amount, paidOn=min(due, TODAY) if paid else ""))
    return buyers, rows, payments


def main():
    buildings, homes = units()
    flats = [row for row in homes if row["kind"] == "flat"]
    buyers, subscriptions, payments = sales(flats)
    everyone = buyers + [prospect(number, dice.choice(STAGES)) for number in range(37, 141)]
    visits = []
    for row in everyone:
        for turn in range(0 if not row["firstVisit"] else dice.choice([1, 1, 2, 3])):
            at = datetime.combine(row["firstVisit"], datetime.min.time()) + timedelta(days=6 * turn, hours=dice.randint(9, 17))
            visits.append(dict(
                prospect=row["prospectNo"], at=at.strftime("%Y-%m-%d %H:%M"), first="true" if turn == 0 else "false",
                companions=dice.randint(0, 3), consultant=row["consultant"], durationMinutes=dice.randint(20, 110),
                unitsShown=dice.choice(flats)["unitNo"], feedback=dice.choice(["对园林和户型满意", "认为总价偏高", "希望看更高楼层", "需与家人商量"]),
                objection=dice.choice(REASONS + ["", "", ""])))
    shops = [row for row in homes if row["kind"] == "shop"]
    leases = [dict(
        unit=shop["unitNo"], tenant=tenant, starts=TODAY - timedelta(days=800 - 30 * place), ends=TODAY + timedelta(days=40 + 30 * place),
        rent=9000 + 500 * place, deposit=18000, escalation=5, renewalState="none", owner="leasing1",
        stage=["movedIn", "movedIn", "contract", "offer"][place % 4])
        for place, (shop, tenant) in enumerate(zip(shops, ["晨曦便利店", "和味餐厅", "书香文具", "康宁药房", "美发工作室", "花语花店", "宠物之家", "少儿美术馆"]))]
    defects = [dict(
        subscription=row["subscriptionNo"], subject=dice.choice(["墙面空鼓", "窗框渗水", "地砖划痕"]), place=dice.choice(["客厅", "主卧", "阳台"]),
        foundOn=TODAY - timedelta(days=5), status="open", owner="estateManager1") for row in subscriptions if row["stage"] == "paid"]
    write("partners", [dict(name="安居房产经纪", kind="partner", city="深圳", owner="estateManager1")])
    write("projects", [dict(name=n, district=d, address=f"深圳市{d}区", opensOn=date(2026, 5, 1), mediaCost=c)
                       for (n, d, _), c in zip(PROJECTS, [2600000, 1450000])])
    for name, rows in [("buildings", buildings), ("units", homes), ("prospects", everyone), ("visits", visits),
                       ("subscriptions", subscriptions), ("payments", payments), ("leases", leases), ("defects", defects)]:
        write(name, rows)


main()
