# SPDX-License-Identifier: Apache-2.0
"""odata-query as a second opinion: what is a filter, and which rows does it find."""
import json
import logging
import sqlite3
import sys
from collections import Counter
from urllib.parse import quote

import pytest
from conftest import ROOT
from differences import ONLY_OTHER, ONLY_SERVICE, ROWS, reason
from filters import DAYS, NUMBERS, TEXTS, FilterMaker
from odata_query.exceptions import ArgumentCountException, ODataException, UnknownFunctionException
from odata_query.grammar import ODataLexer, ODataParser
from odata_query.sql import AstToSqliteSqlVisitor

logging.getLogger("odata_query").setLevel(logging.ERROR)
SEED = 20240229
SYNTAX = {
    "unexpectedEnd", "unexpectedToken", "expectedWhitespace", "unterminatedString", "invalidLiteral", "unsupported",
    "tooDeep", "tooLong",
}


class Undecided(Exception):
    """The second parser gave up for a reason that is not syntax."""


class SecondParser:
    def __init__(self):
        self.lexer, self.parser = ODataLexer(), ODataParser()

    def tree(self, text):
        """The syntax tree; None if the text is no filter.

        Raises ``Undecided`` where it stops at a function that it does not know, before it has read the rest.
        """
        try:
            return self.parser.parse(self.lexer.tokenize(text))
        except (UnknownFunctionException, ArgumentCountException) as error:
            raise Undecided from error
        except (ODataException, ValueError, TypeError, AttributeError, RecursionError):
            return None

    def sql(self, tree):
        """The condition in SQL; None if it cannot be said or would be broken SQL."""
        try:
            return AstToSqliteSqlVisitor().visit(tree)
        except Exception:
            return None


@pytest.fixture(scope="module")
def second():
    return SecondParser()


@pytest.fixture(scope="module")
def policies(service, admin):
    rows, url = [], service.root + "Policy?$select=id," + ",".join(NUMBERS + DAYS + TEXTS)
    while url:
        page = admin.get(url).json()
        rows, url = rows + page["value"], page.get("@odata.nextLink")
    return rows


@pytest.fixture(scope="module")
def table(policies):
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA case_sensitive_like=ON")
    columns = ["id", *NUMBERS, *DAYS, *TEXTS]
    database.execute(f"CREATE TABLE policy ({','.join(columns)})")
    database.executemany(
        f"INSERT INTO policy VALUES ({','.join('?' * len(columns))})",
        [[row[column] for column in columns] for row in policies])
    return database


def answers(service, session, entity, filters, rest):
    """What the service says of many filters, asked in batches."""
    for start in range(0, len(filters), 500):
        requests = [
            {"id": str(index), "method": "get", "url": f"{entity}?{rest}&$filter={quote(text, safe='')}"}
            for index, text in enumerate(filters[start:start + 500])]
        batch = session.post(
            service.root + "$batch", json={"requests": requests}, headers={"Prefer": "continue-on-error"})
        assert batch.status_code == 200, batch.text[:500]
        given = {item["id"]: item for item in batch.json()["responses"]}
        for index in range(len(requests)):
            yield given[str(index)]


def is_filter(answer):
    assert answer["status"] in (200, 400, 501), answer
    if answer["status"] == 200:
        return True
    return answer["body"]["error"]["code"].removeprefix("expr.") not in SYNTAX


def generated(policies, number):
    texts = sorted({row[name] for row in policies for name in TEXTS if row[name]})[:40] + ["", "O'Neil", "北京", "%", "a_b"]
    maker = FilterMaker(SEED, texts)
    sound = [maker.condition(3) for _ in range(number)]
    return sound, [maker.spoilt(text) for text in sound]


def test_both_agree_on_what_a_filter_is(service, admin, second, policies):
    cases = json.loads((ROOT / "Tests/ExpressionsTests/Fixtures/expression-cases.json").read_text())["cases"]
    sound, spoilt = generated(policies, 2500)
    texts = [case["expr"] for case in cases if case["expr"].strip()] + sound + [text for text in spoilt if text.strip()]
    unexplained, why = [], Counter()
    for text, answer in zip(texts, answers(service, admin, "Policy", texts, "$top=0"), strict=True):
        try:
            ours, theirs = is_filter(answer), second.tree(text) is not None
        except Undecided:
            why["undecided: odata-query knows no such function"] += 1
            continue
        if ours == theirs:
            why["both take it" if ours else "both refuse it"] += 1
            continue
        explained = reason(text, ONLY_SERVICE if ours else ONLY_OTHER)
        why[("only the service: " if ours else "only odata-query: ") + str(explained)] += 1
        if explained is None:
            unexplained.append(("service" if ours else "odata-query", text))
    for line, count in why.most_common():
        print(f"{count:6} {line}", file=sys.stderr)
    assert not unexplained, unexplained[:20]
    assert why["both take it"] > 2500 and why["both refuse it"] > 500


def test_both_find_the_same_rows(service, admin, second, policies, table):
    sound, _ = generated(policies, 1500)
    wrong, why = [], Counter()
    for text, answer in zip(sound, answers(service, admin, "Policy", sound, "$select=id&$top=1000"), strict=True):
        condition = second.sql(second.tree(text))
        if answer["status"] != 200 or condition is None:
            why["not comparable"] += 1
            continue
        try:
            theirs = {row[0] for row in table.execute(f"SELECT id FROM policy WHERE {condition}")}
        except sqlite3.Error:
            why["its SQL is broken"] += 1
            continue
        if len(theirs) > 900 or "@odata.nextLink" in answer["body"]:
            why["more than a page"] += 1
            continue
        if {row["id"] for row in answer["body"]["value"]} == theirs:
            why["the same rows"] += 1
            continue
        explained = reason(text, ROWS, shown=text)
        why["other rows: " + str(explained)] += 1
        if explained is None:
            wrong.append((text, condition))
    for line, count in why.most_common():
        print(f"{count:6} {line}", file=sys.stderr)
    assert not wrong, wrong[:10]
    assert why["the same rows"] > 500
