"""Names and addresses out of header fields, in linear time whatever stands there."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from .headers import decoded

MOST_ADDRESSES = 200
LONGEST_NAME = 300
LONGEST_ADDRESS = 254

_USUAL = re.compile(
    rb'\s*(?:"?([^"<>,;:()\\]*?)"?\s*)?<\s*([^<>\s@,;:"()]+@[^<>\s@,;:"()]+)\s*>\s*'
)
_BARE = re.compile(rb'[^<>\s@,;:"()=?]+@[^<>\s@,;:"()=?]+')
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"?|<[^<>]*>?|\\.|[(),;:>]|[^",;:()<>\\]+|\\', re.DOTALL)
_USABLE = re.compile(r'[^\s@<>()\[\],;:"\\]{1,64}@[^\s@<>()\[\],;:"\\]{1,250}')


class Address(NamedTuple):
    name: str
    address: str


def addresses(value: bytes, charset: str | None = None) -> tuple[Address, ...]:
    """Everybody that a From, To or Cc names and that has an address a letter can be sent to."""
    if _BARE.fullmatch(value):
        found = [_address(b"", value, charset)]
    elif usual := _USUAL.fullmatch(value):
        found = [_address(usual[1] or b"", usual[2], charset)]
    else:
        found = _all(value, charset)
        if not any(found) and b"=?" in value:
            # Some programs encode name, brackets and address all together.
            found = _all(decoded(value, charset).encode(), "utf-8")
    return tuple(address for address in found if address is not None)


def _address(name: bytes, address: bytes, charset: str | None) -> Address | None:
    place = decoded(address, charset).strip("'. ").removeprefix("mailto:")
    if not _USABLE.fullmatch(place) or len(place) > LONGEST_ADDRESS:
        return None
    shown = decoded(name, charset).strip("\"' ")[:LONGEST_NAME]
    return Address("" if shown.lower() == place.lower() else shown, place)


@dataclass
class _Mailbox:
    """One mailbox while it is being read."""

    words: list[bytes]
    comments: list[bytes]
    angle: bytes | None = None

    def finished(self, charset: str | None) -> Address | None:
        words = b"".join(self.words)
        if self.angle is not None:
            name = words if words.strip() else b" ".join(self.comments)
            # A route before the address, as in <@relay:user@host>, leads nowhere today.
            return _address(name, self.angle.rpartition(b":")[2], charset)
        place = next((word for word in words.split() if b"@" in word), b"")
        name = b" ".join(self.comments) or words.replace(place, b"")
        return _address(name, place, charset)


def _all(value: bytes, charset: str | None) -> list[Address | None]:
    found: list[Address | None] = []
    current, depth = _Mailbox([], []), 0
    for token in _TOKEN.findall(value):
        if token == b"(":
            depth += 1
        elif token == b")":
            depth = max(depth - 1, 0)
        elif depth:
            current.comments.append(token)
        elif token in (b",", b";"):
            address = current.finished(charset)
            if address is None and token == b"," and not current.angle:
                # «Иванов, Иван <i@example.org>»: the comma belongs to the name.
                current.words.append(b", ")
                continue
            found.append(address)
            current = _Mailbox([], [])
        elif token == b":":
            # The name of a group ends here.
            found.append(current.finished(charset))
            current = _Mailbox([], [])
        elif token.startswith(b"<"):
            current.angle = token.strip(b"<> \t\r\n")
        elif token.startswith(b'"'):
            current.words.append(re.sub(rb"\\(.)", rb"\1", token.strip(b'"')))
        else:
            current.words.append(token)
        if len(found) >= MOST_ADDRESSES:
            return found
    return [*found, current.finished(charset)]
