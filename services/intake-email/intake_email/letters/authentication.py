"""Whether our own mail server vouches for the sender."""

import re

from .addresses import Address
from .headers import Headers

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"\([^()]*\)")
_DEEPEST_COMMENT = 5


def is_verified(headers: Headers, sender: Address | None, server: str | None) -> bool:
    """`server` is the authserv-id of our own mail server.

    Only the topmost field counts: those below came in with the letter and may be forged.
    """
    value = headers.raw("authentication-results").decode("utf-8", "replace")
    if not server or sender is None or not value:
        return False
    # A sender chooses what stands in quotes and comments.
    value = _QUOTED.sub("quoted", value)
    for _ in range(_DEEPEST_COMMENT):
        value = _COMMENT.sub(" ", value)
    if any(mark in value for mark in '"()'):
        return False
    identity, *results = value.split(";")
    named = identity.split()[:1]
    if [name.lower() for name in named] != [server.lower()]:
        return False
    domain = sender.address.rpartition("@")[2].lower()
    return any(_passed(result, domain) for result in results)


def _passed(result: str, domain: str) -> bool:
    words = result.lower().split()
    facts = dict(word.split("=", 1) for word in words if "=" in word)
    if facts.get("dmarc") == "pass":
        return facts.get("header.from") == domain
    if facts.get("dkim") == "pass":
        signer = facts.get("header.d") or facts.get("header.i", "").rpartition("@")[2]
        return _aligned(signer, domain)
    if facts.get("spf") == "pass":
        return _aligned(facts.get("smtp.mailfrom", "").rpartition("@")[2], domain)
    return False


def _aligned(vouched: str, domain: str) -> bool:
    """The same domain, or one above the sender's: a university vouches for its departments."""
    return "." in vouched and (domain == vouched or domain.endswith(f".{vouched}"))
