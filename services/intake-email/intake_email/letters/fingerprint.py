"""What makes two copies of a letter the same letter."""

import hashlib
import re

_TRACE = re.compile(
    rb"^(?:received|return-path|delivered-to|authentication-results)[ \t]*:[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)


def fingerprint(raw: bytes) -> str:
    """SHA-256 in hex of everything but the fields that each relay adds, whatever the newlines."""
    content = raw.replace(b"\r\n", b"\n").rstrip(b"\r\n")
    end = content.find(b"\n\n")
    # Without a body the header's last line ends the letter.
    head, body = (content[: end + 1], content[end:]) if end >= 0 else (content + b"\n", b"")
    return hashlib.sha256(_TRACE.sub(b"", head) + body).hexdigest()
