# SPDX-License-Identifier: Apache-2.0
"""Both forms of the schema agree in every facet for every role, and the rules for the XML form refuse what is wrong."""
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

RULES = Path(__file__).parent / "schema" / "edmx.xsd"
ROLES = ["admin1", "agent1", "leader1", "manager1", "ops1", "service1", "claims1", "underwriter1", "clerk1", "compliance1"]
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
CONSTANTS = {"String", "Bool", "Int", "EnumMember", "PropertyPath"}


@pytest.fixture(scope="session")
def rules():
    return etree.XMLSchema(etree.parse(RULES))


def fetch(service, user, **headers):
    answer = service.session(user).get(service.root + "$metadata", headers=headers)
    assert answer.status_code == 200
    return answer


def read(service, user, **headers):
    return etree.fromstring(fetch(service, user, **headers).content)


def named(document, kind):
    return {element.get("Name"): element for element in document.iter(EDM + kind)}


def plain(type_name):
    return type_name.removeprefix("Collection(").removesuffix(")")


@pytest.mark.parametrize("user", ROLES)
@pytest.mark.parametrize("version", ["4.0", "4.01"])
def test_the_document_of_every_role_is_valid(service, rules, user, version):
    document = read(service, user, **{"OData-MaxVersion": version})
    rules.assertValid(document)
    assert document.get("Version") == version


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("preference", ['odata.include-annotations="-*"', 'odata.include-annotations="*"'])
def test_the_document_is_valid_in_both_languages_with_and_without_annotations(service, rules, language, preference):
    document = read(service, "admin1", **{"Accept-Language": language, "Prefer": preference})
    rules.assertValid(document)


def broken(document):
    """Copies of a document with one mistake each."""
    def copy(change):
        changed = deepcopy(document)
        change(changed)
        return changed

    first = lambda root, kind: next(root.iter(EDM + kind))
    rename = lambda kind, key, value: copy(lambda root: first(root, kind).set(key, value))
    yield "a key that is no property", rename("PropertyRef", "Name", "nothing")
    yield "a constraint on no property", rename("ReferentialConstraint", "Property", "nothing")
    yield "a target that is no set", rename("NavigationPropertyBinding", "Target", "Nothing")
    yield "a name with a space", rename("Property", "Name", "two words")
    yield "a type that nobody knows", rename("Property", "Type", "Edm.Text")
    yield "a truth value of another kind", rename("Property", "Nullable", "no")
    yield "an attribute that nobody knows", rename("Property", "Colour", "red")
    yield "a member without a value", copy(lambda root: first(root, "Member").attrib.pop("Value"))
    yield "a type without a key", copy(
        lambda root: first(root, "EntityType").remove(first(root, "Key")))
    yield "a property twice", copy(
        lambda root: first(root, "Property").addnext(deepcopy(first(root, "Property"))))
    yield "a type twice", copy(
        lambda root: first(root, "EntityType").addnext(deepcopy(first(root, "EntityType"))))
    yield "an annotation without a term", copy(lambda root: first(root, "Annotation").attrib.pop("Term"))


def test_the_rules_refuse_documents_with_one_mistake(service, rules):
    accepted = [mistake for mistake, document in broken(read(service, "admin1")) if rules.validate(document)]
    assert accepted == []


@pytest.mark.parametrize("user", ROLES)
def test_every_annotation_has_one_value_and_every_path_of_one_is_a_property(service, user):
    document = read(service, user)
    for element in document.iter(EDM + "Annotation", EDM + "PropertyValue"):
        assert len(CONSTANTS & set(element.attrib)) + len(element) == 1, etree.tostring(element)
    for entity in document.iter(EDM + "EntityType"):
        properties = named(entity, "Property")
        for element in entity.iter(EDM + "PropertyValue"):
            assert element.get("PropertyPath") is None or element.get("PropertyPath") in properties
    types = named(document, "EntityType")
    for item in document.iter(EDM + "EntitySet"):
        properties = named(types[item.get("Name")], "Property")
        assert all(path.text in properties for path in item.iter(EDM + "PropertyPath"))


@pytest.mark.parametrize("user", ROLES)
def test_no_two_actions_of_one_name_are_bound_to_the_same_type(service, user):
    actions = [(item.get("Name"), item[0].get("Type")) for item in read(service, user).iter(EDM + "Action")]
    assert len(actions) == len(set(actions))
    assert all(item.get("IsBound") == "true" for item in read(service, user).iter(EDM + "Action"))


@pytest.mark.parametrize("user", ROLES)
def test_partners_lead_back_and_every_type_has_a_set_that_binds_its_navigations(service, user):
    document = read(service, user)
    types, sets = named(document, "EntityType"), named(document, "EntitySet")
    assert set(types) == set(sets)
    for name, entity in types.items():
        navigations = named(entity, "NavigationProperty")
        targets = {key: plain(item.get("Type")).removeprefix("crm.") for key, item in navigations.items()}
        for key, item in navigations.items():
            if item.get("Partner"):
                partner = named(types[targets[key]], "NavigationProperty")[item.get("Partner")]
                assert plain(partner.get("Type")) == f"crm.{name}", etree.tostring(item)
        bindings = sets[name].iter(EDM + "NavigationPropertyBinding")
        assert {item.get("Path"): item.get("Target") for item in bindings} == targets


