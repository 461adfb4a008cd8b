"""A message becomes an appeal, once, with a number, a line and a due date."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from priemnaya.contracts.appeals import AppealContinued, AppealRegistered
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.words import ApplicantRole, Channel, Line, QuestionKind
from priemnaya.regulation.deadlines import deadline
from priemnaya.regulation.load import load
from tests.component.triage.conftest import Triage
from tests.unit.triage.arrivals import ARRIVED, dialog, letter
from triage.tables import ACKNOWLEDGEMENTS, APPEALS, AUDIT, NUMBERS

REGULATION = load().at(ARRIVED)


def operator_of(region: str, seq: int = 1, **fields: date | str | None) -> DirectoryChanged:
    values = {"operator": "ГАУ «Центр»", "contract_from": date(2020, 1, 1)} | fields
    return DirectoryChanged.model_validate(
        {"aggregate_id": uuid4(), "seq": seq, "occurred_at": ARRIVED, "region": region} | values
    )


async def test_a_letter_is_registered_with_everything_the_desk_needs(triage: Triage) -> None:
    message = letter(subject="Запись", text=" Когда начнётся запись на занятия? ")
    await triage.hear(message)
    (appeal,) = await triage.told(AppealRegistered)
    year = REGULATION.day_of(appeal.registered_at).year
    assert (appeal.number, appeal.display_number) == (f"BB-{year}-000001", f"ББ-{year}-000001")
    assert (appeal.message_id, appeal.reply_to) == (message.aggregate_id, message.reply_to)
    assert (appeal.line, appeal.line_clause) == (Line.DEPARTMENT, "5.3")
    assert appeal.deadline == deadline(REGULATION, Channel.BILET, ARRIVED)
    assert appeal.questions == ("Когда начнётся запись на занятия?",)
    assert appeal.acknowledge


async def test_clause_4_1_4_a_letter_to_info_has_30_days_and_stands_in_the_journal(
    triage: Triage,
) -> None:
    await triage.hear(letter(channel=Channel.INFO))
    (appeal,) = await triage.told(AppealRegistered)
    assert appeal.number.startswith("VH-")
    assert appeal.display_number.startswith("ВХ-")
    assert appeal.deadline == deadline(REGULATION, Channel.INFO, appeal.registered_at)
    assert appeal.deadline.clause == "4.1.4"
    year = REGULATION.day_of(appeal.registered_at).year
    status, page = await triage.get(f"/journal?year={year}")
    assert status == 200
    assert [(row["number"], row["assumed"]) for row in page["rows"]] == [(appeal.number, True)]


async def test_clause_4_2_a_dialog_shares_the_desks_journal_with_the_projects_mailbox(
    triage: Triage,
) -> None:
    await triage.hear(letter(), dialog(), letter(channel=Channel.INFO))
    numbers = sorted(a.number[:2] + a.number[-6:] for a in await triage.told(AppealRegistered))
    assert numbers == ["BB000001", "BB000002", "VH000001"]


async def test_the_same_message_again_does_nothing(triage: Triage) -> None:
    message = letter()
    await triage.hear(message)
    await triage.hear(message, letter())
    await triage.hear(message)
    assert len(await triage.told(AppealRegistered)) == 2


async def test_a_message_that_the_inbox_forgot_is_still_registered_once(triage: Triage) -> None:
    message = letter()
    await triage.hear(message)
    async with triage.context.database.begin() as tx:
        await tx.connection.execute(triage.hosted.service.bus.inbox.delete())
    await triage.hear(message, letter())
    assert len(await triage.told(AppealRegistered)) == 2
    assert await triage.rows(select(triage.hosted.service.bus.failed.c.reason)) == []


async def test_clause_5_8_a_mentors_organisational_question_goes_to_the_operator_in_contract(
    triage: Triage,
) -> None:
    await triage.hear(operator_of("16"), operator_of("77", contract_to=date(2020, 1, 31)))
    asked = {"role": ApplicantRole.MENTOR, "question_kind": QuestionKind.INFORMATIONAL}
    await triage.hear(
        dialog(region="16", **asked), dialog(region="77", **asked), dialog(region="02", **asked)
    )
    routes = {a.region: (a.line, a.line_clause) for a in await triage.told(AppealRegistered)}
    assert routes == {
        "16": (Line.OPERATOR, "5.8"),
        "77": (Line.DEPARTMENT, "5.6.2"),
        "02": (Line.DEPARTMENT, "5.6.2"),
    }


async def test_an_older_word_of_the_directory_changes_nothing(triage: Triage) -> None:
    await triage.hear(operator_of("16", seq=2, operator=None))
    await triage.hear(operator_of("16", seq=1))
    asked = {"role": ApplicantRole.SITE, "question_kind": QuestionKind.INFORMATIONAL}
    await triage.hear(dialog(region="16", **asked))
    (appeal,) = await triage.told(AppealRegistered)
    assert appeal.line is Line.DEPARTMENT


async def test_one_address_is_acknowledged_five_times_a_day_however_it_is_written(
    triage: Triage,
) -> None:
    ways = ["a@example.ru", "A@Example.ru", "a+1@example.ru", "a+2@example.ru"]
    await triage.hear(*[letter(way) for way in ways])
    await triage.hear(*[letter(way) for way in ways], letter("b@example.ru"), dialog())
    await triage.hear(*[letter(way) for way in ways])
    appeals = await triage.told(AppealRegistered)
    assert len(appeals) == 14
    acknowledged = [a.reply_to.address for a in appeals if a.acknowledge]
    assert len([a for a in acknowledged if a and a.lower().startswith("a")]) == 5
    assert "b@example.ru" in acknowledged
    assert None in acknowledged


async def test_acknowledgements_of_yesterday_are_forgotten_after_two_days(triage: Triage) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=3)
    async with triage.context.database.begin() as tx:
        row = {"address_key": b"x", "hour": long_ago, "count": 5}
        await tx.connection.execute(ACKNOWLEDGEMENTS.insert(), row)
    await triage.hear(letter())
    await triage.step("forget_acknowledgements")
    hours = await triage.rows(select(ACKNOWLEDGEMENTS.c.hour))
    assert len(hours) == 2
    assert all(row.hour > long_ago for row in hours)


async def test_each_registration_leaves_its_grounds_in_the_audit(triage: Triage) -> None:
    await triage.hear(letter("secret@example.ru", text="Тайна"))
    (entry,) = await triage.rows(select(AUDIT))
    assert entry.action == "appeal.registered"
    assert (entry.details["line_clause"], entry.details["due_clause"]) == ("5.4", "4.3")
    assert entry.details["regulation_version"] == "2020"
    assert "secret" not in str(entry.details)
    assert "Тайна" not in str(entry.details)


@pytest.mark.parametrize(
    "message",
    [
        letter("", subject="", text=""),
        letter("a\x00b@example.ru", subject="\x00", text="\x00"),
        letter(continues="'; DROP TABLE appeals; --"),
        letter(continues="\x00"),
        letter(subject="ББ-2020-999999999999 " * 4000),
        letter(region="\x00", login="\x00"),
        letter(text="ы" * 100_000, truncated=True),
        letter(address="a" * 50_000 + "@example.ru"),
        letter(received_at=datetime(1970, 1, 1, tzinfo=UTC)),
        letter(received_at=datetime(2099, 12, 31, tzinfo=UTC)),
        dialog(region="99", text="🙂"),
    ],
    ids=lambda m: "",
)
async def test_clause_2_7_whatever_arrives_is_registered(
    triage: Triage, message: AppealContinued
) -> None:
    await triage.hear(message, letter())
    assert len(await triage.told(AppealRegistered)) == 2
    assert len(await triage.rows(select(APPEALS.c.id))) == 2
    assert len(await triage.rows(select(NUMBERS.c.number))) == 2
