"""Opens every board, dashboard and report that a person's menus offer, also in a narrow window."""
import pytest

PLACES = ["/board/", "/dashboard/", "/list/", "/report/"]


def offered(page):
    """What the menus lead to, each once."""
    links = page.eval_on_selector_all("header nav a", "links => links.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(link for link in links if any(link.startswith(place) for place in PLACES)))


@pytest.mark.parametrize("name", ["agent1", "clerk1"])
def test_every_entry_of_the_menus_opens(person, name):
    somebody = person(name)
    refused = {}
    for path in offered(somebody.page):
        status = somebody.context.request.get(somebody.address + path).status
        if status != 200:
            refused[path] = status
    assert refused == {}


@pytest.mark.parametrize("name", ["claims1"])
def test_every_report_and_board_fits_a_narrow_window_and_complains_of_nothing(person, name):
    somebody = person(name, width=390)
    wide = {}
    for path in offered(somebody.page):
        if path.startswith("/list/"):
            continue
        page = somebody.open(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide[path] = width
    assert wide == {}
    assert somebody.complaints == []


def test_the_boards_of_the_industry_stand_before_those_that_every_industry_has(person):
    page = person("ops1").page
    page.click("nav summary")
    headings = page.locator("nav details[open] h2")
    assert headings.all_text_contents() == ["Insurance membership", "Core CRM"]
    first = headings.first.locator("xpath=following-sibling::ul[1]")
    assert "/board/newBusiness" in first.inner_html()


def test_a_long_path_of_stages_shows_where_the_record_stands(person):
    somebody = person("ops1", width=390)
    page = somebody.open("/board/policyStatus")
    column = page.locator(".column:has(.card)").last
    somebody.open(column.locator(".card a").first.get_attribute("href"))
    path = page.locator(".path ol")
    stage, box = path.locator("[aria-current]").bounding_box(), path.bounding_box()
    assert box["x"] - 1 <= stage["x"] and stage["x"] + stage["width"] <= box["x"] + box["width"] + 1


def test_an_axis_counts_in_whole_records_and_shortens_long_names(person):
    page = person("clerk1").page
    page.wait_for_selector("canvas")
    axes = page.evaluate(
        """() => [...document.querySelectorAll('canvas')].flatMap(canvas =>
            Object.values(Chart.getChart(canvas)?.scales ?? {}).map(scale => ({
                kind: scale.type, precision: scale.options.ticks.precision,
                labels: scale.ticks.map(tick => String(tick.label)) })))""")
    counts = [axis for axis in axes if axis["precision"] == 0]
    assert counts and not any("." in label for axis in counts for label in axis["labels"])
    names = [label for axis in axes if axis["kind"] == "category" for label in axis["labels"]]
    assert names and max(len(name) for name in names) <= 20
