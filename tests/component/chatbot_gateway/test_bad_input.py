"""What is not as it must be is refused, and nothing of it is echoed."""

import json
from typing import Any

from tests.component.chatbot_gateway.talk import URL, fresh_key, open_talk
from tests.support.stack import One

JSON = "application/json"
BODIES: dict[str, tuple[bytes, str, int]] = {
    "no body": (b"", JSON, 422),
    "empty text": (b'{"text": ""}', JSON, 422),
    "only spaces": (b'{"text": " \\n\\t "}', JSON, 422),
    "only what has no width": ('{"text": "\u200b\ufeff\u2060"}'.encode(), JSON, 422),
    "only blank letters": ('{"text": "\u3164\u2800"}'.encode(), JSON, 422),
    "only a picture": ('{"text": "👍🏽"}'.encode(), JSON, 422),
    "NUL": (b'{"text": "a\\u0000b"}', JSON, 422),
    "a lone surrogate": (b'{"text": "a\\ud800b"}', JSON, 422),
    "too long": (json.dumps({"text": "я" * 4001}).encode(), JSON, 422),
    "an unknown field": (b'{"text": "a", "more": "hush"}', JSON, 422),
    "another type": (b'{"text": 1e999}', JSON, 422),
    "a list": (b"[]", JSON, 422),
    "too large": (b'{"text": "' + b"a" * 70_000 + b'"}', JSON, 413),
    "broken": (b'{"text": "hush', JSON, 400),
    "not UTF-8": (b'{"text": "\xff\xfe"}', JSON, 400),
    "a name twice": (b'{"text": "a", "text": "hush"}', JSON, 400),
    "not a number": (b'{"text": NaN}', JSON, 400),
    "too deep": (b'{"text": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", JSON, 400),
    "a form": (b"text=hush", "application/x-www-form-urlencoded", 415),
    "plain text": (b'{"text": "hush"}', "text/plain", 415),
    "no type": (b'{"text": "hush"}', "", 415),
}


async def test_a_body_that_can_not_be_taken_is_refused_and_has_no_effect(gateway: One) -> None:
    talk = await open_talk(gateway.client)
    for name, (body, kind, status) in BODIES.items():
        headers = talk.bearer | fresh_key() | ({"Content-Type": kind} if kind else {})
        answer = await gateway.client.post(talk.url, content=body, headers=headers)
        assert answer.status_code == status, f"{name}: {answer.text}"
        assert answer.headers["Content-Type"] == "application/problem+json", name
        assert "hush" not in answer.text, name
    assert len(await talk.read()) == 2


async def test_the_longest_text_and_odd_ones_are_taken(gateway: One) -> None:
    talk = await open_talk(gateway.client)
    for text in (
        "я" * 4000,
        "Ok 👍",
        "?",
        "<script>alert(1)</script>",
        "'; DROP TABLE dialogs; --",
    ):
        assert (await talk.post(text)).status_code == 201
    texts = [m["text"] for m in await talk.read() if m["from"] == "applicant"]
    assert texts[3] == "<script>alert(1)</script>"


async def test_a_key_is_needed(gateway: One) -> None:
    keys: tuple[Any, ...] = (None, "", "a" * 201, "a\tb", "ключ".encode())
    for key in keys:
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = await gateway.client.post(f"{URL}/dialogs", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing"), key


async def test_an_opening_brings_nothing_or_an_empty_object(gateway: One) -> None:
    for body, status in (({}, 201), ({"region": "77"}, 422), ([], 422)):
        answer = await gateway.client.post(f"{URL}/dialogs", json=body, headers=fresh_key())
        assert answer.status_code == status


async def test_a_foreign_token_and_an_unknown_dialog_look_the_same(gateway: One) -> None:
    mine, other = await open_talk(gateway.client), await open_talk(gateway.client)
    foreign = f"{URL}/dialogs/{other.id}/messages"
    urls = (foreign, f"{URL}/dialogs/{mine.token[:8]}/messages", f"{foreign[:-8]}events")
    for url in urls:
        answer = await gateway.client.get(url, headers=mine.bearer)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    posted = await gateway.client.post(
        foreign, json={"text": "Москва"}, headers=mine.bearer | fresh_key()
    )
    assert posted.status_code == 404
    assert len(await other.read()) == 2


async def test_a_token_is_needed(gateway: One) -> None:
    talk = await open_talk(gateway.client)
    for headers in ({}, {"Authorization": "Basic YTpi"}):
        assert (await gateway.client.get(talk.url, headers=headers)).status_code == 401
    answer = await gateway.client.get(talk.url, headers={b"Authorization": "Bearer ключ".encode()})
    assert answer.status_code == 404


async def test_a_cursor_is_a_number_of_ours(gateway: One) -> None:
    talk = await open_talk(gateway.client)
    for after in ("-1", "x", "", "99999999999999999999", "1.5"):
        answer = await gateway.client.get(talk.url, params={"after": after}, headers=talk.bearer)
        assert answer.status_code == 422, after


async def test_another_method_and_another_origin(gateway: One) -> None:
    talk = await open_talk(gateway.client)
    assert (await gateway.client.delete(talk.url, headers=talk.bearer)).status_code == 405
    answer = await gateway.client.options(
        talk.url,
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert "access-control-allow-origin" not in answer.headers
