"""Registration cards as XML for another document system."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from lxml import etree  # type: ignore[import-untyped]

from tests.unit.triage.test_cards import HOSTILE, NOW, card, correction, full_of
from triage.journal import cards

SCHEMA = etree.XMLSchema(etree.fromstring(cards.SCHEMA.read_bytes()))


def read(xml: bytes) -> ElementTree.Element:
    """The XML, valid by its schema."""
    SCHEMA.assertValid(etree.fromstring(xml))
    return ElementTree.fromstring(xml)


def text_of(root: ElementTree.Element, path: str) -> str | None:
    steps = "/".join(f"{{{cards.NAMESPACE}}}{step}" for step in path.split("/"))
    return root.findtext(steps)


def test_the_number_of_another_document_system_is_the_history_of_registration() -> None:
    numbered = card(external_number="01-15/7", external_date=date(2020, 10, 14))
    root = read(cards.xml(numbered, NOW))
    assert text_of(root, "Document/RegHistory/RegNumber") == "01-15/7"
    dated = read(cards.xml(card(external_date=date(2020, 10, 14)), NOW))
    history = dated.find("Document/RegHistory", {"": cards.NAMESPACE})
    assert history is not None
    assert history.attrib == {"regdate": "2020-10-14"}
    assert list(history) == []
    assert read(cards.xml(card(), NOW)).find("Document/RegHistory", {"": cards.NAMESPACE}) is None


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_xml_is_valid_whatever_stands_on_the_card(text: str) -> None:
    shown = full_of(text)
    root = read(cards.xml(shown, NOW))
    assert (text_of(root, "Document/Title") or "") == shown.subject
    assert (text_of(root, "Document/Annotation") or "") == shown.annotation


def test_characters_that_xml_does_not_know_are_left_out() -> None:
    root = read(cards.xml(card(subject="а\x00б\ud800в\ufffeг"), NOW))
    assert text_of(root, "Document/Title") == "абвг"


def test_the_xml_names_what_the_standard_names() -> None:
    shown = card(
        surname="Петрова",
        first_name="Мария",
        signed_by="Белова Т. С.",
        signed_post="делопроизводитель",
        signed_at=NOW,
        corrections=[correction()],
        appeal="BB-2020-000001",
        sheets=3,
    )
    root = read(cards.xml(shown, NOW))
    namespace = {"": cards.NAMESPACE}
    document = root.find("Document", namespace)
    assert document is not None
    assert (document.get("pages"), document.get("collection")) == ("3", "BB-2020-000001")
    number = document.find("RegNumber", namespace)
    assert number is not None
    assert number.text == "ВХ-2020-000007"
    assert number.attrib == {"regdate": "2020-10-13", "code": "VH-2020-000007", "assumed": "true"}
    assert text_of(root, "Document/Author/PrivatePerson/Name") == "Петрова Мария"
    assert text_of(root, "Document/Author/PrivatePerson/Econtact") == "mama@example.ru"
    assert text_of(root, "Document/Registrar/Official") == "делопроизводитель"
    assert text_of(root, "Corrections/Correction/New") == "Петрова"


def test_an_anonymous_unsigned_card_without_a_subject_is_valid_too() -> None:
    empty = dict.fromkeys(("applicant", "address", "mailbox"))
    root = read(cards.xml(card(subject="", annotation="", **empty), NOW))
    assert text_of(root, "Document/Author/PrivatePerson/Name") is None
    assert text_of(root, "Document/Registrar/Name") is None


def test_every_element_and_attribute_of_the_schema_is_described_in_russian() -> None:
    schema = ElementTree.fromstring(cards.SCHEMA.read_bytes())
    xs = "{http://www.w3.org/2001/XMLSchema}"
    types = {one.get("name") for one in schema.iter(f"{xs}complexType") if one.get("name")}
    described = f"{xs}annotation/{xs}documentation"
    for one in [*schema.iter(f"{xs}element"), *schema.iter(f"{xs}attribute")]:
        if one.get("type") not in types:
            assert re.search("[а-яё]", one.findtext(described) or ""), one.attrib
    for one in schema.iter(f"{xs}complexType"):
        if one.get("name"):
            assert re.search("[а-яё]", one.findtext(described) or ""), one.attrib
