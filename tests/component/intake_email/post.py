"""A mail server's side of the HTTP door, and raw letters with every byte in the test's hand."""

from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from intake_email.tables import ATTACHMENTS, LETTERS, MESSAGES
from tests.support.stack import One

BILET = "bilet@worldskills.ru"
INFO = "info@worldskills.ru"
GREETING = "Здравствуйте! Когда откроется запись на мероприятия?"


def raw_letter(
    number: int = 1, text: str = GREETING, charset: str = "utf-8", **fields: str | None
) -> bytes:
    """An 8-bit letter; a field of null is left out, `In_Reply_To` stands for In-Reply-To."""
    headers: dict[str, str | None] = {
        "From": f"Anna <anna{number}@example.org>",
        "To": BILET,
        "Subject": "Запись",
        "Date": "Mon, 14 Sep 2020 12:30:00 +0300",
        "Message-ID": f"<{number}@mail.example.org>",
        "Content-Type": f"text/plain; charset={charset}",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([*lines, "", text.replace("\n", "\r\n"), ""]).encode(charset)


async def post(
    service: One, content: bytes, mailbox: str = BILET, token: str | None = None, **headers: str
) -> httpx.Response:
    bearer = token or service.context.settings.token.get_secret_value()
    return await service.client.post(
        "/v1/messages",
        params={"mailbox": mailbox},
        content=content,
        headers={"Authorization": f"Bearer {bearer}", **headers},
    )


async def accepted(service: One, content: bytes, mailbox: str = BILET) -> UUID:
    answer = await post(service, content, mailbox)
    assert answer.status_code == 202, answer.text
    return UUID(answer.json()["id"])


async def read_all(service: One) -> None:
    """Until nothing that came in is unread."""
    while await service.step("read") or await service.step("read-difficult"):
        pass


async def row(service: One, id_: UUID) -> Any:
    """The message with what was read of it."""
    query = (
        select(MESSAGES, LETTERS)
        .outerjoin(LETTERS, LETTERS.c.message_id == MESSAGES.c.id)
        .where(MESSAGES.c.id == id_)
    )
    async with service.context.database.begin() as tx:
        return (await tx.connection.execute(query)).one()


async def rows(service: One) -> list[Any]:
    async with service.context.database.begin() as tx:
        return list((await tx.connection.execute(select(MESSAGES).order_by(MESSAGES.c.id))).all())


async def attachments(service: One, id_: UUID) -> list[Any]:
    query = select(ATTACHMENTS).where(ATTACHMENTS.c.message_id == id_)
    async with service.context.database.begin() as tx:
        return list((await tx.connection.execute(query.order_by(ATTACHMENTS.c.position))).all())
