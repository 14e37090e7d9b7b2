"""What people do with the pages, in a real browser."""
import re

import pytest
from playwright.sync_api import expect

USERS = [
    "agent1", "leader1", "ops1", "clerk1", "underwriter1", "claims1", "compliance1", "service1", "manager1", "admin1",
]


@pytest.mark.parametrize("name", USERS)
def test_everybody_signs_in_to_the_home_page_of_their_role(person, name):
    somebody = person(name)
    expect(somebody.page.locator("h1")).to_be_visible()
    assert somebody.page.url.rstrip("/") == somebody.address
    assert somebody.complaints == []


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(person):
    somebody = person().sign_in("nobody-of-that-name", "wrong")
    unknown = somebody.page.locator("[role=alert]").inner_text()
    somebody.sign_in("service1", "wrong")
    assert somebody.page.locator("[role=alert]").inner_text() == unknown


def test_a_page_asks_a_stranger_to_sign_in_first(person):
    page = person().open("/list/Policy")
    assert "/sign-in" in page.url


def column(page, stage):
    return page.locator(f"section[data-stage={stage}]")


def count(page, stage):
    return int(column(page, stage).locator("[data-count]").inner_text().replace(",", ""))


def test_a_card_that_lacks_something_is_moved_after_a_form_asked_for_just_that(person):
    page = person("admin1").open("/board/lead")
    before = count(page, "new"), count(page, "contacted")
    card = column(page, "new").locator(".card").first
    card.focus()
    page.keyboard.press("m")
    page.locator(".menu button").first.click()
    page.wait_for_timeout(500)
    dialog = page.locator("dialog[open]")
    if dialog.count():
        for field in dialog.locator("input:not([type=hidden]), textarea").all():
            field.fill("test")
        dialog.locator("button.main").click()
    page.wait_for_timeout(500)
    page.reload()
    assert count(page, "new") == before[0] - 1


def test_the_menu_of_a_card_offers_where_the_record_can_go_and_nothing_else(person):
    somebody = person("claims1")
    page = somebody.open("/board/claimHandling")
    card = page.locator(".column").first.locator(".card").first
    link = card.locator("a").get_attribute("href")
    card.focus()
    page.keyboard.press("m")
    page.wait_for_selector("dialog[open] .menu button")
    offered = page.locator(".menu button").all_inner_texts()
    stages = page.locator(".column").count()
    somebody.open(link)
    assert offered == page.locator(".path .buttons button").all_inner_texts()
    assert len(offered) < stages - 1


def test_what_waits_for_a_second_pair_of_eyes_is_there_from_the_beginning(person):
    page = person("claims2").open("/approvals")
    waiting = page.locator("section, main").filter(has_text="Payment by four eyes").last
    expect(waiting.get_by_role("button", name="Approve")).to_be_visible()
    assert "L2026000022" in waiting.inner_text()
    page = person("ops1").open("/approvals")
    words = page.locator("main").inner_text()
    assert words.index("Waiting for me") < words.index("Payout by four eyes") < words.index("Asked by me")
    assert "Rejected" in words[words.index("Asked by me"):]


def test_a_new_record_is_asked_for_what_is_known_at_its_beginning(person):
    page = person("ops1").open("/new/Case")
    later = page.locator("details.later")
    expect(later.locator("[name='f.resolution']")).to_be_hidden()
    assert page.locator("[name='f.responseDue'], [name='f.responseBreached']").count() == 0
    assert page.locator("[name='f.priority']").input_value() == "normal"
    later.locator("summary").click()
    expect(later.locator("[name='f.resolution']")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_hours_of_a_week_fit_their_tile(person, width):
    page = person("clerk1", width=width).page
    box = page.locator(".tiles .scroll:has(table.grid)").first
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_what_a_record_is_called_keeps_its_line_in_a_narrow_window(person):
    somebody = person("ops1", width=390)
    page = somebody.open("/list/Policy")
    somebody.open(page.locator("a[href^='/record/Policy/']").first.get_attribute("href"))
    heading = page.locator(".title h1")
    lines = heading.evaluate("h1 => h1.getBoundingClientRect().height / parseFloat(getComputedStyle(h1).lineHeight)")
    assert lines < 1.5
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_card_is_dragged_to_the_next_column(person):
    somebody = person("admin1")
    page = somebody.open("/board/lead")
    before = count(page, "new")
    card = column(page, "new").locator(".card").first
    title = card.locator("a").inner_text()
    card.drag_to(column(page, "contacted"))
    page.wait_for_timeout(700)
    page.reload()
    assert count(page, "new") == before - 1
    expect(column(page, "contacted").get_by_text(title)).to_be_visible()
    assert somebody.complaints == []


def test_a_list_is_searched_as_one_types_also_by_two_chinese_characters(person):
    page = person("admin1").open("/list/Product")
    total = page.locator("tbody tr").count()
    page.fill("input[name=search]", "医疗")
    expect(page.locator("tbody tr")).not_to_have_count(total)
    expect(page.locator("tbody tr").first).to_contain_text("医疗")


def test_a_wrong_filter_is_shown_with_its_place_and_a_hint(person):
    page = person("admin1").open("/list/Policy?filter=premum%20gt%205")
    expect(page.locator("#faults mark")).to_have_text("premum")
    expect(page.locator("#faults")).to_contain_text("premium")


def test_a_form_shows_every_error_at_its_field_and_keeps_what_was_typed(person):
    page = person("admin1").open("/new/Contact")
    page.fill("input[name='f.mobile']", "12345")
    page.fill("input[name='f.email']", "nonsense")
    page.locator("form.edit button.main").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".field.wrong").count() >= 3
    assert page.input_value("input[name='f.mobile']") == "12345"
    page.fill("input[name='f.name']", "赵一曼")
    page.fill("input[name='f.mobile']", "139 1234 5678")
    page.fill("input[name='f.email']", "zhao@example.com")
    page.locator("form.edit button.main").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1")).to_have_text("赵一曼")
    expect(page.locator("body")).to_contain_text("139 1234 5678")


