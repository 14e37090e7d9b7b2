# SPDX-License-Identifier: Apache-2.0
"""python-odata reads the schema, queries, pages, writes and calls an action, knowing nothing of us but the address."""
import datetime
import decimal
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import CUSTOMERS
from odata import ODataService
from odata.exceptions import ODataError


@pytest.fixture(scope="module")
def crm(service):
    session = service.session()
    # The client sends no tags of its own; whoever does not care for other people's changes says so once.
    session.headers["If-Match"] = "*"
    return ODataService(service.root, session=session, reflect_entities=True, quiet_progress=True)


@pytest.fixture(scope="module")
def contact(crm):
    return crm.entities["Contact"]


def test_every_entity_set_is_reflected(crm, admin, service):
    sets = {item["name"] for item in admin.get(service.root).json()["value"]}
    assert set(crm.entities) == sets


def test_a_role_reflects_only_what_it_may_read(service):
    seen = ODataService(service.root, session=service.session("manager1"), reflect_entities=True, quiet_progress=True)
    assert hasattr(seen.entities["Contact"], "idNo")
    assert not hasattr(seen.entities["Contact"], "oldIdNo")
    assert not hasattr(seen.entities["Application"], "healthNotes")


def test_filters_orders_and_limits(crm, contact):
    query = crm.query(contact).filter(contact.customerNo.startswith("P0000"))
    # This client puts the namespace of another product before every choice, so the condition is written by hand.
    rows = query.filter("gender eq 'female'").order_by(contact.customerNo.desc()).limit(5).all()
    assert [row.customerNo for row in rows] == ["P000099", "P000097", "P000095", "P000093", "P000091"]
    assert query.count() == 100
    either = (contact.customerNo == "P000001") | (contact.customerNo == "P000002")
    assert {row.customerNo for row in crm.query(contact).filter(either).all()} == {"P000001", "P000002"}
    quoted = crm.query(contact).filter(contact.name == "客户7 O'Neil").one()
    assert quoted.customerNo == "P000007"
    assert crm.query(contact).filter(contact.customerNo.startswith("P")).order_by(
        contact.customerNo.asc()).offset(10).limit(1).all()[0].customerNo == "P000010"


