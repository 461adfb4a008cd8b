"""The whole way, from the outside: a letter or a dialog in, an answer out."""

import asyncio
import json
import subprocess
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.citizens import Citizens, Staff
from tests.support.installation import Installation
from tests.support.letters import letter
from tests.support.processes import ROOT

from .conftest import Outside

KOI8 = "Здравствуйте! Дочь прошла тестирование, рекомендаций нет. Когда они появятся?"
KOI8_QUESTION = "Когда они появятся?"


async def until(look: Callable[[], Awaitable[Any]], within: float = 60.0) -> Any:
    """What the look gives as soon as it gives something."""
    async with asyncio.timeout(within):
        while not (found := await look()):
            await asyncio.sleep(0.1)
        return found


async def outgoing(
    installation: Installation, outside: Outside, address: str
) -> list[EmailMessage]:
    """The letters that left for the address, oldest first."""
    letters = installation.letters() if installation.in_files else outside.mail.letters()
    return [found for found in letters if address in str(found["To"])]


@pytest.fixture
def sender() -> str:
    return f"citizen.{uuid4().hex[:8]}@example.org"


async def sent_in(installation: Installation, client: httpx.AsyncClient, content: bytes) -> str:
    answer = await client.post(
        f"{installation.url}/api/intake-email/v1/messages",
        params={"mailbox": "bilet@worldskills.ru"},
        headers={
            "Authorization": f"Bearer {installation.token('intake')}",
            # What curl --data-binary sends by itself.
            "Content-Type": "application/x-www-form-urlencoded",
        },
        content=content,
    )
    assert answer.status_code == 202, answer.text
    assert answer.json()["duplicate"] is False
    return str(answer.json()["id"])


async def test_a_koi8r_letter_ends_as_an_answered_appeal(
    installation: Installation, outside: Outside, citizens: Citizens, staff: Staff, sender: str
) -> None:
    content = letter(1, charset="koi8-r", sender=sender, subject="Где рекомендации?", text=KOI8)
    message = await sent_in(installation, citizens.client, content)
    number = await until(lambda: citizens.number_of(message))
    await until(lambda: _open(staff, number))
    appeal = (await staff.client.get(f"{staff.base}/appeals/{number}")).json()
    assert [question["text"] for question in appeal["question_list"]] == [KOI8_QUESTION]
    assert appeal["reply_to"]["address"] == sender
    await staff.answer(number)
    await until(lambda: _closed(staff, number))
    acknowledgement, reply = await until(lambda: _both(installation, outside, sender))
    original = str(appeal["messages"][0]["subject"])
    incoming = f"<{content.split(b'Message-ID: <')[1].split(b'>')[0].decode()}>"
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert appeal["display_number"] in acknowledgement.get_body(("plain",)).get_content()
    assert original not in acknowledgement.get_body(("plain",)).get_content()
    for found in (acknowledgement, reply):
        assert found["In-Reply-To"] == incoming
        assert incoming in found["References"]
    assert staff.text in reply.get_body(("plain",)).get_content()
    assert "Где рекомендации?" in reply["Subject"]


async def _both(
    installation: Installation, outside: Outside, address: str
) -> list[EmailMessage] | None:
    found = await outgoing(installation, outside, address)
    # Files copied out of a container keep whole seconds only: their order says nothing.
    found.sort(key=lambda letter: letter["Auto-Submitted"] is None)
    return found if len(found) >= 2 else None


async def _open(staff: Staff, number: str) -> bool:
    return (await staff.client.get(f"{staff.base}/appeals/{number}")).status_code == 200


async def _closed(staff: Staff, number: str) -> bool:
    answer = await staff.client.get(f"{staff.base}/appeals/{number}")
    return bool(answer.json()["state"] == "closed")


async def test_an_answer_to_our_letter_continues_the_appeal_and_a_strangers_does_not(
    installation: Installation, outside: Outside, citizens: Citizens, staff: Staff, sender: str
) -> None:
    message = await sent_in(installation, citizens.client, letter(2, sender=sender))
    number = await until(lambda: citizens.number_of(message))
    (acknowledgement,) = await until(lambda: outgoing(installation, outside, sender))
    thread = {"In-Reply-To": str(acknowledgement["Message-ID"])}
    more = letter(3, sender=sender, headers=thread, text="И ещё один вопрос: куда прийти?")
    second = await sent_in(installation, citizens.client, more)
    assert await until(lambda: citizens.number_of(second)) == number
    stranger = letter(4, sender=f"x.{sender}", headers=thread)
    third = await sent_in(installation, citizens.client, stranger)
    assert await until(lambda: citizens.number_of(third)) != number
    appeal = await until(lambda: _with_questions(staff, number, 2))
    assert "куда прийти" in appeal["question_list"][1]["text"]


async def _with_questions(staff: Staff, number: str, count: int) -> Any:
    found = (await staff.client.get(f"{staff.base}/appeals/{number}")).json()
    return found if len(found.get("question_list", [])) == count else None


async def test_the_same_letter_again_is_the_same_appeal(
    installation: Installation, citizens: Citizens, sender: str
) -> None:
    content = letter(5, sender=sender)
    first = await sent_in(installation, citizens.client, content)
    again = await citizens.client.post(
        f"{installation.url}/api/intake-email/v1/messages",
        params={"mailbox": "bilet@worldskills.ru"},
        headers={"Authorization": f"Bearer {installation.token('intake')}"},
        content=b"Received: from elsewhere by mx.example.org; Mon, 14 Sep 2020\r\n" + content,
    )
    assert (again.status_code, again.json()) == (200, {"id": first, "duplicate": True})