def test_a_bar_of_a_report_leads_to_its_records(person):
    page = person("admin1").open("/report/policiesByStatus")
    expect(page.locator("canvas")).to_be_visible()
    row = page.locator("tbody tr").first
    number = int(row.locator("td").nth(1).inner_text().replace(",", ""))
    row.locator("a").first.click()
    page.wait_for_load_state("networkidle")
    assert "/list/Policy" in page.url
    assert page.locator("table.records tbody tr, .records tbody tr").count() == min(number, 50)


def test_the_language_is_switched_and_kept(person):
    somebody = person("admin1")
    page = somebody.open("/")
    page.get_by_role("button", name="中文").click()
    page.wait_for_load_state("networkidle")
    page = somebody.open("/list/Policy")
    expect(page.locator("h1")).to_contain_text("保单")
    assert page.locator("html").get_attribute("lang").lower().startswith("zh")


def test_a_masked_number_is_masked_on_the_page(person):
    page = person("clerk1").open("/list/Contact")
    page.locator("tbody a[href^='/record/Contact/']").first.click()
    page.wait_for_load_state("networkidle")
    text = page.locator("body").inner_text()
    assert "****" in text
    assert not re.search(r"990000\d{11}[\dX]", text)


@pytest.mark.parametrize("path", ["/", "/board/newBusiness", "/list/Policy", "/report/policiesByStatus", "/new/Contact"])
def test_a_narrow_window_needs_no_sideways_scrolling(person, path):
    somebody = person("admin1", width=390)
    page = somebody.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert somebody.complaints == []


def add_contact(somebody, name, mobile):
    page = somebody.open("/new/Contact")
    page.fill("input[name='f.name']", name)
    page.fill("input[name='f.mobile']", mobile)
    page.locator("form.edit button.main").click()
    expect(page.locator("h1")).to_have_text(name)
    return page.url


@pytest.mark.parametrize("width", [1440, 390])
def test_two_records_become_one_with_the_values_that_a_person_chose(person, width):
    somebody = person("admin1", width=width)
    kept = add_contact(somebody, f"合并{width}", "139 1111 2222")
    gone = add_contact(somebody, f"合并{width}女士", "138 3333 4444")
    page = somebody.open(kept.removeprefix(somebody.address))
    page.get_by_role("link", name="Merge with").click()
    page.get_by_role("link", name=f"Compare 合并{width}女士").click()
    expect(page.locator("h1")).to_have_text("Compare and merge")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("radio", name="Mobile: 138 3333 4444").check()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.locator("h1")).to_have_text(f"合并{width}")
    assert page.url == kept
    expect(page.locator("body")).to_contain_text("138 3333 4444")
    expect(page.locator(".timeline")).to_contain_text(f"Merged with 合并{width}女士")
    somebody.page.goto(gone)
    expect(page.locator("h1")).to_have_text("Not found")


def test_a_sign_in_form_of_another_window_still_works(person):
    somebody = person()
    first = somebody.page
    first.goto(somebody.address + "/sign-in")
    second = somebody.context.new_page()
    second.goto(somebody.address + "/sign-in")
    first.fill("input[name=userName]", "admin1")
    first.fill("input[name=password]", "browser-test-password")
    first.keyboard.press("Enter")
    expect(first.locator("header.bar")).to_be_visible()


def test_a_customer_is_shared_with_a_colleague_who_is_looked_up_while_one_types(person):
    somebody = person("agent1")
    page = somebody.open("/list/Contact")
    page.locator("tbody a[href^='/record/Contact/']").first.click()
    page.wait_for_load_state("networkidle")
    page.locator(".sharing summary").click()
    page.locator("#share-person").press_sequentially("agent2")
    page.locator("#share-person-list [role=option]", has_text="周敏").click()
    page.locator(".sharing form.fields button.main").click()
    expect(page.locator(".sharing .shares")).to_contain_text("周敏")
    assert somebody.complaints == []


def test_controls_above_the_columns_write_the_filter_expression(person):
    somebody = person("admin1")
    page = somebody.open("/list/Policy")
    page.locator("details.controls:not(.builder) summary").click()
    page.select_option("select[name='c.status']", "inForce")
    page.fill("input[name='c.premium.from']", "1000")
    page.locator("details.controls:not(.builder) button.main").click()
    page.wait_for_load_state("networkidle")
    assert page.input_value("input[name=filter]") == "premium ge 1000 and status eq 'inForce'"
    assert page.input_value("input[name='c.premium.from']") == "1000"
    expect(page.locator("tbody tr").first).to_contain_text("In force")
    assert somebody.complaints == []


def test_an_expression_is_completed_by_keyboard(person):
    somebody = person("admin1")
    page = somebody.open("/list/Policy")
    page.click("input[name=filter]")
    page.keyboard.type("stat")
    expect(page.locator("#completions li").first).to_contain_text("status")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("eq 'lap")
    expect(page.locator("#completions li").first).to_contain_text("Lapsed")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("input[name=filter]").strip() == "status eq 'lapsed'"
    expect(page.locator("tbody tr").first).to_contain_text("Lapsed")
    assert somebody.complaints == []
