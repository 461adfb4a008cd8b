"""Escalation with its people, and facts about an appeal for it to hear."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from uuid_utils.compat import uuid7

from escalation.people import store as people
from escalation.people.actions import session_key
from priemnaya.contracts.appeals import AppealContinued, AppealRegistered
from priemnaya.contracts.base import Event
from priemnaya.contracts.replies import ReplyApproved, ReplyDelivered, ReplyFailed
from priemnaya.contracts.words import (
    Channel,
    Deadline,
    Line,
    MailThread,
    ReplyChannel,
    ReplyTo,
)
from priemnaya.runtime.identity import Identity, Role
from priemnaya.runtime.staff import COOKIE

from .stack import One

NOW = datetime.now(UTC).replace(microsecond=0)

STAFF = {
    "line1": (Role.LINE1, None),
    "second": (Role.LINE1, None),
    "head": (Role.HEAD, None),
    "registrar": (Role.REGISTRAR, None),
    "operator": (Role.OPERATOR, "77"),
    "foreign": (Role.OPERATOR, "66"),
    "developer": (Role.DEVELOPER, None),
    "auditor": (Role.AUDITOR, None),
    "admin": (Role.ADMIN, None),
}


@dataclass(frozen=True)
class Office:
    """`await office.get("line1", "/queues")` asks as that one; versions are sent by themselves."""

    one: One
    people: dict[str, Identity]

    async def ask(
        self, who: str, method: str, path: str, *, version: int | None = None, **rest: Any
    ) -> httpx.Response:
        headers = {"Cookie": f"{COOKIE}={who}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        path = path if path.startswith("/internal") else f"/v1{path}"
        return await self.one.client.request(method, path, headers=headers, **rest)

    async def get(self, who: str, path: str, **query: Any) -> Any:
        answer = await self.ask(who, "GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def see(self, number: str, who: str = "auditor") -> dict[str, Any]:
        seen: dict[str, Any] = await self.get(who, f"/appeals/{number}")
        return seen

    async def do(self, who: str, number: str, what: str, **body: Any) -> httpx.Response:
        """A change made from the version that stands now."""
        version = (await self.see(number))["version"]
        path = f"/appeals/{number}/{what}"
        method = "PATCH" if what.startswith("questions/") else "POST"
        return await self.ask(who, method, path, version=version, json=body)

    async def done(self, who: str, number: str, what: str, **body: Any) -> dict[str, Any]:
        answer = await self.do(who, number, what, **body)
        assert answer.status_code in (200, 201), answer.text
        changed: dict[str, Any] = answer.json()
        return changed

    async def answered(self, who: str, number: str, *positions: int) -> ReplyApproved:
        """Replies to the open questions at these positions (all of them by default)."""
        questions = (await self.see(number))["question_list"]
        wanted = [
            q["id"]
            for q in questions
            if q["state"] == "open" and (not positions or q["position"] in positions)
        ]
        await self.done(who, number, "replies", text="Добрый день! Ответ.", question_ids=wanted)
        approved = [f for f in await self.one.said() if isinstance(f, ReplyApproved)]
        return approved[-1]

    async def said(self, *kinds: type[Event]) -> list[Event]:
        return [fact for fact in await self.one.said() if isinstance(fact, kinds)]


async def open_office(one: One) -> Office:
    """Everybody is signed in already; the cookie of each is the login itself."""
    found = {}
    async with one.context.database.begin() as tx:
        for login, (role, region) in STAFF.items():
            id_ = uuid7()
            who = Identity(id=id_, login=login, name=f"Имя {login}", role=role, region=region)
            await people.put_account(tx, {**who.model_dump(), "password_hash": "none"})
            await people.open_session(tx, session_key(login), id_)
            found[login] = who
    return Office(one, found)


def registered(number: str = "BB-2020-000001", **changed: Any) -> AppealRegistered:
    values: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": NOW,
        "number": number,
        "display_number": number.replace("BB", "ББ"),
        "message_id": uuid4(),
        "channel": Channel.BILET,
        "received_at": NOW,
        "registered_at": NOW,
        "line": Line.DEPARTMENT,
        "line_clause": "5.3",
        "deadline": Deadline(
            due_at=NOW + timedelta(days=3), clause="4.3", regulation_version="2020"
        ),
        "reply_to": ReplyTo(
            channel=ReplyChannel.MAIL, address="semyonova@example.org", name="Семёнова Ольга"
        ),
        "thread": MailThread(mailbox="bilet@worldskills.ru", message_id="first@example.org"),
        "subject": "Не приходит письмо о тёплом приёме",
        "text": "Здравствуйте. Когда придёт письмо? Где посмотреть расписание?",
        "truncated": False,
        "questions": ("Когда придёт письмо?", "Где посмотреть расписание?"),
    }
    return AppealRegistered.model_validate({**values, **changed})


def continued(appeal: AppealRegistered, **changed: Any) -> AppealContinued:
    values: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": NOW,
        "appeal_id": appeal.aggregate_id,
        "number": appeal.number,
        "message_id": uuid4(),
        "received_at": NOW + timedelta(hours=1),
        "subject": "Re: письмо",
        "text": "И ещё: нужна ли справка?",
        "truncated": False,
        "thread": MailThread(mailbox="bilet@worldskills.ru", message_id="second@example.org"),
        "reopens": True,
    }
    return AppealContinued.model_validate({**values, **changed})


def delivered(
    reply: ReplyApproved, after: timedelta = timedelta(minutes=1), **changed: Any
) -> ReplyDelivered:
    values: dict[str, Any] = {
        "aggregate_id": reply.aggregate_id,
        "occurred_at": NOW,
        "appeal_id": reply.appeal_id,
        "channel": ReplyChannel.MAIL,
        "delivered_at": reply.approved_at + after,
        "evidence": "250 2.0.0 Ok: queued as 4F1A",
    }
    return ReplyDelivered.model_validate({**values, **changed})


def failed(
    reply: ReplyApproved, after: timedelta = timedelta(minutes=1), reason: str = "refused"
) -> ReplyFailed:
    return ReplyFailed(
        aggregate_id=reply.aggregate_id,
        occurred_at=NOW,
        appeal_id=reply.appeal_id,
        failed_at=reply.approved_at + after,
        reason=reason,
    )


def open_questions(appeal: dict[str, Any]) -> list[UUID]:
    return [UUID(q["id"]) for q in appeal["question_list"] if q["state"] == "open"]