async def test_a_letter_in_the_imap_box_becomes_an_appeal(
    installation: Installation, outside: Outside, citizens: Citizens, staff: Staff, sender: str
) -> None:
    if installation.in_files:
        pytest.skip("the containers do not reach this machine's test servers")
    to_info = letter(7, sender=sender, to="info@worldskills.ru")
    await asyncio.to_thread(outside.boxes["bilet"].deliver, letter(6, sender=sender))
    await asyncio.to_thread(outside.boxes["info"].deliver, to_info)
    numbers = await until(lambda: _numbers_of(staff, sender))
    assert {n[:2] for n in numbers} == {"BB", "VH"}


async def _numbers_of(staff: Staff, address: str) -> list[str] | None:
    found = await staff.client.get(f"{staff.base}/appeals", params={"state": "all", "q": address})
    numbers = [row["number"] for row in found.json()["items"]]
    return numbers if len(numbers) == 2 else None


async def test_clause_4_4_a_dialog_is_registered_answered_and_read_once(
    installation: Installation, citizens: Citizens, staff: Staff
) -> None:
    dialog = await citizens.talk(8)
    number = await until(lambda: _number_in(citizens, staff, dialog))
    await staff.answer(number)
    answer = await until(lambda: _answer_in(citizens, staff, dialog))
    assert staff.text in answer
    await until(lambda: _closed(staff, number))
    assert sum(staff.text in m["text"] for m in await citizens.read(dialog)) == 1


async def _number_in(citizens: Citizens, staff: Staff, dialog: str) -> str | None:
    texts = " ".join(message["text"] for message in await citizens.read(dialog))
    for number in await staff.open_appeals():
        shown = (await staff.client.get(f"{staff.base}/appeals/{number}")).json()["display_number"]
        if shown in texts:
            return number
    return None


async def _answer_in(citizens: Citizens, staff: Staff, dialog: str) -> str | None:
    found = [m["text"] for m in await citizens.read(dialog) if staff.text in m["text"]]
    return found[0] if found else None


async def test_an_answer_arrives_over_the_event_stream(
    installation: Installation, citizens: Citizens, staff: Staff
) -> None:
    dialog = await citizens.talk(9)
    number = await until(lambda: _number_in(citizens, staff, dialog))
    url = f"{installation.url}/api/chatbot-gateway/v1/dialogs/{dialog}/events"
    headers = {"Authorization": f"Bearer {citizens.books.dialogs[dialog]}"}
    async with citizens.client.stream("GET", url, headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        await staff.answer(number)
        async with asyncio.timeout(20):
            async for line in stream.aiter_lines():
                name, _, data = line.partition(": ")
                if name == "data" and staff.text in json.loads(data)["text"]:
                    break
    await until(lambda: _closed(staff, number))


async def test_staff_answers_in_the_browser(
    installation: Installation,
    outside: Outside,
    citizens: Citizens,
    chromium: str,
    sender: str,
    tmp_path: Path,
) -> None:
    message = await sent_in(installation, citizens.client, letter(10, sender=sender))
    number = await until(lambda: citizens.number_of(message))
    account = installation.account("line1")
    text = "Рекомендации появятся в личном кабинете в течение трёх дней."
    command = ["node", "tests/e2e/browser/answer.mjs", installation.url, account["login"]]
    command += [account["password"], number, text, str(tmp_path)]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    _, reply = await until(lambda: _both(installation, outside, sender))
    assert text in reply.get_body(("plain",)).get_content()
    assert len(list(tmp_path.glob("*.png"))) >= 2


async def test_what_is_no_letter_is_kept_and_shown_and_never_a_fault(
    installation: Installation, citizens: Citizens
) -> None:
    message = await sent_in(installation, citizens.client, uuid4().bytes * 50)
    url = f"{installation.url}/api/intake-email/v1/messages/{message}"
    headers = {"Authorization": f"Bearer {installation.token('intake')}"}

    async def quarantined() -> bool:
        answer = await citizens.client.get(url, headers=headers)
        return bool(answer.json()["state"] == "quarantined")

    await until(quarantined)


@pytest.mark.parametrize(
    ("mailbox", "token", "content", "status"),
    [
        ("nobody@worldskills.ru", None, b"From: a@b.ru\r\n\r\nx", 404),
        ("bilet@worldskills.ru", "wrong", b"From: a@b.ru\r\n\r\nx", 401),
        ("bilet@worldskills.ru", None, b"x" * (25 * 1024 * 1024 + 1), 413),
    ],
    ids=["unknown mailbox", "wrong token", "over 25 MB"],
)
async def test_bad_letters_get_a_clear_refusal(
    installation: Installation,
    citizens: Citizens,
    mailbox: str,
    token: str | None,
    content: bytes,
    status: int,
) -> None:
    answer = await citizens.client.post(
        f"{installation.url}/api/intake-email/v1/messages",
        params={"mailbox": mailbox},
        headers={"Authorization": f"Bearer {token or installation.token('intake')}"},
        content=content,
    )
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
