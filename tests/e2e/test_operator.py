"""Line 2 without a login, from the outside: a letter asks, a form or a letter answers."""

import re
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.citizens import Citizens, Staff
from tests.support.installation import Installation
from tests.support.letters import letter

from .conftest import Outside
from .test_whole_way import outgoing, sent_in, until

CONTACT = "operator77@example.org"
LINK = re.compile(r"https?://\S+/operator/([a-z2-7]{52})")


@pytest.fixture
def sender() -> str:
    return f"mentor.{uuid4().hex[:8]}@example.org"


@pytest.fixture
async def asked(
    installation: Installation, outside: Outside, citizens: Citizens, staff: Staff, sender: str
) -> tuple[str, EmailMessage]:
    """The number of an appeal that line 1 handed over, and the letter that asks the contact."""
    content = letter(uuid4().int % 10**6, sender=sender, text="Когда откроется площадка в Москве?")
    message = await sent_in(installation, citizens.client, content)
    number = await until(lambda: citizens.number_of(message))
    seen = await until(lambda: _seen(staff, number))
    handed = await staff.client.post(
        f"{staff.base}/appeals/{number}/handovers",
        json={"line": 2, "region": "77", "reason": "Нужны сведения"},
        headers={"If-Match": f'"{seen["version"]}"'},
    )
    assert handed.status_code == 200, handed.text

    async def request() -> EmailMessage | None:
        found = await outgoing(installation, outside, CONTACT)
        # Other installations have the same numbers, and send by the same mail server.
        mine = (one for one in found if installation.url in _text(one))
        return next((one for one in mine if seen["display_number"] in one["Subject"]), None)

    return number, await until(request)


async def _seen(staff: Staff, number: str) -> Any:
    answer = await staff.client.get(f"{staff.base}/appeals/{number}")
    return answer.json() if answer.status_code == 200 else None


async def _draft(staff: Staff, number: str) -> str | None:
    seen = await _seen(staff, number)
    drafts = [m["text"] for m in seen["messages"] if m["kind"] == "draft"]
    return drafts[0] if drafts and seen["line"] == 1 else None


async def _released(
    installation: Installation, outside: Outside, staff: Staff, number: str, sender: str
) -> None:
    """Line 1 sends what the operator prepared, and the applicant gets it."""
    staff.text = await until(lambda: _draft(staff, number))
    await staff.answer(number)

    async def answer() -> bool:
        found = await outgoing(installation, outside, sender)
        return any(staff.text in _text(one) for one in found)

    assert await until(answer)


def _text(found: EmailMessage) -> str:
    part = found.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def test_a_contact_answers_by_the_link_and_line_1_releases_it(
    installation: Installation,
    outside: Outside,
    staff: Staff,
    asked: tuple[str, EmailMessage],
    sender: str,
) -> None:
    number, request = asked
    found = LINK.search(_text(request))
    assert found is not None
    assert sender not in _text(request)
    api = f"{installation.url}/api/escalation/v1/operator-requests/{found[1]}"
    async with httpx.AsyncClient(timeout=10) as contact:
        page = await contact.get(f"{installation.url}/operator/{found[1]}")
        assert (page.status_code, '<div id="root">' in page.text) == (200, True)
        shown = (await contact.get(api)).json()
        assert [q["text"] for q in shown["questions"]] == ["Когда откроется площадка в Москве?"]
        text = f"Площадка откроется в мае ({number})."
        taken = await contact.post(f"{api}/answer", json={"text": text})
        assert (taken.status_code, taken.json()) == (201, {"answer_goes": "to_line_1"})
        again = await contact.post(f"{api}/answer", json={"text": text})
        assert again.status_code == 410
    await _released(installation, outside, staff, number, sender)


async def test_a_contact_answers_by_mail_and_that_is_no_appeal(
    installation: Installation,
    outside: Outside,
    citizens: Citizens,
    staff: Staff,
    asked: tuple[str, EmailMessage],
    sender: str,
) -> None:
    number, request = asked
    reply = letter(
        uuid4().int % 10**6,
        sender=CONTACT,
        text=f"Площадка откроется в июне ({number}).",
        to=str(request["Reply-To"]),
        headers={"In-Reply-To": str(request["Message-ID"])},
    )
    message = await sent_in(installation, citizens.client, reply)
    await _released(installation, outside, staff, number, sender)
    url = f"{installation.url}/api/intake-email/v1/messages/{message}"
    bearer = {"Authorization": f"Bearer {installation.token('intake')}"}
    told = (await citizens.client.get(url, headers=bearer)).json()
    assert (told["outcome"], told["appeal"]) == ("operator_answer", None)
