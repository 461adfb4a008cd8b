"""What makes two copies of a letter the same letter."""

import hashlib
import re
from typing import Protocol

_TRACE = re.compile(
    rb"^(?:received|return-path|delivered-to|authentication-results)[ \t]*:[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK = re.compile(rb"\n\r?\n")
_CHUNK = 1 << 20
# No letter of a person has more; what a hostile one has counts as its body.
_LONGEST_HEAD = 1 << 20


class Sliceable(Protocol):
    """Bytes, in memory or in a file."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: slice, /) -> bytes: ...


def fingerprint(raw: Sliceable) -> str:
    """SHA-256 in hex of everything but the fields that each relay adds, whatever the newlines."""
    blank = _BLANK.search(raw[:_LONGEST_HEAD])
    start = blank.start() + 1 if blank else min(len(raw), _LONGEST_HEAD)
    head = raw[:start].translate(None, b"\r")
    if start == len(raw):
        # Without a body the last line of the header ends the letter.
        head = head.rstrip(b"\n") + b"\n"
    digest = hashlib.sha256(_TRACE.sub(b"", head))
    # In pieces, for a letter may be large and many may come at the same time.
    end = _end(raw)
    for begin in range(start, end, _CHUNK):
        digest.update(raw[begin : min(begin + _CHUNK, end)].translate(None, b"\r"))
    return digest.hexdigest()


def _end(raw: Sliceable) -> int:
    """Where the letter ends but for empty lines that one way adds and another cuts off."""
    tail = raw[-_CHUNK:]
    return len(raw) - len(tail) + len(tail.rstrip(b"\r\n"))
