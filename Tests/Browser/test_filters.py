# SPDX-License-Identifier: Apache-2.0
"""Rows that write a filter, and the expression that the rows show."""
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect


def opened(somebody, entity="Policy", expression=""):
    page = somebody.open(f"/list/{entity}" + (f"?filter={quote(expression)}" if expression else ""))
    if not page.locator("details.builder[open]").count():
        page.locator("details.builder > summary").click()
    expect(page.locator("[data-tree] [data-group]").first).to_be_visible()
    return page


def expression(page):
    return page.input_value("form[data-live] input[name=filter]")


def test_a_row_writes_the_expression_and_filters_the_list(person):
    somebody = person("admin1")
    page = opened(somebody)
    page.select_option("[data-part=field]", "status")
    page.select_option("[data-value]", "lapsed")
    expect(page.locator("form[data-live] input[name=filter]")).to_have_value("status eq 'lapsed'")
    expect(page.locator("tbody tr").first).to_contain_text("Lapsed")
    assert "filter=status+eq+%27lapsed%27" in page.url
    page.reload()
    expect(page.locator("[data-part=field]").first).to_have_value("status")
    assert somebody.complaints == []


def test_rows_join_in_groups_and_are_negated(person):
    somebody = person("admin1")
    page = opened(somebody, expression="premium ge 1000")
    page.click("[data-add=row]")
    expect(page.locator("[data-rule]")).to_have_count(2)
    row = page.locator("[data-rule]").nth(1)
    row.locator("[data-part=field]").select_option("status")
    row = page.locator("[data-rule]").nth(1)
    row.locator("[data-part=comparison]").select_option("in")
    for option in ("inForce", "lapsed"):
        row.locator(f"[data-several] input[value={option}]").check()
    assert expression(page) == "premium ge 1000 and status in ('inForce','lapsed')"
    page.select_option("[data-join]", "or")
    page.select_option("[data-not]", "not")
    assert expression(page) == "not (premium ge 1000 or status in ('inForce','lapsed'))"
    page.locator("[data-rule] [data-remove]").first.click()
    assert expression(page) == "not (status in ('inForce','lapsed'))"
    assert somebody.complaints == []


def test_what_is_typed_is_shown_as_rows_and_what_no_row_can_say_is_kept(person):
    somebody = person("admin1")
    page = opened(somebody)
    page.fill("form[data-live] input[name=filter]", "status eq 'lapsed' or (premium ge 5 and premium mul 2 gt 30)")
    expect(page.locator("[data-kept]")).to_have_text("Expressionpremium mul 2 gt 30✕")
    expect(page.locator("[data-tree] [data-group]")).to_have_count(2)
    page.locator("[data-value][inputmode=decimal]").fill("7")
    assert expression(page) == "status eq 'lapsed' or (premium ge 7 and premium mul 2 gt 30)"
    assert somebody.complaints == []


def test_rows_wait_while_the_expression_has_a_mistake(person):
    page = opened(person("admin1"), expression="premium ge 5")
    page.fill("form[data-live] input[name=filter]", "premum ge 5")
    expect(page.locator("[data-stale]")).to_be_visible()
    expect(page.locator("[data-part=field]")).to_have_value("premium")
    page.fill("form[data-live] input[name=filter]", "premium ge 6")
    expect(page.locator("[data-stale]")).to_be_hidden()
    expect(page.locator("[data-value]")).to_have_value("6")


def test_text_with_quotes_and_markup_is_only_text(person):
    somebody = person("admin1")
    page = opened(somebody, "Contact")
    page.select_option("[data-part=field]", "name")
    page.locator("[data-value]").fill("<b>O'Neil</b>")
    assert expression(page) == "contains(name,'<b>O''Neil</b>')"
    expect(page).to_have_url(re.compile("O%27%27Neil"))
    page.reload()
    expect(page.locator("[data-value]").first).to_have_value("<b>O'Neil</b>")
    assert somebody.complaints == []


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_rows_fit_the_window_in_both_languages(person, width, language):
    somebody = person("admin1", width=width)
    page = opened(somebody, expression="status eq 'lapsed' or (premium ge 5 and premium mul 2 gt 30)")
    if page.locator("html").get_attribute("lang") != language:
        page.click("#language")
        page.wait_for_load_state("networkidle")
    expect(page.locator("[data-part=field]").first).to_be_visible()
    assert page.locator("html").get_attribute("lang") == language
    tree = page.locator("[data-tree]")
    assert tree.evaluate("box => box.scrollWidth <= box.clientWidth")
    first = page.locator("[data-join] option").first.inner_text()
    assert first == {"en": "all of these", "zh-Hans": "以下全部条件"}[language]


def test_a_mistake_stands_under_the_text_and_goes_when_it_is_right(person):
    somebody = person("admin1")
    page = opened(somebody)
    page.fill("form[data-live] input[name=filter]", "premum gt 5")
    expect(page.locator("#faults mark")).to_have_text("premum")
    expect(page.locator("#faults")).to_contain_text("premium")
    page.fill("form[data-live] input[name=filter]", "premium gt 5")
    expect(page.locator("#faults")).to_be_empty()
    expect(page.locator("[data-part=field]").first).to_have_value("premium")
    assert somebody.complaints == []


def test_what_is_still_being_written_is_no_alarm_until_the_text_is_left(person):
    somebody = person("admin1")
    page = opened(somebody)
    field = page.locator("form[data-live] input[name=filter]")
    field.click()
    field.press_sequentially("premium ")
    colour = "problem => getComputedStyle(problem).backgroundColor"
    problem = page.locator("#faults .problem")
    expect(problem).to_have_class("problem unfinished")
    assert problem.evaluate(colour) == "rgb(255, 255, 255)"
    page.locator("form[data-live] input[name=search]").click()
    assert problem.evaluate(colour) == "rgb(253, 240, 239)"
    field.fill("premum gt 5")
    expect(page.locator("#faults .problem").first).to_have_class("problem")
    assert somebody.complaints == []


def test_completion_waits_for_the_input_method_and_offers_signatures_and_variables(person):
    somebody = person("admin1")
    page = somebody.open("/list/Policy")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/complete/" in request.url else None)
    field = page.locator("form[data-live] input[name=filter]")
    field.click()
    offers = page.locator("#completions")
    expect(offers.locator("li").first).to_be_visible()

    before = len(asked)
    keyboard = page.context.new_cdp_session(page)
    for letters in ("b", "bao", "bao'fei"):
        keyboard.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        page.wait_for_timeout(200)
    expect(offers).to_be_hidden()
    assert len(asked) == before
    keyboard.send("Input.insertText", {"text": "保费"})
    expect(offers.locator("li").first).to_contain_text("premium")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("premium ")
    field.fill("")
    field.press_sequentially("conta")
    expect(offers).to_contain_text("contains(text, text) → condition")
    field.fill("")
    field.press_sequentially("claims/any(c:c/")
    expect(offers.locator("li").first).to_contain_text("c/")
    assert somebody.complaints == []
