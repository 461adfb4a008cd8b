"""The journal of incoming documents: cards, their sign-off and corrections."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.cases import CaseAssigned
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Line, MailThread, ReplyChannel, ReplyTo
from priemnaya.regulation.load import load
from priemnaya.runtime.identity import Identity, Role
from tests.component.triage.conftest import Triage
from tests.component.triage.test_desk import passed
from tests.unit.triage.arrivals import ARRIVED, letter, same_letter_in_both_mailboxes
from triage.journal import cards, store
from triage.tables import CARDS, CORRECTIONS, INCOMING

READERS = [Role.REGISTRAR, Role.LINE1, Role.HEAD, Role.AUDITOR, Role.ADMIN]
WRITERS = [Role.REGISTRAR, Role.HEAD, Role.ADMIN]
NAME = "Белова Тамара Сергеевна"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
POST = {"post": "Делопроизводитель"}
SURNAME = {"surname": "Петрова", "because": "Указана в подписи письма"}


async def ask(
    triage: Triage,
    method: str,
    path: str,
    role: Role = Role.REGISTRAR,
    body: dict[str, Any] | None = None,
    version: int | str | None = None,
) -> httpx.Response:
    """What somebody of this role is answered; `version` goes into If-Match."""

    async def identify(session: str) -> Identity | None:
        return Identity(id=uuid4(), login=role, name=NAME, role=role, region="16")

    triage.hosted.app.state.context = replace(triage.context, identify=identify)
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return await triage.client.request(method, f"/v1{path}", json=body, headers=headers)


async def registered(triage: Triage, message: MessageReceived | None = None) -> str:
    """The number of a document that came to the Union's mailbox."""
    await triage.hear(message or letter(channel=Channel.INFO))
    return (await triage.told(AppealRegistered))[-1].number


