"""Appeals out of the personal account, for whose user the platform vouches."""

import base64
import hmac
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from joserfc.jwk import ECKey

from chatbot_gateway.seed import PRIVATE_KEY
from priemnaya.contracts.cases import AppealClosed, AppealReopened
from priemnaya.contracts.replies import ReplyDelivered
from priemnaya.contracts.words import ApplicantRole, QuestionKind
from priemnaya.runtime.service import Access
from tests.component.chatbot_gateway.account import Platform
from tests.component.chatbot_gateway.talk import (
    ANSWERS,
    QUESTION,
    URL,
    approved,
    open_talk,
    registered,
)
from tests.support.stack import One


def signed_by(secret: bytes, body: str) -> str:
    head = _base64(b'{"alg":"HS256"}')
    signature = hmac.digest(secret, f"{head}.{body}".encode(), "sha256")
    return f"{head}.{body}.{_base64(signature)}"


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


async def test_clause_2_2_an_appeal_of_the_personal_account_is_handed_over_as_vouched_for(
    platform: Platform,
) -> None:
    body = {"text": QUESTION, "subject": "Вход", "region": "Татарстан", "kind": "technical"}
    answer = await platform.submit(body, role="mentor")
    assert answer.status_code == 202
    id_ = answer.json()["id"]
    assert answer.json()["status_url"].endswith(f"/api/chatbot-gateway/v1/appeals/{id_}")
    (fact,) = await platform.received()
    assert (fact.login, fact.role, fact.sender_verified) == ("petya", ApplicantRole.MENTOR, True)
    assert (fact.region, fact.subject, fact.text) == ("16", "Вход", QUESTION)
    assert fact.question_kind is QuestionKind.TECHNICAL
    assert str(fact.reply_to.dialog_id) == id_


async def test_the_platform_sees_number_term_state_and_answers(platform: Platform) -> None:
    id_ = (await platform.submit()).json()["id"]
    waiting = {"id": id_, "number": None, "state": "received", "due_at": None, "answers": []}
    assert (await platform.look(f"/{id_}")).json() == waiting

    (message,) = await platform.received()
    appeal = registered(message)
    reply = approved(message.reply_to.dialog_id or uuid4(), appeal.aggregate_id)
    await platform.one.hear(appeal, reply)
    found = (await platform.look("/BB-2020-000001")).json()
    assert (found["id"], found["number"], found["state"]) == (id_, "BB-2020-000001", "registered")
    assert found["due_at"] == "2020-09-04T20:59:59Z"
    ((shown),) = found["answers"]
    assert (shown["id"], shown["text"]) == (str(reply.aggregate_id), reply.text)
    assert (await platform.look()).json() == {"appeals": [found], "next": None}
    delivered = [f for f in await platform.one.said() if isinstance(f, ReplyDelivered)]
    assert [f.aggregate_id for f in delivered] == [reply.aggregate_id]


async def test_closing_and_reopening_are_told_in_their_own_order(platform: Platform) -> None:
    await platform.submit()
    (message,) = await platform.received()
    appeal = registered(message)
    about = {"aggregate_id": appeal.aggregate_id, "number": appeal.number}
    at = message.occurred_at
    closed = AppealClosed.model_validate(about | {"occurred_at": at, "seq": 3, "closed_at": at})
    reopened = AppealReopened.model_validate(
        about | {"occurred_at": at, "seq": 4, "reopened_at": at}
    )
    await platform.one.hear(closed)
    await platform.one.hear(appeal)
    assert (await platform.look("/BB-2020-000001")).json()["state"] == "closed"
    await platform.one.hear(reopened)
    assert (await platform.look("/BB-2020-000001")).json()["state"] == "registered"
    again = closed.model_copy(update={"seq": 2})
    await platform.one.hear(again)
    assert (await platform.look("/BB-2020-000001")).json()["state"] == "registered"


async def test_others_appeals_do_not_exist_but_those_of_linked_participants_do(
    platform: Platform,
) -> None:
    id_ = (await platform.submit()).json()["id"]
    (message,) = await platform.received()
    await platform.one.hear(registered(message))
    for path in (f"/{id_}", "/BB-2020-000001"):
        assert (await platform.look(path, sub="vasya")).status_code == 404
        parent = {"sub": "mama", "role": "parent", "linked": ["petya"]}
        assert (await platform.look(path, **parent)).json()["id"] == id_
    assert (await platform.look(sub="vasya")).json()["appeals"] == []
    assert (await platform.look("/BB-2020-999999")).status_code == 404


async def test_a_login_typed_into_the_open_dialog_gives_no_right(platform: Platform) -> None:
    talk = await open_talk(platform.one.client)
    await talk.say("Москва", "Участник, petya", *ANSWERS[2:], QUESTION)
    assert (await platform.look()).json()["appeals"] == []
    assert (await platform.look(f"/{talk.id}")).status_code == 404


