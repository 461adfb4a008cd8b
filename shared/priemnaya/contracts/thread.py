"""The token that proves that a letter answers one of ours.

A number can be guessed, the token can not; it stands in our Message-IDs and plus-addresses. It
proves the thread, not the writer: the sender must be the applicant as well.
"""

import base64
import hmac
import re
from collections.abc import Iterable

_IN_MESSAGE_ID = re.compile(r"^<?[ar]\.([0-9A-Z-]+)\.(?:[0-9a-f]{32}\.)?([a-z2-7]{26})@")
_IN_ADDRESS = re.compile(r"\+([0-9a-z-]+)\.([a-z2-7]{26})@", re.IGNORECASE)


def thread_token(secret: str, number: str) -> str:
    digest = hmac.digest(secret.encode(), f"thread/{number}".encode(), "sha256")
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def acknowledgement_id(secret: str, number: str, domain: str) -> str:
    """Message-ID of an acknowledgement, without angle brackets; the same at every attempt."""
    return f"a.{number}.{thread_token(secret, number)}@{domain}"


def reply_id(secret: str, number: str, reply: str, domain: str) -> str:
    """Message-ID of an answer; `reply` is the reply's id as 32 hex digits."""
    return f"r.{number}.{reply}.{thread_token(secret, number)}@{domain}"


def plus_address(secret: str, number: str, mailbox: str) -> str:
    name, _, domain = mailbox.partition("@")
    return f"{name}+{number.lower()}.{thread_token(secret, number)}@{domain}"


def proven_number(secret: str, message_ids: Iterable[str], recipients: Iterable[str]) -> str | None:
    """The appeal that a letter's In-Reply-To and References or its recipients prove."""
    ours = own_letter(secret, message_ids)
    if ours is not None:
        return ours[1]
    found = (_IN_ADDRESS.search(address) for address in recipients)
    return next((number for match in found if (number := _proven(secret, match))), None)


def own_letter(secret: str, message_ids: Iterable[str]) -> tuple[str, str] | None:
    """The first Message-ID that a letter of ours bore, and the appeal that it names."""
    for id_ in message_ids:
        if number := _proven(secret, _IN_MESSAGE_ID.match(id_)):
            return id_.strip("<>"), number
    return None


def _proven(secret: str, match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    number, token = match[1].upper(), match[2].lower()
    return number if hmac.compare_digest(token, thread_token(secret, number)) else None
