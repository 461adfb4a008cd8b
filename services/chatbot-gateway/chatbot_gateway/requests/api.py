"""What a changing request must bring: real JSON and a key that makes its repeats harmless."""

import hashlib
import json
import re
import unicodedata
from typing import Annotated, Any, NoReturn

from fastapi import Depends, Header, Request, Response
from pydantic import AfterValidator, StringConstraints

from chatbot_gateway.errors import BrokenJson, KeyMissing, NotJson
from priemnaya.runtime.service import Context
from priemnaya.runtime.staff import context

from .actions import Answer, Claim

LONGEST_TEXT = 4_000
_KEY = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?")
_JSON = re.compile(r"application/json\s*(;|$)", re.IGNORECASE)
# Letters by category, and yet nothing is seen of them.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
_WORDLESS = ("C", "Z", "M", "So", "Sk")


async def at_hand(request: Request) -> Context:
    # Not itself the dependency: a plain function would be run in a thread.
    return context(request)


AtHand = Annotated[Context, Depends(at_hand)]


async def claim(
    request: Request,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="1 to 200 printable ASCII characters; make it a fresh UUID. Within 24 hours"
            " a repeat with the same key and body gets the first answer again.",
        ),
    ] = None,
) -> Claim:
    """The key and the digest of the body; refuses a body that readers could understand in
    different ways."""
    if key is None or not _KEY.fullmatch(key):
        raise KeyMissing
    body = await request.body()
    if body:
        if not _JSON.match(request.headers.get("content-type", "")):
            raise NotJson
        _refuse_ambiguous(body)
    return Claim(key, hashlib.sha256(body).digest())


Claimed = Annotated[Claim, Depends(claim)]


def _refuse_ambiguous(body: bytes) -> None:
    try:
        json.loads(body, object_pairs_hook=_each_name_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BrokenJson from None


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BrokenJson
    return found


def _refuse(name: str) -> NoReturn:
    raise BrokenJson


def without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("NUL is not text")
    return text


def _says_something(text: str) -> str:
    if all(c in _BLANK_LETTERS or unicodedata.category(c).startswith(_WORDLESS) for c in text):
        raise ValueError("nothing is said")
    return text.strip()


Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(without_nul),
    AfterValidator(_says_something),
]


def respond(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type="application/json")
