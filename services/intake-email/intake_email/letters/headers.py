"""What header fields say, read so that nothing in them can stop the reading."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from .charsets import clean, decode

LONGEST_BLOCK = 256 * 1024
LONGEST_VALUE = 64 * 1024
MOST_FIELDS = 1000
MOST_PARAMETERS = 100
MOST_IDS = 100
SEARCHED_FOR_PROSE = 4000
LEAST_OF_PROSE = 0.8
LONGEST_ID = 998
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_BLANK = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"\r?\n")
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
# Not the wide one of Chinese and Japanese, which is a letter's width.
_SPACES = re.compile("[\t-\r \x1c-\x1f\x85\xa0\u2028\u2029]+")
_ID = re.compile(r"<([^<>\s]+)>")
_PARAMETER = re.compile(
    rb';[ \t\r\n]*([^=;"\s]+)[ \t]*=[ \t\r\n]*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL
)
_NUMBERED = re.compile(r"(.+?)\*(\d{1,3})?(\*?)$")


@dataclass(frozen=True)
class Headers:
    """The fields of one entity in their order: lower-case name, raw value still folded."""

    fields: tuple[tuple[str, bytes], ...] = ()
    charset: str | None = None

    def all(self, name: str) -> Iterator[bytes]:
        return (value for field, value in self.fields if field == name)

    def raw(self, name: str) -> bytes:
        """The first field of that name, empty where there is none."""
        return next(self.all(name), b"")

    def has(self, name: str) -> bool:
        return any(field == name for field, _ in self.fields)

    def text(self, name: str) -> str:
        return decoded(self.raw(name), self.charset)

    def word(self, name: str) -> str:
        """The value in lower case without comments and parameters."""
        value = self.raw(name).decode("ascii", "replace")
        return re.split(r"[;(]", value, maxsplit=1)[0].strip().lower()


def split(raw: bytes) -> tuple[tuple[tuple[str, bytes], ...], bytes]:
    """The fields at the beginning and the body behind them.

    A line that can not be a field begins the body, as where the blank line is missing.
    """
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return (), raw[raw.index(b"\n") + 1 :]
    blank = _BLANK.search(raw, 0, LONGEST_BLOCK)
    end, after = (blank.start(), blank.end()) if blank else (min(len(raw), LONGEST_BLOCK),) * 2
    fields: list[tuple[bytes, list[bytes]]] = []
    start = 0
    while start < end:
        found = _LINE.search(raw, start, end)
        stop, following = found.span() if found else (end, end)
        line = raw[start:stop]
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif match := _FIELD.match(line):
            fields.append((match[1], [match[2]]))
        elif start or not line.startswith((b"From ", b">From ")):
            return _joined(fields), raw[start:]
        start = following
    return _joined(fields), raw[after:]


def _joined(fields: list[tuple[bytes, list[bytes]]]) -> tuple[tuple[str, bytes], ...]:
    return tuple(
        (name.decode("ascii").lower(), b"\n".join(lines)[:LONGEST_VALUE].strip())
        for name, lines in fields[:MOST_FIELDS]
    )


def decoded(value: bytes, charset: str | None = None) -> str:
    """One line of text; `charset` is the claim for bytes that stand there unencoded."""
    if b"=?" not in value:
        return one_line(decode(value, charset))
    pieces: list[str] = []
    pending, pending_charset, end = b"", "", 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        named = match[1].decode("ascii", "replace").lower()
        # A character may be torn between two encoded words.
        if pending and (between.strip() or named != pending_charset):
            pieces.append(decode(pending, pending_charset))
            pending = b""
        if between.strip() or not end:
            pieces.append(decode(between, charset))
        pending, pending_charset, end = pending + _unpacked(match), named, match.end()
    pieces += [decode(pending, pending_charset), decode(value[end:], charset)]
    return one_line("".join(pieces))


def _unpacked(match: re.Match[bytes]) -> bytes:
    if match[2] in b"bB":
        return from_base64(match[3])
    return binascii.a2b_qp(match[3], header=True)


def from_base64(data: bytes) -> bytes:
    """What can be read of it; foreign characters and missing padding do no harm."""
    if _is_prose(data):
        return data
    try:
        return base64.b64decode(data + b"==")
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        return base64.b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + b"==")


def _is_prose(data: bytes) -> bool:
    """Words with blanks between, which no encoder writes: the label is wrong."""
    lines = data[:SEARCHED_FOR_PROSE].splitlines()
    prose = sum(len(line.split()) > 1 for line in lines)
    return prose > LEAST_OF_PROSE * len(lines)


def one_line(text: str) -> str:
    return _SPACES.sub(" ", clean(text)).strip()


def ids(value: bytes) -> tuple[str, ...]:
    """Message-IDs without angle brackets."""
    text = decoded(value)
    found = _ID.findall(text) or [word for word in text.split() if "@" in word]
    kept = [id_.strip("<>") for id_ in found if len(id_) <= LONGEST_ID]
    return tuple(dict.fromkeys([*kept[:1], *kept[1:][-(MOST_IDS - 1) :]]))


def date(value: bytes) -> datetime | None:
    try:
        found = parsedate_to_datetime(decoded(value))
        moment = found if found.tzinfo else found.replace(tzinfo=UTC)
        return moment if EARLIEST <= moment <= LATEST else None
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def arrival(received: bytes) -> datetime | None:
    """When a relay took the letter, by the field that it added."""
    return date(received.rpartition(b";")[2])


def parameters(value: bytes) -> dict[str, str]:
    """Of Content-Type and Content-Disposition, with RFC 2231 and what programs really write."""
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(b";" + value.partition(b";")[2])):
        if count >= MOST_PARAMETERS:
            break
        name = match[1].decode("ascii", "replace").lower()
        content = _unquoted(match)
        if numbered := _NUMBERED.match(name):
            base, position, encoded = numbered.groups()
            extended = bool(encoded) or position is None
            pieces.setdefault(base, []).append((int(position or 0), extended, content))
        else:
            plain.setdefault(name, decoded(content))
    return plain | {name: _extended(found) for name, found in pieces.items()}


def _unquoted(match: re.Match[bytes]) -> bytes:
    if match[2] is not None:
        return re.sub(rb"\\(.)", rb"\1", match[2])
    return match[3].strip()


def _extended(found: list[tuple[int, bool, bytes]]) -> str:
    found.sort(key=lambda piece: piece[0])
    first = found[0][2]
    charset = None
    if found[0][1] and first.count(b"'") >= 2:
        named, _, first = first.split(b"'", 2)
        charset = named.decode("ascii", "replace")
    contents = [(found[0][1], first), *((extended, rest) for _, extended, rest in found[1:])]
    data = b"".join(unquote_to_bytes(c) if extended else c for extended, c in contents)
    return decoded(data, charset)