async def test_clause_2_2_the_bot_does_not_ask_a_signed_in_user_who_he_is(
    platform: Platform,
) -> None:
    talk = await open_talk(platform.one.client, **{"X-User-Token": platform.user_token()})
    (asked,) = await talk.say("Москва")
    assert asked["options"] == ["Нет / не помню"]
    await talk.say(*ANSWERS[2:], QUESTION)
    (fact,) = await platform.received()
    assert (fact.login, fact.sender_verified) == ("petya", True)
    assert fact.role is ApplicantRole.PARTICIPANT
    assert (await platform.look(f"/{talk.id}")).json()["state"] == "received"


async def test_a_list_comes_in_pages_the_newest_first(platform: Platform) -> None:
    ids = [(await platform.submit()).json()["id"] for _ in range(52)]
    page = (await platform.look()).json()
    assert [a["id"] for a in page["appeals"]] == ids[:1:-1]
    rest = (await platform.look(f"?before={page['next']}")).json()
    assert [a["id"] for a in rest["appeals"]] == ids[1::-1]
    assert rest["next"] is None


async def test_a_repeated_submission_is_one_appeal(platform: Platform) -> None:
    headers = platform.headers()
    url, body = f"{URL}/appeals", {"text": QUESTION}
    first, again = [
        await platform.one.client.post(url, json=body, headers=headers) for _ in range(2)
    ]
    assert (first.status_code, first.text) == (again.status_code, again.text)
    assert len(await platform.received()) == 1
    other = headers | {"X-User-Token": platform.user_token(sub="vasya")}
    await platform.one.client.post(url, json=body, headers=other)
    assert len(await platform.received()) == 2


async def test_a_token_that_proves_nothing_is_refused(platform: Platform) -> None:
    good = platform.user_token()
    head, body, _ = good.split(".")
    stranger = ECKey.generate_key("P-256")
    bad = {
        "unsigned by its own word": f"eyJhbGciOiJub25lIn0.{body}.",
        "no signature": f"{head}.{body}.",
        "expired": platform.user_token(exp=int(time.time()) - 120),
        "without end": platform.user_token(exp=None),
        "not yet": platform.user_token(nbf=int(time.time()) + 600),
        "of a foreign key": platform.user_token(key=stranger),
        "by the public key as a secret": signed_by(platform.key.as_pem(private=False), body),
        "without a user": platform.user_token(sub=None),
        "of an empty user": platform.user_token(sub=""),
        "with odd links": platform.user_token(linked="petya"),
        "of another type": platform.user_token(sub=["petya"]),
        "no token at all": "x.y.z",
        "empty": "",
    }
    for name, token in bad.items():
        headers = platform.headers() | {"X-User-Token": token}
        answer = await platform.one.client.get(f"{URL}/appeals", headers=headers)
        assert answer.status_code == 401, name
    answer = await platform.one.client.get(f"{URL}/appeals", headers=platform.headers())
    assert answer.status_code == 200


async def test_both_tokens_are_needed(platform: Platform) -> None:
    for missing in ("Authorization", "X-User-Token"):
        headers = platform.headers()
        del headers[missing]
        answer = await platform.one.client.get(f"{URL}/appeals", headers=headers)
        assert answer.status_code == 401
    headers = platform.headers() | {"Authorization": "Bearer another"}
    answer = await platform.one.client.post(f"{URL}/appeals", json={}, headers=headers)
    assert answer.status_code == 401


async def test_an_appeal_that_can_not_be_taken(platform: Platform) -> None:
    bad: tuple[dict[str, Any], ...] = (
        {"text": ""},
        {"text": "а", "region": "Атлантида"},
        {"text": "а", "kind": "other"},
        {"text": "а", "subject": "а" * 201},
        {"text": "а", "subject": "а\x00"},
        {"text": "а", "role": "mentor"},
    )
    for body in bad:
        assert (await platform.submit(body)).status_code == 422, body
    assert await platform.received() == []


async def test_without_the_demonstration_there_are_no_keys_and_no_dialogs(
    one: Callable[[str], Awaitable[One]], tmp_path: Path
) -> None:
    gateway = await one("chatbot-gateway")
    seed = gateway.hosted.service.seed
    assert seed is not None
    await seed(gateway.context, Access(url=""), False)
    assert not (tmp_path / "keys").exists()
    assert await gateway.said() == []


async def test_keys_are_made_once_and_the_private_one_is_private(
    platform: Platform, tmp_path: Path
) -> None:
    files = {p.name: p.read_bytes() for p in (tmp_path / "keys").iterdir()}
    seed = platform.one.hosted.service.seed
    assert seed is not None
    await seed(platform.one.context, Access(url=""), True)
    assert files == {p.name: p.read_bytes() for p in (tmp_path / "keys").iterdir()}
    assert (tmp_path / "keys" / PRIVATE_KEY).stat().st_mode & 0o077 == 0
    assert b'"d"' not in files["platform.jwks.json"]
    assert len(await platform.received()) == 2
    await seed(platform.one.context, Access(url=""), True)
    assert len(await platform.received()) == 2
