"""An operator's reply to our request is an answer, not mail."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest

from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.operator_thread import operator_address, operator_request_id
from priemnaya.contracts.operators import OperatorReplied, OperatorUnreached
from tests.support.stack import One

from .post import BILET, accepted, raw_letter, read_all, row

REQUEST = UUID("0192a000-0000-7000-8000-000000000001")


@pytest.fixture
async def intake(one: Callable[[str], Awaitable[One]]) -> One:
    return await one("intake-email")


def secret(intake: One) -> str:
    found: str = intake.context.settings.thread_secret.get_secret_value()
    return found


@pytest.mark.parametrize("way", ["In_Reply_To", "References", "To"])
async def test_clause_5_7_a_reply_to_our_request_is_not_registered(intake: One, way: str) -> None:
    message_id = f"<{operator_request_id(secret(intake), REQUEST, 'worldskills.ru')}>"
    proof = operator_address(secret(intake), REQUEST, BILET) if way == "To" else message_id
    fields: dict[str, str | None] = {way: proof}
    id_ = await accepted(intake, raw_letter(1, "В мае.\n\n> Когда?", "utf-8", **fields))
    await read_all(intake)
    (fact,) = await intake.said()
    assert isinstance(fact, OperatorReplied)
    assert (fact.aggregate_id, fact.request_id) == (id_, REQUEST)
    assert (fact.sender, fact.text) == ("anna1@example.org", "В мае.")
    kept = await row(intake, id_)
    assert (kept.state, kept.outcome) == ("parsed", "operator_answer")


@pytest.mark.parametrize(
    "forged", [operator_request_id("guess", REQUEST, "worldskills.ru"), f"o.{'a' * 52}@x.org"]
)
async def test_what_we_did_not_sign_is_mail_as_any_other(intake: One, forged: str) -> None:
    await accepted(intake, raw_letter(In_Reply_To=f"<{forged}>"))
    await read_all(intake)
    assert [type(fact) for fact in await intake.said()] == [MessageReceived]


async def test_an_absence_notice_of_the_contact_is_no_answer(intake: One) -> None:
    own = f"<{operator_request_id(secret(intake), uuid4(), 'worldskills.ru')}>"
    id_ = await accepted(
        intake, raw_letter(In_Reply_To=own, Auto_Submitted="auto-replied", text="Я в отпуске.")
    )
    await read_all(intake)
    assert await intake.said() == []
    assert (await row(intake, id_)).outcome == "machine_mail"


async def test_a_report_that_our_request_did_not_arrive_is_told(intake: One) -> None:
    to = operator_address(secret(intake), REQUEST, BILET)
    await accepted(intake, raw_letter(From="MAILER-DAEMON@mx.example.org", To=to))
    await read_all(intake)
    (fact,) = await intake.said()
    assert isinstance(fact, OperatorUnreached)
    assert (fact.aggregate_id, fact.reason) == (REQUEST, "bounced")
