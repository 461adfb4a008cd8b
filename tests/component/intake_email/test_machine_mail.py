"""Mail of machines: parked, visible, never answered; a letter of ours that came back is a fact."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from intake_email.letters.bounces import Bounce
from intake_email.letters.parse import Letter
from intake_email.machine_mail import bounces
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.replies import ReplyBounced
from priemnaya.contracts.thread import acknowledgement_id, reply_id
from priemnaya.runtime.identity import Role
from tests.support.stack import One

from .desk import ask, do, let_staff_in
from .post import accepted, raw_letter, read_all, row

Start = Callable[[str], Awaitable[One]]
NUMBER = "BB-2020-000007"


@pytest.fixture
async def intake(one: Start) -> One:
    return let_staff_in(await one("intake-email"))


def ours(intake: One, secret: str | None = None) -> str:
    """The Message-ID of an answer of ours."""
    known = secret or intake.context.settings.thread_secret.get_secret_value()
    return reply_id(known, NUMBER, "0" * 32, "worldskills.ru")


def bounced(about: str, **fields: str) -> bytes:
    return raw_letter(
        1,
        "User unknown",
        "utf-8",
        **{"From": "MAILER-DAEMON@mx.example.org", "In_Reply_To": f"<{about}>", **fields},
    )


async def said(intake: One) -> list[ReplyBounced]:
    await read_all(intake)
    return [fact for fact in await intake.said() if isinstance(fact, ReplyBounced)]


async def test_a_bounce_of_our_letter_is_said_with_its_number(intake: One) -> None:
    id_ = await accepted(intake, bounced(ours(intake)))
    (fact,) = await said(intake)
    assert (fact.aggregate_id, fact.number) == (id_, NUMBER)
    assert fact.mail_message_id == ours(intake)
    assert fact.bounces
    found = await row(intake, id_)
    assert (found.state, found.reason, found.continues) == ("parked", "bounce", NUMBER)


async def test_a_bounce_that_names_nobody_counts_as_final(intake: One) -> None:
    await accepted(intake, bounced(ours(intake)))
    (fact,) = await said(intake)
    assert [(one.status, one.hard) for one in fact.bounces] == [("5.0.0", True)]


def report(about: str, *recipients: tuple[str, str, str]) -> bytes:
    """As RFC 3464 has it: who, what was done, and the status; our letter's header is returned."""
    fields = "".join(
        f"\nFinal-Recipient: rfc822; {who}\nAction: {action}\nStatus: {status}\n"
        for who, action, status in recipients
    )
    parts = {
        "text/plain": "Your message could not be delivered.",
        "message/delivery-status": f"Reporting-MTA: dns; mx.example.org\n{fields}",
        "text/rfc822-headers": f"From: bilet@worldskills.ru\nMessage-ID: <{about}>\n",
    }
    body = "".join(f"--b\nContent-Type: {kind}\n\n{told}\n" for kind, told in parts.items())
    return raw_letter(
        1,
        f"{body}--b--",
        "utf-8",
        **{
            "From": "Mail Delivery System <MAILER-DAEMON@mx.example.org>",
            "Content-Type": "multipart/report; report-type=delivery-status; boundary=b",
        },
    )


@pytest.mark.parametrize(
    ("action", "status", "hard"), [("failed", "5.1.1", True), ("delayed", "4.4.1", False)]
)
async def test_a_report_tells_of_each_recipient_and_of_the_letter_it_returns(
    intake: One, action: str, status: str, hard: bool
) -> None:
    await accepted(intake, report(ours(intake), ("a@example.org", action, status)))
    (fact,) = await said(intake)
    (bounce,) = fact.bounces
    assert (fact.number, fact.mail_message_id) == (NUMBER, ours(intake))
    assert (bounce.recipient, bounce.status, bounce.hard) == ("a@example.org", status, hard)


async def test_a_bounce_without_our_token_is_parked_and_said_to_nobody(intake: One) -> None:
    for n, about in enumerate((ours(intake, "guess"), "any@example.org")):
        id_ = await accepted(intake, bounced(about, Subject=f"{n}"))
        assert await said(intake) == []
        found = await row(intake, id_)
        assert (found.state, found.reason) == ("parked", "bounce")


async def test_what_is_no_bounce_says_none_whatever_it_refers_to(intake: One) -> None:
    await accepted(intake, raw_letter(In_Reply_To=f"<{ours(intake)}>"))
    assert await said(intake) == []


