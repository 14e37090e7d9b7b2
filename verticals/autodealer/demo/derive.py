# SPDX-License-Identifier: Apache-2.0
"""Writes the demonstration records that follow from others: stocks of parts with their movements, months of dealers, and what
was written down week by week. The same files give the same files."""
import csv
import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
dice = random.Random(20020701)
ISSUED = ("inRepair", "qualityCheck", "invoiced", "delivered", "calledBack")


def read(name):
    with open(HERE / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(name, rows):
    with open(HERE / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def stocks(orders, lines, dealers, parts):
    """Stocks of each dealer with their receipts and issues, of which none goes below nothing."""
    uses = defaultdict(list)
    for line in lines:
        order = orders[line["repairOrder"]]
        if order["stage"] in ISSUED:
            uses[order["dealer"], line["part"]].append((moment(order["openedAt"]) + timedelta(hours=2), float(line["quantity"]), line))
    shelves, movements = [], []
    for dealer in dealers:
        for part in parts:
            key = dealer["code"], part["partNo"]
            heavy = part["partNo"] in ("P-1018", "P-1019")
            if key not in uses and (heavy != (dealer["use"] == "commercial") or dice.random() < 0.3):
                continue
            level, number = dice.choice([2, 4, 6]), f"{key[0]}/{key[1]}"
            shelves.append(dict(stockNo=number, dealer=key[0], part=key[1], reorderLevel=level,
                                location=f"{dice.choice('ABCD')}-{dice.randint(1, 19):02}"))
            left = dice.randint(4, 10)
            rows = [(datetime(2022, 1, 4, 9, 0), "gain", left, None)]
            for at, quantity, line in sorted(uses[key], key=lambda use: use[0]):
                if left - quantity < level - 1:
                    rows.append((at - timedelta(hours=20), "receipt", 8, None))
                    left += 8
                rows.append((at, "issue", quantity, line))
                left -= quantity
            movements += [dict(movementNo="", stock=number, kind=kind, quantity=quantity, repairOrder=line["repairOrder"] if line else "",
                               partLine=line["lineNo"] if line else "", at=at.strftime("%Y-%m-%d %H:%M"), owner="carParts1")
                          for at, kind, quantity, line in rows]
    counts = defaultdict(int)
    for row in sorted(movements, key=lambda row: row["at"]):
        counts[row["at"][:4]] += 1
        row["movementNo"] = f"PM{row['at'][:4]}{counts[row['at'][:4]]:06}"
    return shelves, sorted(movements, key=lambda row: row["movementNo"])


def months(orders, labour, lines, costs):
    """What each dealer earned with service in the last months, and an overhead of a size that goes with it."""
    gross = defaultdict(float)
    for line in labour:
        order = orders[line["repairOrder"]]
        if order["closedAt"]:
            gross[order["dealer"], order["closedAt"][:7]] += float(line["hours"]) * float(line["rate"])
    for line in lines:
        order = orders[line["repairOrder"]]
        if order["closedAt"]:
            gross[order["dealer"], order["closedAt"][:7]] += float(line["quantity"]) * (float(line["price"]) - costs[line["part"]])
    rows = []
    for (dealer, month), amount in sorted(gross.items()):
        if month < "2026-05" or amount < 900:
            continue
        wages = round(amount * 0.28, -2)
        rows.append(dict(name=f"{dealer} {month}", dealer=dealer, month=f"{month}-01", wages=wages,
                         overhead=max(1000, round((amount - wages) / dice.uniform(0.44, 0.68), -2))))
    return rows


def main():
    orders = {row["roNo"]: row for row in read("repair-orders")}
    lines, dealers, parts = read("part-lines"), read("dealers"), read("parts")
    if "lineNo" not in lines[0]:
        counts = defaultdict(int)
        for row in lines:
            year = row["repairOrder"][2:6]
            counts[year] += 1
            row["lineNo"] = f"PL{year}{counts[year]:06}"
        write("part-lines", [dict(lineNo=row.pop("lineNo"), **row) for row in lines])
        lines = read("part-lines")
    shelves, movements = stocks(orders, lines, dealers, parts)
    write("part-stocks", shelves)
    write("part-movements", movements)
    write("dealer-months", months(orders, read("labour"), lines, {part["partNo"]: float(part["cost"]) for part in parts}))
    models = [row["name"] for row in read("models") if row["use"] == "passenger"][:5]
    weeks = [date(2026, 11, 23) - timedelta(days=7 * week) for week in range(12, 0, -1)]
    write("stock-facts", [dict(day=day, model=model, status=status, vehicles=max(1, count + dice.randint(-1, 2)))
                          for day in weeks for model in models for status, count in (("inTransit", 1), ("inStock", 3), ("allocated", 1))])
    days = [TODAY - timedelta(days=day) for day in range(21, 0, -1)]
    write("workshop-facts", [dict(day=day, dealer=dealer["code"], stage=stage, orders=count, late=1 if dice.random() < 0.12 else 0)
                             for day in days for dealer in dealers[:5] for stage, base in
                             (("reception", 2), ("inRepair", 3), ("waitingParts", 1), ("finishing", 1))
                             for count in [base + dice.randint(-1, 2)] if count > 0])


main()
