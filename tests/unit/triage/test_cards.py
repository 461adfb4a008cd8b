"""Registration cards: what is written on them and how they are printed."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from priemnaya.contracts.words import Attachment, Channel, Line, MailThread, ReplyChannel, ReplyTo
from tests.unit.triage.arrivals import letter
from triage.journal import cards, texts
from triage.journal.domain import (
    ADDRESS_LIMIT,
    ANNOTATION_LIMIT,
    SUBJECT_LIMIT,
    card_row,
    changes,
    one_line,
    shortened,
)
from triage.journal.schemas import Card, Correction

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2020, 10, 12, 21, 30, tzinfo=UTC)

HOSTILE = {
    "one letter": "ы" * 100_000,
    "wide letters": "Щ" * 100_000,
    "unbroken words": f"{'W' * 500} {'щ' * 500} " * 99,
    "lines": "строка\n" * 10_000,
    "bidi": "\u202eтюревереп\u2066 שלום \u061c" * 1_000,
    "emoji": "🙂👩‍👩‍👧‍👦🏳️‍🌈" * 1_000,
    "stacked accents": "е" + "\u0301" * 50_000,
    "very wide": "﷽𒐫⸻" * 1_000,
    "hieroglyphs": "漢字" * 1_000,
    "NUL": "до\x00после\x01\x1f\x7f\x85" * 1_000,
    "markup of the template": '#panic("x") $x$ \\ ] " } <b> @see #include "/etc/passwd"' * 100,
    "markup of XML": "]]> <!DOCTYPE x> &amp; <x/> ﷐\ufffe\uffff" * 100,
    "invisible": "\u200b\u200e\ufeff" * 10_000,
    "nothing": " \n\t ",
}


def registered(text: str = "Где взять код?", subject: str = "Код", **fields: Any) -> dict[str, Any]:
    """The row of a letter that was just registered."""
    return card_row(
        "VH-2020-000007", letter(channel=Channel.INFO, text=text, subject=subject, **fields)
    )


def card(row: dict[str, Any] | None = None, **fields: Any) -> Card:
    values: dict[str, Any] = {
        "version": 1,
        "display_number": "ВХ-2020-000007",
        "position": 7,
        "registered_on": date(2020, 10, 13),
        "message_id": uuid4(),
        "assumed": True,
        "appeal": "VH-2020-000007",
        "appeal_display_number": "ВХ-2020-000007",
        "channel": Channel.INFO,
        "closed": False,
        "due_at": datetime(2020, 11, 12, 20, 59, 59, tzinfo=UTC),
        "due_clause": "4.1.4",
        "regulation_version": "2020",
        "line": Line.DEPARTMENT,
        "corrections": [],
        **dict.fromkeys(("surname", "first_name", "sheets", "external_number", "external_date")),
        **dict.fromkeys(("region", "assignee", "signed_by", "signed_post", "signed_at")),
    }
    return Card.model_validate(values | (row or registered()) | fields)


def correction(**fields: Any) -> Correction:
    values = {
        "version": 2,
        "at": NOW,
        "login": "registrar",
        "name": "Белова Тамара Сергеевна",
        "field": "surname",
        "old": None,
        "new": "Петрова",
        "because": "Указано в подписи",
    }
    return Correction.model_validate(values | fields)


def full_of(text: str) -> Card:
    """Every text on the card says this, as long as it may be."""
    name = shortened(one_line(text), 200) or "-"
    line = shortened(one_line(text), SUBJECT_LIMIT) or "-"
    made = correction(field="annotation", name=name, old=line, new=line, because=line)
    sender = ReplyTo(channel=ReplyChannel.MAIL, address=f"{text}@example.ru", name=text)
    row = registered(text, text, reply_to=sender, thread=MailThread(mailbox=text))
    signed = {"signed_by": name, "signed_post": name, "signed_at": NOW}
    entered = dict.fromkeys(("surname", "first_name", "external_number", "assignee"), name)
    external = {"external_date": date(2020, 10, 14), "sheets": 99_999}
    operator = {"line": Line.OPERATOR, "region": "16"}
    filled = {**signed, **entered, **external, **operator}
    return card(row, corrections=[made] * 50, **filled)


def said(shown: Card) -> dict[str, str]:
    """What the printed card says, by label."""
    return {row.label: row.value for row in texts.rows(shown, MOSCOW)}


def pages(pdf: bytes) -> int:
    (found,) = re.findall(rb"/Type/Pages/Count (\d+)", pdf)
    return int(found)


def test_a_card_begins_with_what_the_letter_says() -> None:
    sender = ReplyTo(channel=ReplyChannel.MAIL, address="mama@example.ru", name=" Мария\tП. ")
    file = Attachment(id=uuid4(), name="a", size=1, content_type="text/plain", sha256="0")
    row = registered(
        " Добрый день!\r\n\r\nГде код? ",
        "Код\n участника",
        reply_to=sender,
        attachments=(file, file),
        thread=MailThread(mailbox="info@worldskills.ru"),
    )
    assert row == {
        "number": "VH-2020-000007",
        "mailbox": "info@worldskills.ru",
        "applicant": "Мария П.",
        "address": "mama@example.ru",
        "subject": "Код участника",
        "annotation": "Добрый день! Где код?",
        "attachments": 2,
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_the_letter_says_its_card_is_short_and_legible(text: str) -> None:
    sender = ReplyTo(channel=ReplyChannel.MAIL, address=text, name=text)
    row = registered(text, text, reply_to=sender)
    assert len(row["annotation"]) <= ANNOTATION_LIMIT
    assert len(row["subject"]) <= SUBJECT_LIMIT
    assert len(row["address"] or "") <= ADDRESS_LIMIT
    for value in (row["annotation"], row["subject"], row["address"] or "", row["applicant"] or ""):
        assert not re.search("[\x00-\x1f\x7f-\x9f]", value)
        value.encode()


def test_a_text_is_cut_between_words_where_it_can_be() -> None:
    assert shortened("один два три", 12) == "один два три"
    assert shortened("слово " * 30, 100) == "слово " * 15 + "слово…"
    assert shortened("с" * 30, 10) == "с" * 9 + "…"


def test_only_what_differs_is_a_change() -> None:
    before = {"surname": None, "subject": "Код", "sheets": 1, "external_date": date(2020, 10, 1)}
    made = changes(
        before,
        {
            "surname": "Петрова",
            "subject": "Код",
            "sheets": None,
            "external_date": date(2020, 10, 2),
        },
    )
    assert [(c.field, c.old, c.new) for c in made] == [
        ("surname", None, "Петрова"),
        ("sheets", "1", None),
        ("external_date", "2020-10-01", "2020-10-02"),
    ]


def test_the_printed_card_says_number_day_term_and_who_signed() -> None:
    shown = said(
        card(signed_by="Белова Т. С.", signed_post="делопроизводитель", signed_at=NOW, sheets=2)
    )
    assert shown["Входящий номер"] == "ВХ-2020-000007"
    assert shown["Дата регистрации"].startswith("13.10.2020")
    assert shown["Срок ответа"].startswith("12.11.2020 включительно (п. 4.1.4 Порядка")
    # Midnight in Moscow has passed already.
    assert shown["Регистрацию подтвердил"] == "Белова Т. С., делопроизводитель, 13.10.2020 00:30"
    assert shown["Листов / приложений"] == "2 / 0"
    assert said(card())["Регистрацию подтвердил"] == "не подписано"


@pytest.mark.parametrize(
    ("entered", "shown"),
    [
        ({}, "Мария П."),
        ({"surname": "Петрова"}, "Петрова"),
        ({"surname": "Петрова", "first_name": "Мария"}, "Петрова Мария"),
        ({"applicant": None}, "—"),
    ],
)
def test_the_applicant_is_named_as_entered_or_else_as_in_the_letter(
    entered: dict[str, Any], shown: str
) -> None:
    assert said(card(**{"applicant": "Мария П.", **entered}))["Заявитель"] == shown


@pytest.mark.parametrize(
    ("number", "day", "shown"),
    [
        ("01-15/7", date(2020, 10, 14), "№ 01-15/7 от 14.10.2020"),
        ("01-15/7", None, "№ 01-15/7"),
        (None, date(2020, 10, 14), "от 14.10.2020"),
        (None, None, "—"),
    ],
)
def test_the_number_of_another_document_system_has_a_field_of_its_own(
    number: str | None, day: date | None, shown: str
) -> None:
    numbered = card(external_number=number, external_date=day)
    assert said(numbered)["Номер и дата во внешней СЭД"] == shown
    assert said(numbered)["Входящий номер"] == "ВХ-2020-000007"


def test_the_assignment_names_the_line_its_region_and_the_person() -> None:
    operator = card(line=Line.OPERATOR, region="16", assignee="operator16")
    assert said(operator)["Направлено по компетенции"] == (
        "вторая линия, региональный оператор (Республика Татарстан); исполнитель: operator16"
    )
    own = said(card(region="16"))["Направлено по компетенции"]
    assert own == "первая линия, отдел по работе с региональной сетью"


def test_the_printed_card_shows_the_latest_corrections_and_how_many_there_are() -> None:
    made = [correction(version=n, old=f"было {n}", new=None) for n in range(2, 7)]
    shown = said(card(corrections=made))["Исправления"].splitlines()
    assert len(shown) == texts.SHOWN_CORRECTIONS + 1
    assert shown[0].endswith("фамилия: «было 6» → — (Указано в подписи)")
    assert shown[-1] == "Всего исправлений: 5"


def test_a_card_is_printed_with_the_fonts_of_the_package_alone() -> None:
    pdf = cards.pdf(card(corrections=[correction()]), MOSCOW)
    fonts = {name.split(b"+")[1] for name in re.findall(rb"/FontName/([^\s/]+)", pdf)}
    assert fonts == {b"LibertinusSerif-Regular", b"LibertinusSerif-Bold"}
    assert pages(pdf) == 1


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_card_is_one_page_whatever_stands_on_it(text: str) -> None:
    assert pages(cards.pdf(full_of(text), MOSCOW)) == 1
