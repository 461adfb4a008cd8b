"""Whether an applicant hears that no answer will come: a parameter of the regulation says so."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from priemnaya.contracts.appeals import AppealDeclined
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.messages import MessageReceived
from priemnaya.regulation.model import Regulation
from priemnaya.runtime.identity import Identity, Role
from tests.component.triage.conftest import Triage
from tests.component.triage.test_reviews import FOREIGN, on_review
from tests.unit.regulation.policies import REGULATION, with_parameter
from tests.unit.triage.arrivals import ARRIVED, letter
from triage.reviews import actions
from triage.reviews.actions import Ruling
from triage.reviews.domain import Decision

TELLING = with_parameter("notify_of_refusal", True)
HEAD = Identity(id=uuid4(), login="head", name="Громов И. П.", role=Role.HEAD, region=None)
Message = Callable[[], MessageReceived]


def foreign(**fields: Any) -> MessageReceived:
    return letter(text=FOREIGN, subject="Registration", **fields)


async def confirmed(
    triage: Triage, message: MessageReceived, ground: str, regulation: Regulation = TELLING
) -> AppealDeclined:
    (review,) = await on_review(triage, message)
    async with triage.context.database.begin() as tx:
        ruling = Ruling(Decision.CONFIRM, ground)
        found = await actions.decide(tx, regulation, HEAD, [UUID(review["id"])], ruling)
    assert list(found.values()) == ["confirmed"]
    (fact,) = await triage.told(AppealDeclined)
    return fact


async def test_the_decision_says_whom_to_tell_where_the_parameter_wants_it(triage: Triage) -> None:
    message = foreign()
    fact = await confirmed(triage, message, "foreign_language")
    assert (fact.reply_to, fact.thread) == (message.reply_to, message.thread)
    assert fact.display_number == fact.number.replace("BB", "ББ")


async def test_nobody_is_told_as_the_regulation_stands(triage: Triage) -> None:
    fact = await confirmed(triage, foreign(), "foreign_language", REGULATION)
    assert (fact.display_number, fact.reply_to, fact.thread) == (None, None, None)


THREAT = "Я приеду и убью вас всех, если не ответите!"


@pytest.mark.parametrize(
    ("message", "ground"),
    [(lambda: letter(text=THREAT), "threat"), (lambda: foreign(quiet=True), "foreign_language")],
    ids=["who threatens", "a machine"],
)
async def test_some_are_never_told(triage: Triage, message: Message, ground: str) -> None:
    assert (await confirmed(triage, message(), ground)).reply_to is None


async def test_an_operator_is_told_nothing_of_a_refusal(triage: Triage) -> None:
    await triage.hear(
        DirectoryChanged(
            aggregate_id=uuid4(),
            seq=1,
            occurred_at=ARRIVED,
            region="77",
            operator="Оператор",
            contract_from=None,
            contract_to=None,
            contacts=("mama@example.ru",),
        )
    )
    assert (await confirmed(triage, letter(), "operator_exchange")).reply_to is None
