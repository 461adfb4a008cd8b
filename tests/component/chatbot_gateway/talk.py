"""A client of the chat-bot, and the facts that it hears of its appeals."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import Channel, Deadline, Line, ReplyChannel, ReplyTo
from tests.support.stack import One

URL = "/v1"
ANSWERS = ("Москва", "Участник, ivanov", "petya@example.org", "Технический")
QUESTION = "Не могу войти в личный кабинет. Что делать?"


def fresh_key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


@dataclass
class Talk:
    """One dialog as its applicant holds it."""

    client: httpx.AsyncClient
    id: UUID
    token: str
    first: list[dict[str, Any]]
    said: list[list[dict[str, Any]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{URL}/dialogs/{self.id}/messages"

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, text: str, key: dict[str, str] | None = None) -> httpx.Response:
        headers = self.bearer | (key or fresh_key())
        return await self.client.post(self.url, json={"text": text}, headers=headers)

    async def say(self, *texts: str) -> list[dict[str, Any]]:
        """What the bot says to the last of them."""
        for text in texts:
            answer = await self.post(text)
            assert answer.status_code == 201, answer.text
            self.said.append(answer.json()["messages"])
        return self.said[-1]

    async def read(self, after: int = 0) -> list[dict[str, Any]]:
        answer = await self.client.get(self.url, params={"after": after}, headers=self.bearer)
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages


async def open_talk(client: httpx.AsyncClient, **headers: str) -> Talk:
    answer = await client.post(f"{URL}/dialogs", headers=fresh_key() | headers)
    assert answer.status_code == 201, answer.text
    body = answer.json()
    return Talk(client, UUID(body["id"]), body["token"], body["messages"])


async def handed_over(one: One) -> tuple[Talk, MessageReceived]:
    """A dialog whose question has gone to the desk."""
    talk = await open_talk(one.client)
    await talk.say(*ANSWERS, QUESTION)
    received = [f for f in await one.said() if isinstance(f, MessageReceived)]
    return talk, next(f for f in received if f.dialog_id == talk.id)


def to_dialog(id_: UUID) -> ReplyTo:
    return ReplyTo(channel=ReplyChannel.DIALOG, dialog_id=id_)


def registered(message: MessageReceived, n: int = 1, **other: Any) -> AppealRegistered:
    fields = {
        "aggregate_id": uuid4(),
        "occurred_at": message.occurred_at,
        "number": f"BB-2020-{n:06}",
        "display_number": f"ББ-2020-{n:06}",
        "message_id": message.aggregate_id,
        "channel": Channel.BOT,
        "received_at": message.received_at,
        "registered_at": datetime(2020, 9, 1, 9, tzinfo=UTC),
        "line": Line.DEPARTMENT,
        "line_clause": "5.6.2",
        "deadline": Deadline(
            due_at=datetime(2020, 9, 4, 20, 59, 59, tzinfo=UTC),
            clause="4.3",
            regulation_version="2020",
        ),
        "reply_to": message.reply_to,
        "subject": message.subject,
        "text": message.text,
        "truncated": False,
        "questions": (message.text,),
    }
    return AppealRegistered.model_validate(fields | other)


def approved(dialog_id: UUID, appeal_id: UUID, text: str = "Смените пароль.") -> ReplyApproved:
    now = datetime.now(UTC)
    return ReplyApproved(
        aggregate_id=uuid4(),
        occurred_at=now,
        appeal_id=appeal_id,
        number="BB-2020-000001",
        display_number="ББ-2020-000001",
        reply_to=to_dialog(dialog_id),
        text=text,
        final=True,
        approved_at=now,
    )