async def card(triage: Triage, number: str) -> dict[str, Any]:
    answer = await ask(triage, "GET", f"/cards/{number}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["etag"] == f'"{found["version"]}"'
    return found


async def test_clause_4_1_3_every_letter_to_the_unions_mailbox_has_a_card(triage: Triage) -> None:
    thread = MailThread(mailbox="info@worldskills.ru", message_id="a@example.ru")
    sender = ReplyTo(channel=ReplyChannel.MAIL, address="mama@example.ru", name="Мария П.")
    number = await registered(
        triage,
        letter(channel=Channel.INFO, reply_to=sender, thread=thread, text="Где код? " * 500),
    )
    found = await card(triage, number)
    (appeal,) = await triage.told(AppealRegistered)
    day = load().at(appeal.registered_at).day_of(appeal.registered_at)
    assert (found["number"], found["appeal"], found["position"]) == (number, number, 1)
    assert (found["registered_on"], found["assumed"]) == (day.isoformat(), True)
    assert (found["mailbox"], found["applicant"]) == ("info@worldskills.ru", "Мария П.")
    assert (found["address"], found["subject"]) == ("mama@example.ru", "Не приходит код")
    assert (len(found["annotation"]), found["annotation"][-5:]) == (999, "код?…")
    assert (found["line"], found["due_clause"]) == (1, "4.1.4")
    assert (found["signed_by"], found["corrections"], found["version"]) == (None, [], 1)


async def test_other_channels_have_no_card(triage: Triage) -> None:
    number = await registered(triage, letter())
    for path in ("", ".pdf", ".xml"):
        answer = await ask(triage, "GET", f"/cards/{number}{path}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_copy_of_a_letter_has_a_card_that_names_the_appeal_it_joined(
    triage: Triage,
) -> None:
    first, second = same_letter_in_both_mailboxes()
    appeal = await registered(triage, first)
    await triage.hear(second)
    found = await card(triage, appeal.replace("BB", "VH"))
    assert (found["appeal"], found["message_id"]) == (appeal, str(second.aggregate_id))
    assert found["channel"] == "bilet"


@pytest.mark.parametrize("role", Role)
async def test_who_may_read_and_write_cards(triage: Triage, role: Role) -> None:
    number = await registered(triage)
    reads = ["/journal?year=2020", "/journal.xlsx?year=2020", "/cards/schema.xsd"]
    reads += [f"/cards/{number}{kind}" for kind in ("", ".pdf", ".xml")]
    read = {(await ask(triage, "GET", path, role)).status_code for path in reads}
    assert read == {200 if role in READERS else 403}
    corrected = await ask(triage, "PATCH", f"/cards/{number}", role, SURNAME, 1)
    signed = await ask(triage, "POST", f"/cards/{number}/signature", role, POST)
    written = {corrected.status_code, signed.status_code}
    assert written == {200 if role in WRITERS else 403}


async def test_the_journal_says_who_signed_and_what_another_system_gave(triage: Triage) -> None:
    number = await registered(triage)
    await registered(triage)
    await ask(triage, "POST", f"/cards/{number}/signature", body=POST)
    external = {"external_number": "7", "external_date": "2020-10-14", "because": "Из СЭД"}
    await ask(triage, "PATCH", f"/cards/{number}", body=external, version=2)
    answer = await ask(triage, "GET", f"/journal?year={number.split('-')[1]}")
    first, second = answer.json()["rows"]
    assert (first["signed_by"], first["signed_post"]) == (NAME, "Делопроизводитель")
    assert (first["external_number"], first["external_date"]) == ("7", "2020-10-14")
    assert (second["signed_by"], second["external_number"]) == (None, None)


async def test_clause_4_1_3_the_card_follows_the_case_to_its_line_and_person(
    triage: Triage,
) -> None:
    number = await registered(triage)
    (appeal,) = await triage.told(AppealRegistered)
    taken = CaseAssigned(
        aggregate_id=appeal.aggregate_id,
        seq=1,
        occurred_at=ARRIVED,
        number=number,
        line=Line.DEPARTMENT,
        region=None,
        assignee="line1",
    )
    await triage.hear(taken)
    assert (await card(triage, number))["assignee"] == "line1"
    await triage.hear(passed(appeal, 2, Line.DEVELOPERS, None))
    await triage.hear(taken)
    found = await card(triage, number)
    assert (found["line"], found["assignee"]) == (3, None)


async def test_a_card_is_printed_on_one_page_whatever_the_letter_says(triage: Triage) -> None:
    for text_ in ("\x00" * 1000, "Щ" * 100_000, "\u202e🙂" * 1000, '#panic("x")' * 1000):
        number = await registered(triage, letter(channel=Channel.INFO, text=text_, subject=text_))
        answer = await ask(triage, "GET", f"/cards/{number}.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert b"/Type/Pages/Count 1/" in answer.content


async def test_a_card_goes_to_another_system_as_xml(triage: Triage) -> None:
    number = await registered(triage, letter(channel=Channel.INFO, subject="<x>&\x01"))
    answer = await ask(triage, "GET", f"/cards/{number}.xml")
    assert answer.headers["content-type"] == "application/xml"
    assert answer.headers["content-disposition"] == f'attachment; filename="{number}.xml"'
    root = ElementTree.fromstring(answer.content)
    assert root.findtext(f".//{{{cards.NAMESPACE}}}Title") == "<x>&"
    schema = await ask(triage, "GET", "/cards/schema.xsd")
    assert schema.content == cards.SCHEMA.read_bytes()


def sheet(book: bytes) -> list[dict[str, str | None]]:
    """The rows below the head of a spreadsheet, by title; proves that no cell is a formula."""
    with zipfile.ZipFile(BytesIO(book)) as parts:
        root = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert list(root.iter(f"{SHEET}f")) == []
    head, *rows = [
        {
            str(cell.get("r")).rstrip("0123456789"): cell.findtext(f"{SHEET}is/{SHEET}t")
            or cell.findtext(f"{SHEET}v")
            for cell in row
        }
        for row in root.iter(f"{SHEET}row")
    ]
    return [{str(head[column]): value for column, value in row.items()} for row in rows]


async def test_the_journal_of_a_year_is_exported_whole_and_in_order(triage: Triage) -> None:
    many = store.BATCH + 2
    await triage.hear(*[letter(channel=Channel.INFO) for _ in range(many)])
    year = (await triage.told(AppealRegistered))[0].number.split("-")[1]
    answer = await ask(triage, "GET", f"/journal.xlsx?year={year}")
    assert answer.headers["content-disposition"] == f'attachment; filename="VH-{year}.xlsx"'
    numbers = [row["Входящий номер"] for row in sheet(answer.content)]
    assert numbers == [f"ВХ-{year}-{n:06}" for n in range(1, many + 1)]
    assert sheet((await ask(triage, "GET", "/journal.xlsx?year=2001")).content) == []


async def test_no_text_of_a_letter_becomes_a_formula_or_a_link(triage: Triage) -> None:
    texts = ["=1+1", "{=SUM(A1)}", "@cmd", "+7", "-1", "http://evil.example", "1e5"]
    await triage.hear(*[letter(channel=Channel.INFO, subject=one) for one in texts])
    year = (await triage.told(AppealRegistered))[0].number.split("-")[1]
    answer = await ask(triage, "GET", f"/journal.xlsx?year={year}")
    assert [row["Тема"] for row in sheet(answer.content)] == texts


async def test_a_connection_that_does_not_say_who_reads_sees_no_card(triage: Triage) -> None:
    number = await registered(triage)
    await ask(triage, "PATCH", f"/cards/{number}", body=SURNAME, version=1)
    async with triage.context.database.engine.connect() as connection:
        for table in (CARDS, CORRECTIONS):
            assert (await connection.execute(select(table))).all() == []


@pytest.mark.parametrize("change", ["UPDATE {} SET registered_on = '2020-01-01'", "DELETE FROM {}"])
async def test_clause_4_1_2_number_and_date_stay_as_they_were_given(
    triage: Triage, change: str
) -> None:
    await registered(triage)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with triage.context.database.begin() as tx:
            await tx.connection.execute(text(change.format(INCOMING)))
