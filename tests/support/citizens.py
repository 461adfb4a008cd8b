"""People who write to us and staff who answer, with the patience of real ones.

They keep their own books: what was accepted is what a citizen saw accepted.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from .installation import Installation
from .letters import letter

DIALOG = ("Москва", "участник", "нет", "технический")
PATIENCE = 120.0
AT_ONCE = 8


async def insisting(call: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Repeats until an answer comes that is no trouble on the other side."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                answer = await call()
                if answer.status_code < 500 and answer.status_code not in (409, 429):
                    return answer
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)


@dataclass
class Books:
    """`letters`: sender address -> message id. `dialogs`: dialog id -> token."""

    letters: dict[str, str] = field(default_factory=dict)
    dialogs: dict[str, str] = field(default_factory=dict)


@dataclass
class Citizens:
    installation: Installation
    client: httpx.AsyncClient
    books: Books = field(default_factory=Books)

    async def write(self, number: int, **kind: Any) -> str:
        """Sends one letter; returns the id under which it was accepted."""
        sender = f"citizen{number}@example.org"
        content = letter(number, sender=sender, **kind)
        headers = {"Authorization": f"Bearer {self.installation.token('intake')}"}
        url = f"{self.installation.url}/api/intake-email/v1/messages"
        answer = await insisting(
            lambda: self.client.post(
                url, params={"mailbox": "bilet@worldskills.ru"}, content=content, headers=headers
            )
        )
        assert answer.status_code in (200, 202), answer.text
        message_id = str(answer.json()["id"])
        self.books.letters[sender] = message_id
        return message_id

    async def talk(self, number: int) -> str:
        """Holds a dialog up to the hand-over; returns its id."""
        base = f"{self.installation.url}/api/chatbot-gateway/v1/dialogs"
        opened = (await self._post(base, {}, {})).json()
        bearer = {"Authorization": f"Bearer {opened['token']}"}
        for text in (*DIALOG, f"Не открывается тест, обращение {number}. Что делать?"):
            answer = await self._post(f"{base}/{opened['id']}/messages", {"text": text}, bearer)
            assert answer.status_code in (200, 201), answer.text
        self.books.dialogs[opened["id"]] = opened["token"]
        return str(opened["id"])

    async def _post(
        self, url: str, body: dict[str, str], headers: dict[str, str]
    ) -> httpx.Response:
        headers = {**headers, "Idempotency-Key": str(uuid4())}
        return await insisting(lambda: self.client.post(url, json=body, headers=headers))

    async def number_of(self, message_id: str) -> str | None:
        url = f"{self.installation.url}/api/intake-email/v1/messages/{message_id}"
        headers = {"Authorization": f"Bearer {self.installation.token('intake')}"}
        answer = await insisting(lambda: self.client.get(url, headers=headers))
        number: str | None = answer.json()["appeal"]
        return number

    async def read(self, dialog: str) -> list[dict[str, Any]]:
        """Everything the dialog says; fetching an answer is what delivers it."""
        url = f"{self.installation.url}/api/chatbot-gateway/v1/dialogs/{dialog}/messages"
        headers = {"Authorization": f"Bearer {self.books.dialogs[dialog]}"}
        answer = await insisting(lambda: self.client.get(url, headers=headers))
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    async def arrive(
        self, letters: range, dialogs: range, took: float, dice: random.Random
    ) -> None:
        """Letters and dialogs come in mixed, a few at a time, for at least `took` seconds."""
        jobs = [self.write(n) for n in letters] + [self.talk(n) for n in dialogs]
        dice.shuffle(jobs)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(job: Awaitable[str]) -> None:
            async with gate:
                await job
                await asyncio.sleep(took * AT_ONCE / len(jobs))

        await asyncio.gather(*(one(job) for job in jobs))


@dataclass
class Staff:
    """Answers every open appeal that it sees, until nobody waits any more."""

    installation: Installation
    client: httpx.AsyncClient
    text: str = "Ваш вопрос решён: письмо с подтверждением отправлено повторно."

    @property
    def base(self) -> str:
        return f"{self.installation.url}/api/escalation/v1"

    async def sign_in(self, role: str = "line1") -> None:
        account = self.installation.account(role)
        credentials = {"login": account["login"], "password": account["password"]}
        answer = await insisting(lambda: self.client.post(f"{self.base}/session", json=credentials))
        assert answer.status_code == 200, answer.text

    async def open_appeals(self) -> list[str]:
        url = f"{self.base}/appeals"
        answer = await insisting(
            lambda: self.client.get(url, params={"state": "open", "limit": 200})
        )
        return [row["number"] for row in answer.json()["items"] if row["open_questions"]]

    async def answer(self, number: str) -> None:
        """Answers what is open; a colleague or an earlier attempt may have been faster."""
        url = f"{self.base}/appeals/{number}"
        seen = await insisting(lambda: self.client.get(url))
        open_questions = [q["id"] for q in seen.json()["question_list"] if q["state"] == "open"]
        if not open_questions:
            return
        body = {"text": f"{self.text} ({number})", "question_ids": open_questions}
        headers = {"If-Match": seen.headers["etag"]}
        try:
            await self.client.post(f"{url}/replies", json=body, headers=headers)
        except httpx.TransportError:
            await asyncio.sleep(0.2)

    async def answer_all(self, until: asyncio.Event) -> None:
        while not until.is_set():
            for number in await self.open_appeals():
                await self.answer(number)
            await asyncio.sleep(0.2)
