# SPDX-License-Identifier: Apache-2.0
"""A wrong text is told the same things, at the same places, where a pack is checked, by the API and in the browser."""
import html
import re
import shutil
import subprocess
from xml.sax.saxutils import escape

import pytest
import requests
from conftest import PASSWORD, ROOT

WRONG = [
    "done == false && du lt me()", "due > today()", "due eq '2024-01-01'", "priority eq 'hihg'", "subject != 'x'",
    "done eq 1", "contains(subject,", "due gt 2024-02-30", "contact/nmae eq 'x'", "length(subject) gt 'a'",
    "subject eq “续费”", "subject", "due lt now", "createdAt gt 2024-01-01T00:00:00", "subject eq 'open",
    "not subject eq 'x'", "due between 1 and 2", "tasks/any()", "length() gt 1",
]


@pytest.fixture(scope="module")
def checked(service, tmp_path_factory):
    """What a check of the pack says of each text, which stands in a filter of its own there."""
    packs = tmp_path_factory.mktemp("packs") / "packs"
    shutil.copytree(ROOT / "verticals", packs)
    file = packs / "core/entities/task.xml"
    label = '<label>X</label><label xml:lang="zh-Hans">某</label>'
    filters = [
        f'<filter id="wrong{index}" where="{escape(text, {chr(34): "&quot;"})}">{label}</filter>'
        for index, text in enumerate(WRONG)]
    source = file.read_text("utf-8").replace('<filter id="mine"', "\n".join(filters) + '\n<filter id="mine"', 1)
    file.write_text(source, "utf-8")
    lines = source.split("\n")
    run = subprocess.run(
        [service.binary, "check", packs / "insurance"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode != 0
    found = {index: [] for index in range(len(WRONG))}
    pattern = r"task\.xml:(\d+):(\d+): error\[pack\.E050\]: (.*) \((\w+)\)\n.*\n.*\n(?:  hint: (.*)\n)?"
    for line, column, message, kind, hint in re.findall(pattern, run.stdout + run.stderr):
        index = int(re.search(r'id="wrong(\d+)"', lines[int(line) - 1])[1])
        start = lines[int(line) - 1].index('where="') + len('where="')
        before = html.unescape(lines[int(line) - 1][start:int(column) - 1])
        found[index].append((kind, len(before), f"{message} {hint}".strip()))
    return found


@pytest.fixture(scope="module")
def browser(service):
    session = requests.Session()
    page = session.get(service.address + "/sign-in").text
    token = re.search(r'name="token" value="([^"]*)"', page)[1]
    session.post(
        service.address + "/sign-in", data={"userName": "admin1", "password": PASSWORD, "token": token},
        headers={"Origin": service.address})
    return session


@pytest.mark.parametrize("index", range(len(WRONG)), ids=WRONG)
def test_the_words_are_the_same(service, admin, checked, browser, index):
    text = WRONG[index]
    error = admin.get(service.root + "Task", params={"$filter": text}).json()["error"]
    told = [
        (item["code"].removeprefix("expr."), item["@crm.offset"], item["message"])
        for item in [error, *error["details"]]]
    assert told == checked[index], text

    page = browser.get(service.address + "/table/Task", params={"filter": text}).text
    shown = re.findall(r'<div class="problem[^"]*" role="alert"><pre>(.*?)<mark>.*?</mark>.*?</pre><p>(.*?)</p>', page, re.S)
    assert [(len(html.unescape(before)), html.unescape(words).strip()) for before, words in shown] == [
        (offset, message) for _, offset, message in told]
