"""The files and the text inside winmail.dat, as Outlook sends them (MS-OXTNEF)."""

import logging
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, SupportsIndex, overload

from .charsets import decode

NAMES = frozenset({"winmail.dat", "win.dat"})
TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
MOST_FILES = 100

# The library reads lengths and code pages as they stand there, whatever they are.
_DAMAGED = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, MemoryError),
    *(AssertionError, RecursionError, struct.error, OSError, UnboundLocalError),
)

# An object is a level, a name, a type, a length, its data (here what they begin with) and a sum.
_OBJECT = struct.Struct("<HHII")
_FIRST_OBJECT, _SHORTEST_OBJECT, _AROUND_DATA, _SHORTEST_ROW = 6, 13, 11, 4
# Recipients, properties of the letter and of an attachment.
_TABLES = frozenset({0x9003, 0x9004, 0x9005})


@dataclass(frozen=True)
class Winmail:
    """Names are as they stand there; `text` and `html` are empty where there is none."""

    files: tuple[tuple[str, bytes], ...]
    text: str
    html: str


class _Bounded(bytes):
    """The library counts as far as the letter says, and reads nothing over and over again."""

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> bytes: ...
    def __getitem__(self, key: SupportsIndex | slice, /) -> int | bytes:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        if (key.start or 0) > len(self):
            raise IndexError
        return _Bounded(super().__getitem__(key))


def _counts_are_possible(content: bytes) -> bool:
    """No table of properties or recipients has more rows than there is room for."""
    offset = _FIRST_OBJECT
    while offset + _SHORTEST_OBJECT < len(content):
        name, _, length, rows = _OBJECT.unpack_from(content, offset + 1)
        if name in _TABLES and rows * _SHORTEST_ROW > length:
            return False
        offset += length + _AROUND_DATA
    return True


def unpacked(content: bytes) -> Winmail | None:
    """As far as it can be read; none where nothing of it can."""
    # Imported where it is needed: few letters need it.
    from tnefparse import TNEF  # type: ignore[import-untyped]

    # It would log what it stumbles on, words of the letter among it.
    logging.getLogger("tnefparse").setLevel(logging.CRITICAL)
    if not _counts_are_possible(content):
        return None
    # The library reads while it is made: what it found before damage stays.
    found = TNEF.__new__(TNEF)
    with suppress(*_DAMAGED):
        found.__init__(_Bounded(content), do_checksum=False)
    if not vars(found).get("objects"):
        return None
    page = _page(found.codepage)
    files = tuple(_file(a, page) for a in found.attachments[:MOST_FILES])
    return Winmail(
        tuple((name, data) for name, data in files if data or name),
        _text(found.body, page),
        _text(found.htmlbody, page),
    )


def _page(named: Any) -> str | None:
    return str(named) if named else None


def _file(attachment: Any, page: str | None) -> tuple[str, bytes]:
    data = attachment.data
    while isinstance(data, list):
        data = data[0] if data else b""
    try:
        name = attachment.long_filename()
    except _DAMAGED:
        # It takes every name for UTF-8.
        name = attachment._name
    return _text(name, page), bytes(data) if isinstance(data, bytes | bytearray) else b""


def _text(value: Any, page: str | None) -> str:
    while isinstance(value, list):
        value = value[0] if value else ""
    text = decode(value, page) if isinstance(value, bytes) else str(value or "")
    return text.strip("\x00")
