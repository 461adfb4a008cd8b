"""What triage says of an appeal after its registration, and changes of questions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    ReviewOpened,
)
from priemnaya.contracts.words import Danger, Outcome, Proposal
from tests.support.office import NOW, Office, registered

HOUR = timedelta(hours=1)
INSULT = Proposal(
    ground="insult",
    clause="4.8",
    outcome=Outcome.LEFT_WITHOUT_ANSWER,
    confidence=0.97,
    because="Слова, обращённые к сотруднику: «бездельники».",
)
REPEAT = Proposal(
    ground="repeat",
    clause="4.9",
    outcome=Outcome.LEFT_WITHOUT_ANSWER,
    confidence=0.9,
    because="То же обращение рассмотрено под № ББ-2020-000007.",
)


def proposed(number: str = "BB-2020-000001", **changed: Any) -> AppealRegistered:
    return registered(number, proposals=(INSULT, REPEAT), acknowledge=False, **changed)


ANONYMOUS = Proposal(
    ground="anonymous",
    clause="6.1",
    outcome=Outcome.WITHOUT_CONSIDERATION,
    confidence=0.7,
    because="Заявителя просили назвать фамилию и имя, но в отведённый срок он не ответил.",
)


def opened(appeal: AppealRegistered, seq: int = 1) -> ReviewOpened:
    return ReviewOpened(
        aggregate_id=appeal.aggregate_id,
        seq=seq,
        occurred_at=NOW + HOUR,
        number=appeal.number,
        proposals=(ANONYMOUS,),
        opened_at=NOW + HOUR,
    )


def declined(appeal: AppealRegistered, seq: int = 1, **changed: Any) -> AppealDeclined:
    values: dict[str, Any] = {
        "aggregate_id": appeal.aggregate_id,
        "seq": seq,
        "occurred_at": NOW + HOUR,
        "number": appeal.number,
        "ground": "insult",
        "clause": "4.8",
        "outcome": Outcome.LEFT_WITHOUT_ANSWER,
        "declined_at": NOW + HOUR,
        "declined_by": "Громов Игорь Павлович",
    }
    return AppealDeclined.model_validate({**values, **changed})


def restored(appeal: AppealRegistered, seq: int = 2, **changed: Any) -> AppealRestored:
    values: dict[str, Any] = {
        "aggregate_id": appeal.aggregate_id,
        "seq": seq,
        "occurred_at": NOW + 2 * HOUR,
        "number": appeal.number,
        "display_number": appeal.display_number,
        "restored_at": NOW + 2 * HOUR,
        "restored_by": "Соколова Анна Викторовна",
        "deadline": appeal.deadline,
        "acknowledge": True,
        "reply_to": appeal.reply_to,
        "thread": appeal.thread,
    }
    return AppealRestored.model_validate({**values, **changed})


def alarm(appeal: AppealRegistered, *dangers: Danger, **changed: Any) -> AlarmRaised:
    values: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": NOW,
        "appeal_id": appeal.aggregate_id,
        "number": appeal.number,
        "dangers": dangers or (Danger.THREAT_TO_LIFE,),
        "raised_at": NOW,
    }
    return AlarmRaised.model_validate({**values, **changed})


async def post(office: Office, who: str, number: str, what: str, **body: Any) -> httpx.Response:
    """A change made from the version that stands now; without a body where there is none."""
    version = (await office.see(number))["version"]
    path = f"/appeals/{number}/{what}"
    return await office.ask(who, "POST", path, version=version, json=body or None)


async def posted(office: Office, who: str, number: str, what: str, **body: Any) -> dict[str, Any]:
    answer = await post(office, who, number, what, **body)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed
