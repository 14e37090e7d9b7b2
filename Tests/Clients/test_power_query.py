# SPDX-License-Identifier: Apache-2.0
"""What Excel and Power BI send, as far as people have published it, and what they need to hear.

Each test names where the request was seen. Neither program runs here: these are their requests, not they themselves.
"""
import xml.etree.ElementTree as ElementTree

import pytest
import requests

# Seen in a server's log: https://github.com/NLstn/go-odata/issues/874
POWER_QUERY = {
    "User-Agent": "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)",
    "Accept": "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,"
              "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7",
    "MaxDataServiceVersion": "3.0",
    "OData-MaxVersion": "4.0",
    "Accept-Encoding": "gzip, deflate",
}
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


@pytest.fixture
def mashup(service):
    session = service.session()
    session.headers.update(POWER_QUERY)
    return session


def assert_read_as_version_4(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["OData-Version"] == "4.0"
    assert answer.raw.headers.getlist("OData-Version") == ["4.0"], "two headers read as ‘4.0,4.0’"
    assert answer.headers["Content-Type"].startswith("application/json")
    assert "odata.metadata=minimal" in answer.headers["Content-Type"]


def test_the_first_request_has_no_credentials_and_hears_that_basic_is_taken(service):
    """https://learn.microsoft.com/power-query/connectors/odatafeed: anonymous first, then the kind that is chosen."""
    answer = requests.get(service.root, headers=POWER_QUERY)
    assert answer.status_code == 401
    assert "Basic" in answer.headers["WWW-Authenticate"]
    assert answer.json()["error"]["code"]


def test_credentials_that_are_wrong_are_asked_for_again(service):
    answer = requests.get(service.root, headers=POWER_QUERY, auth=("admin1", "no token"))
    assert answer.status_code == 401 and "WWW-Authenticate" in answer.headers


@pytest.mark.parametrize("root", ["/api/", "/api"])
def test_the_service_document_is_json_though_atom_is_named_too(service, mashup, root):
    """https://github.com/NLstn/go-odata/issues/874: an Atom content type or a doubled header ends the connection."""
    answer = mashup.get(service.address + root)
    assert_read_as_version_4(answer)
    document = answer.json()
    assert document["@odata.context"] == service.root + "$metadata"
    assert {"Contact", "Policy"} <= {item["url"] for item in document["value"]}


@pytest.mark.parametrize("accept", ["*/*", POWER_QUERY["Accept"], "application/xml", "application/json,*/*"])
def test_the_schema_is_xml_even_for_lists_that_name_json_first(service, mashup, accept):
    """https://github.com/flat3/lodata/issues/441: a schema in JSON is not understood."""
    answer = mashup.get(service.root + "$metadata", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert answer.headers["OData-Version"] == "4.0"
    document = ElementTree.fromstring(answer.content)
    assert document.attrib["Version"] in ("4.0", "4.01")
    # https://github.com/getodk/central-backend/issues/82: no relations inside complex types, which we do not have.
    assert not list(document.iter(EDM + "ComplexType"))
    assert not any(kind.attrib.get("OpenType") == "true" for kind in document.iter(EDM + "EntityType"))


def test_everything_that_the_schema_names_is_there(service, mashup):
    """https://github.com/microsoft/DataConnectors/issues/360: a schema that names what is missing is called invalid."""
    document = ElementTree.fromstring(mashup.get(service.root + "$metadata").content)
    types = {"crm." + kind.attrib["Name"]: kind for tag in ("EntityType", "EnumType") for kind in document.iter(EDM + tag)}
    for kind in document.iter(EDM + "EntityType"):
        names = [item.attrib["Name"] for item in kind if item.tag in (EDM + "Property", EDM + "NavigationProperty")]
        assert len(names) == len(set(names)), kind.attrib["Name"]
        for item in kind:
            wanted = item.attrib.get("Type", "").removeprefix("Collection(").removesuffix(")")
            assert not wanted.startswith("crm.") or wanted in types, wanted
    sets = {item.attrib["Name"]: item for item in document.iter(EDM + "EntitySet")}
    for item in sets.values():
        assert item.attrib["EntityType"] in types
        for binding in item.iter(EDM + "NavigationPropertyBinding"):
            assert binding.attrib["Target"] in sets


def test_a_preview_takes_the_first_thousand_rows(service, mashup):
    """The editor previews a thousand rows; no trace of the very address is published, so this is the likeliest one."""
    answer = mashup.get(service.root + "Contact?$top=1000")
    assert_read_as_version_4(answer)
    assert answer.headers.get("Content-Encoding") == "gzip"
    rows = read_all(mashup, service.root + "Contact?$top=1000")
    assert len(rows) == 1000


def read_all(session, url):
    rows = []
    while url:
        page = session.get(url)
        assert_read_as_version_4(page)
        rows += page.json()["value"]
        url = page.json().get("@odata.nextLink")
        assert url is None or url.startswith("http"), "the next page stands under an absolute address"
    return rows


def test_a_whole_set_is_read_by_following_links_and_every_row_has_every_property(service, mashup):
    """https://github.com/thecartercenter/nemo/pull/797: a property that a row leaves out is a column that disappears."""
    document = ElementTree.fromstring(mashup.get(service.root + "$metadata").content)
    declared = next(
        {item.attrib["Name"] for item in kind.iter(EDM + "Property")}
        for kind in document.iter(EDM + "EntityType") if kind.attrib["Name"] == "Contact")
    rows = read_all(mashup, service.root + "Contact")
    assert len(rows) > 10_000
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(declared <= row.keys() for row in rows)


def test_filters_that_are_folded_into_the_address_are_answered(service, mashup):
    """https://learn.microsoft.com/power-query/connectors/odatafeed: steps in the editor become options."""
    shown = read_all(mashup, service.root + "Contact?$filter=startswith(customerNo,'P00000') and gender eq 'male'"
                     "&$select=id,name,customerNo,birthDate&$orderby=customerNo desc")
    assert [row["customerNo"] for row in shown] == ["P000008", "P000006", "P000004", "P000002", "P000000"]
    assert all({"id", "name", "customerNo", "birthDate"} == {name for name in row if "@" not in name} for row in shown)
    for text in ("birthDate ge 1960-01-01 and birthDate lt 1970-01-01", "createdAt gt 2020-01-01T00:00:00Z",
                 "city eq null", "contains(name,'O''Neil')", "dependants add 1 gt 2", "year(birthDate) eq 1960",
                 "createdAt ge 2020-01-01T08:00:00%2B08:00", "not (city eq 'Köln')"):
        assert_read_as_version_4(mashup.get(service.root + "Contact?$top=5&$filter=" + text))


@pytest.mark.parametrize("address", ["Contact/$count", "Contact/$count?$filter=customerNo eq 'P000001'"])
def test_rows_are_counted_without_being_read(service, mashup, address):
    answer = mashup.get(service.root + address, headers={"Accept": "text/plain"})
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain")
    assert int(answer.text.lstrip("\ufeff")) >= 1


def test_a_count_comes_with_the_rows(service, mashup):
    answer = mashup.get(service.root + "Contact?$filter=startswith(customerNo,'P')&$count=true&$top=0")
    assert_read_as_version_4(answer)
    assert answer.json()["@odata.count"] == 10_000


def test_relations_may_be_named_among_the_columns(service, mashup):
    """https://github.com/microsoft/DataConnectors/issues/233: relations stand in ‘$select’ beside ‘$expand’."""
    answer = mashup.get(
        service.root + "Policy?$top=5&$select=id,policyNo,holderRecord&$expand=holderRecord($select=id,name)")
    assert_read_as_version_4(answer)
    for row in answer.json()["value"]:
        assert {name for name in row["holderRecord"] if "@" not in name} == {"id", "name"}


def test_many_are_asked_for_row_by_row(service, mashup):
    """https://github.com/microsoft/DataConnectors/issues/250: an expanded table of many is read once for each row."""
    for row in mashup.get(service.root + "Policy?$top=20&$select=id").json()["value"]:
        answer = mashup.get(f"{service.root}Policy({row['id']})/riders")
        assert_read_as_version_4(answer)
        assert all(item["policy"] == row["id"] for item in answer.json()["value"])


def test_days_carry_no_time_and_times_carry_an_offset(service, mashup):
    """https://github.com/microsoft/vscode-powerquery-sdk/issues/281: a time without an offset is not read."""
    row = mashup.get(service.root + "Contact?$filter=customerNo eq 'P000001'").json()["value"][0]
    assert row["birthDate"] == "1951-02-15"
    assert row["createdAt"].endswith("Z") or row["createdAt"][-6] in "+-"


def test_a_refusal_is_an_object_with_a_message(service, mashup):
    for address, status in (("Nothing", 404), ("Contact?$filter=nope eq 1", 400), ("Contact?$nope=1", 400),
                            ("Contact(00000000-0000-0000-0000-000000000000)", 404)):
        answer = mashup.get(service.root + address)
        assert answer.status_code == status, address
        assert answer.json()["error"]["message"]
