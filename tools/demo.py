"""python tools/demo.py: shows the whole way on a running installation.

A letter in koi8-r comes in, gets a number, a member of staff answers it, and the answer lies in
the outbox as a letter that threads. Reads DATA/access.json (default var).
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path
from typing import Any

import httpx

DATA = Path(os.environ.get("DATA", "var"))
LETTER = """\
From: =?koi8-r?B?{name}?= <olga.shchukina@example.org>
To: bilet@worldskills.ru
Subject: =?koi8-r?B?{subject}?=
Date: {date}
Message-ID: <{id}@mail.example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=koi8-r
Content-Transfer-Encoding: 8bit

"""
TEXT = "Здравствуйте! Дочь прошла тестирование, но рекомендаций в кабинете нет. Когда они появятся?"
ANSWER = (
    "Рекомендации появляются в личном кабинете в течение трёх дней после тестирования, "
    "в разделе «Моя траектория»."
)


def base64_of(text: str) -> str:
    import base64

    return base64.b64encode(text.encode("koi8-r")).decode()


def letter() -> bytes:
    now = datetime.now(UTC)
    head = LETTER.format(
        name=base64_of("Ольга Щукина"),
        subject=base64_of("Где рекомендации?"),
        date=now.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        id=now.strftime("%Y%m%d%H%M%S%f"),
    )
    return head.encode() + TEXT.encode("koi8-r")


def wait_for(what: str, look: Any) -> Any:
    for _ in range(100):
        if found := look():
            return found
        time.sleep(0.2)
    sys.exit(f"{what} did not come")


def send(client: httpx.Client, access: dict[str, Any]) -> str:
    api = "/api/intake-email/v1/messages"
    headers = {"Authorization": f"Bearer {access['tokens']['intake']}"}
    params = {"mailbox": "bilet@worldskills.ru"}
    accepted = client.post(api, params=params, headers=headers, content=letter())
    print("letter accepted:", accepted.status_code, accepted.json())
    status = f"{api}/{accepted.json()['id']}"
    number = wait_for("the number", lambda: client.get(status, headers=headers).json()["appeal"])
    print("registered as:", number)
    return str(number)


def answer(client: httpx.Client, access: dict[str, Any], number: str) -> None:
    account = next(a for a in access["accounts"] if a["role"] == "line1")
    api = "/api/escalation/v1"
    credentials = {"login": account["login"], "password": account["password"]}
    client.post(f"{api}/session", json=credentials).raise_for_status()
    url = f"{api}/appeals/{number}"
    appeal = wait_for("the case", lambda: _found(client.get(url)))
    body = {"text": ANSWER, "question_ids": [q["id"] for q in appeal.json()["question_list"]]}
    sent = client.post(f"{url}/replies", json=body, headers={"If-Match": appeal.headers["etag"]})
    sent.raise_for_status()
    print("answered by:", account["login"])
    wait_for("the closing", lambda: client.get(url).json()["state"] == "closed")
    print("closed: every question has a delivered answer")


def _found(answer: httpx.Response) -> httpx.Response | None:
    return answer if answer.status_code == 200 else None


def outgoing(number: str) -> list[Message]:
    letters = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((DATA / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime)
    ]
    return [found for found in letters if number in str(found["Message-ID"])]


def main() -> int:
    access = json.loads((DATA / "access.json").read_text())
    with httpx.Client(base_url=access["url"], timeout=10) as client:
        number = send(client, access)
        answer(client, access, number)
    for found in outgoing(number):
        print("-" * 72)
        for name in ("From", "To", "Subject", "Message-ID", "In-Reply-To", "References"):
            print(f"{name}: {found[name]}")
        print()
        print(found.get_body(("plain",)).get_content())  # type: ignore[attr-defined]
    return 0


if __name__ == "__main__":
    sys.exit(main())
