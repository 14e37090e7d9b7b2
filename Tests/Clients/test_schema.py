# SPDX-License-Identifier: Apache-2.0
"""The schema that programs read first: valid, closed in itself, and the same in both of its forms."""
from pathlib import Path

import pytest
from lxml import etree

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
XSD = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schema" / "edmx.xsd")))
USERS = ["admin1", "manager1", "agent1"]


def document(service, user, **headers):
    answer = service.session(user).get(service.root + "$metadata", headers=headers, timeout=30)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/xml"), answer.text
    return etree.fromstring(answer.content)


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("headers", [{}, {"OData-MaxVersion": "4.01"}, {"Prefer": 'odata.include-annotations="-*"'}])
def test_the_schema_is_valid(service, user, headers):
    XSD.assertValid(document(service, user, **headers))


@pytest.mark.parametrize("user", USERS)
def test_every_name_in_the_schema_leads_somewhere(service, user):
    schema = document(service, user).find(f".//{EDM}Schema")
    types = {t.get("Name"): t for t in schema if t.tag in (EDM + "EntityType", EDM + "EnumType")}
    assert len(types) == len([t for t in schema if t.tag in (EDM + "EntityType", EDM + "EnumType")])
    names = {name: {m.get("Name") for m in t if m.tag != EDM + "Annotation"} - {None} for name, t in types.items()}
    for name, entity in types.items():
        members = [m.get("Name") for m in entity if m.get("Name")]
        assert len(members) == len(set(members)), name
        for member in entity:
            target = (member.get("Type") or "").removeprefix("Collection(").removesuffix(")").removeprefix("crm.")
            if target and not target.startswith("Edm."):
                assert target in types, (name, member.get("Name"))
            if member.tag == EDM + "NavigationProperty":
                if member.get("Partner"):
                    assert member.get("Partner") in names[target], (name, member.get("Name"))
                for constraint in member.findall(EDM + "ReferentialConstraint"):
                    assert constraint.get("Property") in names[name]
                    assert constraint.get("ReferencedProperty") in names[target]
    for group in schema.findall(f"{EDM}EntityContainer/{EDM}EntitySet"):
        owner = group.get("EntityType").removeprefix("crm.")
        for binding in group.findall(EDM + "NavigationPropertyBinding"):
            assert binding.get("Path") in names[owner] and binding.get("Target") in types
    for action in schema.findall(EDM + "Action"):
        assert action[0].get("Type").removeprefix("crm.") in types


def test_json_says_the_same_as_xml(service):
    session = service.session()
    written = session.get(service.root + "$metadata", params={"$format": "json"}, timeout=30).json()
    schema = document(service, "admin1").find(f".//{EDM}Schema")
    crm = written["crm"]
    for entity in schema.findall(EDM + "EntityType"):
        other = crm[entity.get("Name")]
        for member in entity:
            if member.get("Name"):
                said = other[member.get("Name")]
                kind = member.get("Type").removeprefix("Collection(").removesuffix(")")
                assert said.get("$Type", "Edm.String") == kind
                assert bool(said.get("$Collection")) == member.get("Type").startswith("Collection(")
    for enum in schema.findall(EDM + "EnumType"):
        for member in enum.findall(EDM + "Member"):
            assert crm[enum.get("Name")][member.get("Name")] == int(member.get("Value"))
    assert sorted(n for n, v in crm["Container"].items() if isinstance(v, dict) and v.get("$Collection")) == sorted(
        s.get("Name") for s in schema.findall(f"{EDM}EntityContainer/{EDM}EntitySet"))


def test_nothing_is_in_the_schema_that_a_role_may_not_see(service):
    all_types = {t.get("Name") for t in document(service, "admin1").iter(EDM + "EntityType")}
    own = {t.get("Name") for t in document(service, "agent1").iter(EDM + "EntityType")}
    assert own < all_types


@pytest.mark.parametrize("accept,kind", [
    ("*/*", "application/xml"), ("application/json, text/plain, */*", "application/xml"), ("application/xml", "application/xml"),
    ("application/json", "application/json"), ("application/json;odata.metadata=minimal", "application/json"),
    ("application/json;q=1, application/xml;q=0.1", "application/xml"),
])
def test_the_schema_comes_as_xml_unless_only_json_is_taken(service, accept, kind):
    answer = service.session().get(service.root + "$metadata", headers={"Accept": accept}, timeout=30)
    assert answer.headers["Content-Type"].startswith(kind)


def test_a_schema_that_the_client_has_is_not_sent_again(service):
    session = service.session()
    first = session.get(service.root + "$metadata", timeout=30)
    again = session.get(service.root + "$metadata", headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert again.status_code == 304 and not again.content
    version = first.headers["ETag"].strip('"')
    assert session.get(service.root + "$metadata", params={"$schemaversion": version}, timeout=30).status_code == 200
    assert session.get(service.root + "$metadata", params={"$schemaversion": "0"}, timeout=30).status_code == 404


@pytest.mark.parametrize("old,new", [
    ('Type="Edm.Guid"', 'Type="Edm.Uuid"'), ('Name="version"', 'Name="id"'), ('<Key>', '<Keys>'), ('Version="4.0"', 'Version="3.0"'),
    ('<PropertyRef Name="id"/>', '<PropertyRef/>'), ('EntityType Name="User"', 'EntityType Name="Team"'),
])
def test_a_wrong_schema_would_be_found(service, old, new):
    text = etree.tostring(document(service, "admin1"), encoding="unicode")
    assert old in text
    broken = text.replace(old, new).replace("</Key>", "</Keys>" if "Keys" in new else "</Key>")
    assert not XSD.validate(etree.fromstring(broken))
