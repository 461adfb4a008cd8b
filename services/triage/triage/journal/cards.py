"""A registration card on paper (PDF) and for another document system (XML)."""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

import typst

from . import texts
from .schemas import Card, Correction

TEMPLATE = Path(__file__).with_name("card.typ")
SCHEMA = Path(__file__).with_name("card.xsd")
NAMESPACE = "urn:priemnaya:registration-card:1"
# They turn the direction of a line or show nothing: on paper they only mislead.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_LONG_WORD = re.compile(r"\S{25}(?=\S)")
_BREAK = "\u200b"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
E_MAIL = "e-mail"


@cache
def _fonts() -> typst.Fonts:
    """Those inside the package, so that a card looks alike wherever it is printed."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(card: Card, zone: ZoneInfo) -> bytes:
    """One page of A4. Takes some 20 ms of a processor: call it in a thread."""
    page = {
        "organisation": texts.ORGANISATION,
        "title": texts.TITLE,
        "heading": texts.heading(card),
        "rows": [row._replace(value=_printable(row.value)) for row in texts.rows(card, zone)],
    }
    inputs = {"card": json.dumps(page, ensure_ascii=False)}
    return typst.compile(TEMPLATE, font_paths=_fonts(), sys_inputs=inputs, format="pdf")


def _printable(text: str) -> str:
    """A word longer than a line may break anywhere."""
    return _LONG_WORD.sub(lambda found: found[0] + _BREAK, _UNSEEN.sub("", text))


def xml(card: Card, now: datetime) -> bytes:
    """By the schema in `card.xsd`, which says what each element and attribute means."""
    root = Element("RegistrationCard", xmlns=NAMESPACE)
    _add(
        root,
        "Header",
        time=now.isoformat(),
        version=card.version,
        from_organization=texts.ORGANISATION,
        from_system=texts.SYSTEM,
    )
    _document(root, card)
    if card.corrections:
        made = _add(root, "Corrections")
        for correction in card.corrections:
            _correction(made, correction)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: Element, tag: str, text: str | None = None, **attributes: object) -> Element:
    """Attributes without a value are left out."""
    said = {name: _legal(str(v)) for name, v in attributes.items() if v is not None}
    known = {name: value for name, value in said.items() if value}
    element = SubElement(parent, tag, known)
    element.text = _legal(text or "")
    return element


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _document(root: Element, card: Card) -> None:
    document = _add(
        root,
        "Document",
        idnumber=card.message_id,
        type=texts.DOCUMENT_TYPE,
        pages=card.sheets,
        appendices=card.attachments,
        delivery=texts.delivery(card),
        collection=card.appeal,
    )
    _add(
        document,
        "RegNumber",
        card.display_number,
        regdate=card.registered_on,
        code=card.number,
        assumed=str(card.assumed).lower(),
    )
    if card.external_number or card.external_date:
        external = _add(document, "RegHistory", regdate=card.external_date)
        _add_known(external, "RegNumber", card.external_number)
    _add(document, "Title", card.subject)
    _add(document, "Annotation", card.annotation)
    _people(document, card)


def _add_known(parent: Element, tag: str, text: str | None, **attributes: object) -> None:
    """Nothing where the text says nothing."""
    if _legal(text or ""):
        _add(parent, tag, text, **attributes)


def _people(document: Element, card: Card) -> None:
    author = _add(_add(document, "Author"), "PrivatePerson")
    _add_known(
        author,
        "Name",
        texts.applicant(card),
        secname=card.surname,
        firstname=card.first_name,
    )
    _add_known(author, "Econtact", card.address, type=E_MAIL)
    addressee = _add(document, "Addressee")
    _add(addressee, "Organization", texts.ORGANISATION)
    _add_known(addressee, "Econtact", card.mailbox, type=E_MAIL)
    _add(
        document,
        "Executor",
        texts.executor(card),
        line=int(card.line),
        deadline=card.due_at.isoformat(),
        ground=card.due_clause,
    )
    if signature := card.signature:
        registrar = _add(document, "Registrar")
        _add(registrar, "Name", signature.name)
        _add(registrar, "Official", signature.post)
        _add(registrar, "SignDate", signature.at.isoformat())


def _correction(made: Element, one: Correction) -> None:
    element = _add(
        made,
        "Correction",
        time=one.at.isoformat(),
        name=one.name,
        field=one.field,
        version=one.version,
    )
    _add_known(element, "Old", one.old)
    _add_known(element, "New", one.new)
    _add(element, "Reason", one.because)