def test_null_is_found_and_told_apart(crm, contact):
    imported = contact.customerNo.startswith("P")
    without = crm.query(contact).filter(imported).filter(contact.birthDate.is_null()).count()
    having = crm.query(contact).filter(imported).filter(contact.birthDate.not_null()).count()
    assert (without, having) == (CUSTOMERS // 10, CUSTOMERS - CUSTOMERS // 10)


def test_selected_properties_and_no_others_come(crm, contact):
    rows = crm.query(contact).filter(contact.customerNo == "P000003").select(contact.name, contact.mobile).all()
    assert len(rows) == 1
    assert {name for name in rows[0] if not name.startswith("@")} - {"id"} == {"name", "mobile"}


def test_related_records_are_expanded_and_walked_to(crm):
    policy = crm.entities["Policy"]
    found = crm.query(policy).expand(policy.holderRecord).limit(3).all()
    for row in found:
        assert row.holderRecord.id == row.holder
    walked = crm.query(policy).limit(1).all()[0]
    assert walked.holderRecord.id == walked.holder
    assert all(item.policy == walked.id for item in walked.riders)
    assert crm.query(policy).filter(policy.holderRecord.city == found[0].holderRecord.city).limit(5).all()


def test_decimals_arrive_exactly(crm):
    policy = crm.entities["Policy"]
    row = crm.query(policy).filter(policy.premium > decimal.Decimal("1000.10")).order_by(policy.premium.asc()).first()
    assert isinstance(row.premium, decimal.Decimal) and row.premium > decimal.Decimal("1000.10")
    assert crm.query(policy).filter(policy.premium == row.premium).count() >= 1


def test_a_day_is_a_text_to_this_client(crm, contact):
    """It does not know Edm.Date: the day comes as text, and written in quotes it is refused, not misread."""
    row = crm.query(contact).filter(contact.customerNo == "P000001").one()
    assert row.birthDate == "1951-02-15"
    with pytest.raises(ODataError) as refused:
        crm.query(contact).filter(contact.birthDate == "1951-02-15").all()
    assert refused.value.code == "expr.typeMismatch"
    raw = crm.query(contact).raw({"$filter": "birthDate eq 1951-02-15 and customerNo eq 'P000001'"})
    assert [item["customerNo"] for item in raw] == ["P000001"]


def test_a_time_without_an_offset_is_refused(crm, contact):
    """Its datetimes without a zone are written without an offset, which the standard's literals do not have."""
    naive = datetime.datetime(2024, 1, 1)
    with pytest.raises(ODataError) as refused:
        crm.query(contact).filter(contact.createdAt > naive).all()
    assert refused.value.status_code == "HTTP 400"
    assert refused.value.code == "expr.invalidLiteral"
    aware = naive.replace(tzinfo=datetime.timezone.utc)
    assert crm.query(contact).filter(contact.createdAt > aware).limit(1).all()


def test_every_record_of_ten_thousand_comes_once(crm, contact):
    query = crm.query(contact).filter(contact.customerNo.startswith("P")).select(contact.id, contact.customerNo)
    rows = query.all()
    assert len(rows) == CUSTOMERS
    assert len({row["id"] for row in rows}) == CUSTOMERS
    ordered = query.order_by(contact.city.asc()).all()
    assert {row["id"] for row in ordered} == {row["id"] for row in rows} and len(ordered) == CUSTOMERS


def test_a_record_is_made_changed_and_deleted(crm, contact):
    person = contact()
    person.name = "新客户 O'Brien"
    person.city = "Zürich"
    person.dependants = 2
    crm.save(person)
    assert person.id and person.version == 1
    assert crm.query(contact).get(person.id).city == "Zürich"
    person.city = "Genève"
    crm.save(person)
    assert person.version == 2, "the client reads the record again after its change"
    again = crm.query(contact).get(person.id)
    assert (again.city, again.dependants, again.name) == ("Genève", 2, "新客户 O'Brien")
    crm.delete(person)
    assert crm.query(contact).filter(contact.id == person.id).count() == 0


def test_a_decimal_sent_as_a_float_is_taken_as_written(crm):
    policy = crm.entities["Policy"]
    row = crm.query(policy).filter(policy.cashValue > decimal.Decimal(0)).first()
    row.cashValue = decimal.Decimal("12345.67")
    crm.save(row)
    assert crm.query(policy).get(row.id).cashValue == decimal.Decimal("12345.67")


def test_a_relation_is_set_by_its_record_and_a_bound_action_moves_it(crm):
    """The client makes methods only of actions whose first parameter is called ‘bindingParameter’, and with such a method
    it fails to build the records behind a relation; so the parameter has another name, and the action is posted to."""
    request, policy = crm.entities["ServiceRequest"], crm.entities["Policy"]
    item = request()
    item.policyRecord = chosen = crm.query(policy).filter("status eq 'inForce'").first()
    item.kind = crm.types["crm.ServiceRequest_kind"]["address"]
    item.idVerified = True
    crm.save(item)
    assert item.policy == chosen.id and item.policyRecord.id == chosen.id
    assert item.stage.name == "received"
    address = item.__odata__.instance_url + "/crm.move"
    crm.default_context.connection.execute_post(address, {"pipeline": "servicing", "to": "verified"})
    assert crm.query(request).get(item.id).stage.name == "verified"
    with pytest.raises(ODataError) as refused:
        crm.default_context.connection.execute_post(address, {"to": "done"})
    assert refused.value.status_code.startswith("HTTP 4")


def test_many_clients_write_at_once(service, contact):
    def make(index):
        body = {"name": f"并发 {index}", "customerNo": f"Q{index:04}"}
        return service.session().post(service.root + "Contact", json=body).status_code

    service.token("admin1")
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(make, range(80))) == [201] * 80
    count = service.session().get(service.root + "Contact/$count", params={"$filter": "startswith(customerNo,'Q')"})
    assert count.text.lstrip("\ufeff") == "80"