async def test_parked_mail_that_a_person_takes_in_keeps_its_arrival_and_is_not_answered(
    intake: One,
) -> None:
    text = "Отпуск до понедельника. Когда запись?\n\n-- \nАнна Ёлкина"
    id_ = await accepted(intake, raw_letter(text=text, Auto_Submitted="auto-replied"))
    await read_all(intake)
    answer = await do(intake, id_, "take-in")
    assert (answer.status_code, answer.json()["state"]) == (202, "parsed")
    (fact,) = [f for f in await intake.said() if isinstance(f, MessageReceived)]
    assert fact.aggregate_id == id_
    assert fact.received_at == (await row(intake, id_)).received_at
    assert fact.quiet
    assert "Когда запись?" in fact.text
    assert "Анна Ёлкина" in fact.text


async def test_it_is_taken_in_once(intake: One) -> None:
    id_ = await accepted(intake, raw_letter(Precedence="bulk"))
    await read_all(intake)
    codes = [(await do(intake, id_, "take-in")).status_code for _ in range(3)]
    assert codes == [202, 409, 409]
    assert len([f for f in await intake.said() if isinstance(f, MessageReceived)]) == 1


async def test_a_letter_on_its_way_can_not_be_taken_in(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    assert (await do(intake, id_, "take-in")).json()["code"] == "not-parked"
    await read_all(intake)
    assert (await do(intake, id_, "take-in")).json()["code"] == "not-parked"


async def test_a_reply_to_one_of_ours_is_a_persons_letter(intake: One) -> None:
    secret = intake.context.settings.thread_secret.get_secret_value()
    acknowledged = acknowledgement_id(secret, NUMBER, "worldskills.ru")
    await accepted(intake, raw_letter(In_Reply_To=f"<{acknowledged}>"))
    await read_all(intake)
    (fact,) = await intake.said()
    assert isinstance(fact, MessageReceived)
    assert fact.thread is not None
    assert fact.thread.references == (acknowledged,)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in {"SENDER": 3, "THREAD": 2, "DOMAIN": 5, "ALL": 7}.items():
        monkeypatch.setenv(f"INTAKE_EMAIL_FLOODS_{name}", str(most))


async def flood(intake: One, count: int, sender: str, **fields: str) -> list[str | None]:
    """Reasons for which they are parked, in order; null for those that went on."""
    ids = [
        await accepted(
            intake,
            raw_letter(n, f"Вопрос {n}?", "utf-8", **{"From": sender.format(n), **fields}),
        )
        for n in range(count)
    ]
    await read_all(intake)
    return [(await row(intake, id_)).reason for id_ in ids]


@pytest.mark.usefixtures("few")
async def test_too_many_of_one_sender_wait_for_a_person(one: Start) -> None:
    intake = let_staff_in(await one("intake-email"))
    reasons = await flood(intake, 5, "robot@example.org")
    assert reasons == [None] * 3 + ["too-many"] * 2
    (first, second) = (await ask(intake, "", Role.LINE1, state="parked")).json()["items"]
    assert (first["outcome"], second["reason"]) == ("held_back", "too-many")
    assert (await do(intake, first["id"], "take-in")).status_code == 202
    assert len(await intake.said()) == 4


@pytest.mark.usefixtures("few")
async def test_fewer_are_too_many_where_they_continue_one_appeal(one: Start) -> None:
    intake = let_staff_in(await one("intake-email"))
    reasons = await flood(intake, 3, "robot@example.org", In_Reply_To=f"<{ours(intake)}>")
    assert reasons == [None, None, "too-many"]


@pytest.mark.usefixtures("few")
async def test_a_flood_from_one_domain_is_taken_in_and_answered_by_no_machine(one: Start) -> None:
    intake = await one("intake-email")
    assert await flood(intake, 6, "citizen{}@example.org") == [None] * 6
    quiet = [f.quiet for f in await intake.said() if isinstance(f, MessageReceived)]
    assert quiet == [False] * 5 + [True]


@pytest.mark.usefixtures("few")
async def test_a_flood_from_everywhere_is_taken_in_and_answered_by_no_machine(one: Start) -> None:
    intake = await one("intake-email")
    await flood(intake, 9, "citizen@example{}.org")
    quiet = [f.quiet for f in await intake.said() if isinstance(f, MessageReceived)]
    assert quiet == [False] * 7 + [True] * 2


def test_a_bounce_by_recipient_says_what_is_final() -> None:
    told = [
        Bounce(recipient="a@example.org", status="4.4.1", hard=False),
        Bounce(recipient="b@example.org", status=None, hard=True),
    ]
    letter = Letter.model_construct(bounces=tuple(told))
    about = ("x@worldskills.ru", NUMBER)
    found = bounces.fact(uuid4(), letter, about, datetime(2020, 9, 14, tzinfo=UTC)).bounces
    assert [(one.status, one.hard) for one in found] == [("4.4.1", False), ("5.0.0", True)]
