"""Signed references to a request to an operator's contact, one kind for each way of answering.

Each is the request's id and 128 bits that nobody can compute without the secret: lower-case base32
without padding, so it stands in URLs, in Message-IDs and before the @ of an address (RFC 5321
allows 64 octets there).
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterable
from uuid import UUID

_MAC_BYTES = 16
_REFERENCE = "[a-z2-7]{52}"
_IN_MESSAGE_ID = re.compile(rf"^<?o\.({_REFERENCE})@")
_IN_ADDRESS = re.compile(rf"\+o\.({_REFERENCE})@", re.IGNORECASE)


def link_token(secret: str, request: UUID) -> str:
    return _signed(secret, "operator link", request)


def linked_request(secret: str, token: str) -> UUID | None:
    """The request that a link proves; null for anything that we did not sign."""
    return _proven(secret, "operator link", token)


def operator_request_id(secret: str, request: UUID, domain: str) -> str:
    """Message-ID of the letter that asks, without angle brackets; the same at every attempt."""
    return f"o.{_signed(secret, 'operator letter', request)}@{domain}"


def operator_address(secret: str, request: UUID, mailbox: str) -> str:
    """Where the answer to that letter goes."""
    name, _, domain = mailbox.partition("@")
    return f"{name}+o.{_signed(secret, 'operator letter', request)}@{domain}"


def proven_operator_request(
    secret: str, message_ids: Iterable[str], recipients: Iterable[str]
) -> UUID | None:
    """The request that a letter's In-Reply-To and References or its recipients prove."""
    found = [_IN_MESSAGE_ID.match(id_) for id_ in message_ids]
    found += [_IN_ADDRESS.search(address) for address in recipients]
    proven = (_proven(secret, "operator letter", match[1].lower()) for match in found if match)
    return next((request for request in proven if request is not None), None)


def _signed(secret: str, kind: str, request: UUID) -> str:
    return (
        base64.b32encode(request.bytes + _mac(secret, kind, request)).decode().rstrip("=").lower()
    )


def _proven(secret: str, kind: str, token: str) -> UUID | None:
    try:
        raw = base64.b32decode(token.upper() + "====")
        request = UUID(bytes=raw[:16])
    except (binascii.Error, ValueError):
        return None
    # Compared as text: the last character has bits to spare, and only one spelling is ours.
    return (
        request
        if hmac.compare_digest(token.encode(), _signed(secret, kind, request).encode())
        else None
    )


def _mac(secret: str, kind: str, request: UUID) -> bytes:
    return hmac.digest(secret.encode(), f"{kind}/{request}".encode(), "sha256")[:_MAC_BYTES]
