"""Whether our own mail server vouches for the sender."""

import re

from .addresses import Address
from .headers import Headers

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"\([^()]*\)")
_DEEPEST_COMMENT = 5
_FAILED = re.compile(r"\b(?:dmarc|dkim|spf)=(?:fail|softfail|permerror)\b", re.IGNORECASE)


PASS, FAIL, NONE = "pass", "fail", "none"


def result(headers: Headers, sender: Address | None, server: str | None) -> str | None:
    """`server` is the authserv-id of our own mail server; null where it says nothing.

    Only the topmost field counts: those below came in with the letter and may be forged.
    """
    value = headers.raw("authentication-results").decode("utf-8", "replace")
    if not server or not value:
        return None
    # A sender chooses what stands in quotes and comments.
    value = _QUOTED.sub("quoted", value)
    for _ in range(_DEEPEST_COMMENT):
        value = _COMMENT.sub(" ", value)
    if any(mark in value for mark in '"()'):
        return None
    identity, *results = value.split(";")
    named = identity.split()[:1]
    if [name.lower() for name in named] != [server.lower()]:
        return None
    domain = sender.address.rpartition("@")[2].lower() if sender else ""
    if domain and any(_passed(result, domain) for result in results):
        return PASS
    return FAIL if any(_FAILED.search(result) for result in results) else NONE


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
