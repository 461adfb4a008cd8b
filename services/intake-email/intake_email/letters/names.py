"""File names that can do no harm wherever they are shown or saved."""

import mimetypes
import re
import unicodedata

LONGEST_BYTES = 150
LONGEST_EXTENSION = 10

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
# Not the wide one of Chinese and Japanese, which is a letter's width.
_SPACES = re.compile(r"[ \t\xa0]+")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_OWN_EXTENSIONS = {"message/rfc822": ".eml", "text/calendar": ".ics", "image/jpeg": ".jpg"}


def safe_name(name: str, content_type: str, position: int) -> str:
    """Without path, control, bidi or zero-width characters; `position` counts from 1."""
    seen = "".join(c for c in name if unicodedata.category(c) not in _UNSEEN)
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", seen)[-1])
    kept = _FORBIDDEN.sub("_", _SPACES.sub(" ", last)).strip(". \u3000")
    if not kept:
        return f"attachment-{position}{extension(content_type)}"
    return _cut(f"_{kept}" if _RESERVED.fullmatch(kept) else kept)


def extension(content_type: str) -> str:
    found = _OWN_EXTENSIONS.get(content_type) or mimetypes.guess_extension(content_type)
    return found or ".bin"


def _cut(name: str) -> str:
    """Short enough for every file system, the extension kept."""
    if len(name.encode()) <= LONGEST_BYTES:
        return name
    stem, dot, last = name.rpartition(".")
    tail = f".{last}" if dot and len(last) <= LONGEST_EXTENSION else ""
    room = LONGEST_BYTES - len(tail.encode())
    return (stem if tail else name).encode()[:room].decode(errors="ignore") + tail