def facts_of_xml(document):
    """What the XML says, as plain values: types with their properties, lists, actions, sets."""
    def facets(item):
        whole = lambda key: int(item.get(key)) if item.get(key) else None
        marks = {mark.get("Term"): mark.get("Bool") or mark.get("String") for mark in item.findall(EDM + "Annotation")}
        return (item.get("Type"), item.get("Nullable") != "false", whole("MaxLength"), whole("Precision"),
                whole("Scale"), marks.get("Core.Description"), marks.get("Core.Computed") == "true",
                marks.get("Core.Immutable") == "true")

    def navigation(item):
        rule = item.find(EDM + "ReferentialConstraint")
        constraint = {rule.get("Property"): rule.get("ReferencedProperty")} if rule is not None else None
        return item.get("Type"), item.get("Partner"), constraint

    facts = {}
    for name, item in named(document, "EntityType").items():
        facts[name] = ({key: facets(value) for key, value in named(item, "Property").items()},
                       {key: navigation(value) for key, value in named(item, "NavigationProperty").items()})
    for name, item in named(document, "EnumType").items():
        facts[name] = (item.get("IsFlags") == "true",
                       {key: int(value.get("Value")) for key, value in named(item, "Member").items()})
    for item in document.iter(EDM + "Action"):
        facts.setdefault(item.get("Name"), []).append(
            [(part.get("Name"), part.get("Type"), part.get("Nullable") != "false")
             for part in item.findall(EDM + "Parameter")])
    facts["Container"] = {
        name: (item.get("EntityType"),
               {part.get("Path"): part.get("Target") for part in item.iter(EDM + "NavigationPropertyBinding")})
        for name, item in named(document, "EntitySet").items()}
    return facts


def facts_of_json(document):
    """The same of the JSON form."""
    def kind(item):
        name = item.get("$Type", "Edm.String")
        return f"Collection({name})" if item.get("$Collection") else name

    def facets(item):
        return (kind(item), item.get("$Nullable", False), item.get("$MaxLength"), item.get("$Precision"),
                item.get("$Scale"), item.get("@Core.Description"), item.get("@Core.Computed", False),
                item.get("@Core.Immutable", False))

    def parts(item, wanted):
        return {key: value for key, value in item.items()
                if key[0] not in "$@" and isinstance(value, dict)
                and (value.get("$Kind") == "NavigationProperty") == wanted}

    facts = {}
    for name, item in document["crm"].items():
        if name.startswith("@"):
            continue
        if isinstance(item, list):
            facts[name] = [[(part["$Name"], kind(part), part.get("$Nullable", False)) for part in overload["$Parameter"]]
                           for overload in item]
        elif item["$Kind"] == "EnumType":
            facts[name] = (item.get("$IsFlags", False),
                           {key: value for key, value in item.items() if "@" not in key and key[0] != "$"})
        elif item["$Kind"] == "EntityType":
            facts[name] = (
                {key: facets(value) for key, value in parts(item, False).items()},
                {key: (kind(value), value.get("$Partner"), value.get("$ReferentialConstraint"))
                 for key, value in parts(item, True).items()})
        else:
            facts[name] = {key: (value["$Type"], value.get("$NavigationPropertyBinding", {}))
                           for key, value in item.items() if key[0] not in "$@"}
    return facts


@pytest.mark.parametrize("user", ROLES)
def test_the_json_form_says_the_same_as_the_xml_form(service, user):
    written = facts_of_xml(read(service, user))
    answer = fetch(service, user, Accept="application/json").json()
    told = facts_of_json(answer)
    assert set(written) == set(told)
    for name, fact in written.items():
        assert fact == told[name], name


def value_of(element):
    """The value of an annotation or of a part of one, as the JSON form writes it."""
    if element.get("Bool"):
        return element.get("Bool") == "true"
    if element.get("Int"):
        return int(element.get("Int"))
    if element.get("EnumMember"):
        return element.get("EnumMember").rpartition("/")[2]
    for key in ("String", "PropertyPath"):
        if element.get(key) is not None:
            return element.get(key)
    inner = element[0]
    return [item.text if len(item) == 0 else record(item) for item in inner] if inner.tag == EDM + "Collection" \
        else record(inner)


def record(element):
    return {part.get("Property"): value_of(part) for part in element}


def annotations_of_xml(element):
    return {f'@{item.get("Term")}': value_of(item) for item in element.findall(EDM + "Annotation")}


def annotations_of_json(item):
    return {key: value for key, value in item.items() if key.startswith("@")}


@pytest.mark.parametrize("user", ROLES)
def test_both_forms_have_the_same_annotations_of_types_sets_and_the_service(service, user):
    document, told = read(service, user), fetch(service, user, Accept="application/json").json()
    model = told["crm"]
    for name, item in named(document, "EntityType").items():
        assert annotations_of_xml(item) == annotations_of_json(model[name]), name
    for name, item in named(document, "EntitySet").items():
        assert annotations_of_xml(item) == annotations_of_json(model["Container"][name]), name
    container = next(document.iter(EDM + "EntityContainer"))
    assert annotations_of_xml(container) == annotations_of_json(model["Container"])
    aliases = {part["$Alias"] for reference in told["$Reference"].values() for part in reference["$Include"]}
    assert aliases == {item.get("Alias") for item in document.iter() if item.tag.endswith("}Include")}
