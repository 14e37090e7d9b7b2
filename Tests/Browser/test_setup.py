"""What administrators change in the pages under Setup, in a real browser."""
from playwright.sync_api import expect


def test_a_field_is_seen_before_it_is_made_then_used_then_taken_back(person):
    somebody = person("admin1")
    page = somebody.open("/setup/change/field?entity=Claim")
    page.fill("[name=label]", "Nick & name")
    page.fill("[name=labelChinese]", "昵称")
    preview = page.locator("#setup-preview")
    expect(preview.locator("label", has_text="Nick & name")).to_be_visible()
    expect(preview).to_contain_text("records touched")
    page.click("form[data-setup] button.main")
    expect(page.locator("[role=status]")).to_be_visible()
    expect(page.locator("code", has_text="field Claim.nickName")).to_be_visible()
    assert somebody.open("/new/Claim").locator("[name='f.nickName']").count() == 1
    page = somebody.open("/setup")
    page.get_by_role("link", name="Take back field Claim.nickName").click()
    page.locator("main form button.main").click()
    expect(page.locator("[role=status]")).to_be_visible()
    assert somebody.open("/new/Claim").locator("[name='f.nickName']").count() == 0
    assert somebody.complaints == []


def test_what_cannot_be_made_is_told_beside_what_was_typed(person):
    page = person("admin1").open("/setup/change/field?entity=Claim")
    page.fill("[name=label]", "Hospital")
    page.fill("[name=id]", "hospital")
    expect(page.locator("#setup-preview .problem")).to_contain_text("defined twice")
    page.click("form[data-setup] button.main")
    expect(page.locator("[role=alert]")).to_contain_text("defined twice")
    assert page.input_value("[name=label]") == "Hospital"


def test_two_administrators_at_once_lose_nothing(person):
    first, second = person("admin1"), person("admin1")
    slow = first.open("/setup/change/option?entity=Claim")
    slow.fill("[name=label]", "Mars")
    quick = second.open("/setup/change/field?entity=Claim")
    quick.fill("[name=label]", "Quick")
    quick.click("form[data-setup] button.main")
    expect(quick.locator("[role=status]")).to_be_visible()
    slow.select_option("[name=field]", index=1)
    slow.click("form[data-setup] button.main")
    expect(slow.locator("[role=alert]")).to_contain_text("meanwhile")
    assert slow.input_value("[name=label]") == "Mars"
    slow.click("form[data-setup] button.main")
    expect(slow.locator("[role=status]")).to_be_visible()


def test_setup_fits_a_narrow_window_in_chinese(person):
    somebody = person("admin1", width=420)
    somebody.open("/setup").click("#language")
    page = somebody.open("/setup/change/stage?pipeline=claimHandling")
    page.fill("[name=label]", "Second look")
    page.fill("[name=labelChinese]", "复核")
    page.check("input[type=checkbox][name=from] >> nth=0")
    expect(page.locator("#setup-preview")).to_contain_text("复核")
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
    assert somebody.complaints == []


def test_others_neither_see_nor_reach_setup(person):
    somebody = person("agent1")
    assert somebody.page.locator("a[href='/setup']").count() == 0
    for path in ("/setup", "/setup/change/field"):
        assert somebody.page.goto(somebody.address + path).status == 403


def test_a_field_moves_to_the_top_of_another_section_and_stands_there_in_the_form(person):
    somebody = person("admin1")
    page = somebody.open("/setup/change/place?entity=Account")
    page.select_option("[name=field]", "website")
    page.select_option("[name=behind]", "<owner")
    expect(page.locator("#setup-preview")).to_contain_text("records touched")
    page.click("form[data-setup] button.main")
    expect(page.locator("[role=status]")).to_be_visible()
    assert somebody.open("/new/Account").locator("[name='f.website']").count() == 1
    page = somebody.open("/setup")
    page.get_by_role("link", name="Take back place Account.website").click()
    page.locator("main form button.main").click()
    expect(page.locator("[role=status]")).to_be_visible()
    assert somebody.complaints == []


def test_a_report_with_a_chart_is_made_and_opened(person):
    somebody = person("admin1", width=420)
    page = somebody.open("/setup/change/report?entity=Claim")
    page.fill("[name=label]", "Claims by state")
    page.fill("[name=labelChinese]", "按状态统计理赔")
    page.select_option("[name=field]", index=1)
    page.select_option("[name=chart]", "bar")
    expect(page.locator("#setup-preview .mock th").first).to_be_visible()
    page.click("form[data-setup] button.main")
    expect(page.locator("[role=status]")).to_be_visible()
    expect(somebody.open("/report/claimsByState").locator("canvas")).to_be_visible()
    assert somebody.complaints == []
