"""What makes two copies of a letter the same letter."""

import hashlib
import re

_TRACE = re.compile(
    rb"^(?:received|return-path|delivered-to|authentication-results)[ \t]*:[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK = re.compile(rb"\n\r?\n")
_CHUNK = 1 << 20


def fingerprint(raw: bytes) -> str:
    """SHA-256 in hex of everything but the fields that each relay adds, whatever the newlines."""
    blank = _BLANK.search(raw)
    # Without a body the last line of the header ends the letter.
    start = blank.start() + 1 if blank else len(raw)
    head = raw[:start].translate(None, b"\r")
    digest = hashlib.sha256(_TRACE.sub(b"", head if blank else head.rstrip(b"\n") + b"\n"))
    # In pieces, for a letter may be large and many may come at the same time.
    end = _end(raw)
    for begin in range(start, end, _CHUNK):
        digest.update(raw[begin : min(begin + _CHUNK, end)].translate(None, b"\r"))
    return digest.hexdigest()


def _end(raw: bytes) -> int:
    """Where the letter ends but for empty lines that one way adds and another cuts off."""
    tail = raw[-_CHUNK:]
    return len(raw) - len(tail) + len(tail.rstrip(b"\r\n"))
