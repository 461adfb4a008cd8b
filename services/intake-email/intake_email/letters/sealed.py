"""What stands in signed letters; signatures are not verified here, encryption is not undone."""

import re
from collections.abc import Iterator

SMIME_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
DEEPEST = 12

_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE, _END = "\n-----BEGIN PGP SIGNATURE-----", "\n-----END PGP SIGNATURE-----"
_DASHED = re.compile(r"^- (?=-|From )", re.MULTILINE)
_ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)

# Object identifiers of RFC 5652 as they are encoded.
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_SEQUENCE, _OBJECT_ID, _OCTETS, _OCTETS_IN_PIECES = 0x30, 0x06, 0x04, 0x24


def is_pgp_signed(text: str) -> bool:
    return _BEGIN in text


def is_pgp_encrypted(text: str) -> bool:
    return _ENCRYPTED.search(text) is not None


def without_armor(text: str) -> str:
    """Clear-signed text as its writer wrote it (RFC 9580, 7); of several the first."""
    before, _, rest = text.partition(_BEGIN)
    signed, mark, behind = rest.partition(_SIGNATURE)
    # The fields of the armor end with a blank line.
    _, blank, content = signed.partition("\n\n")
    if not (mark and blank):
        return text
    return f"{before}{_DASHED.sub('', content)}{behind.partition(_END)[2]}".strip("\n")


def signed_content(message: bytes) -> bytes | None:
    """The entity inside an opaque S/MIME signature; none where it is encrypted or damaged."""
    try:
        fields = list(_children(_only(message, _SEQUENCE)))
        if not fields or fields[0] != (_OBJECT_ID, _SIGNED_DATA):
            return None
        signed = _only(fields[1][1], _SEQUENCE)
        # Version, algorithms, then what is signed.
        inner = next((content for tag, content in _children(signed) if tag == _SEQUENCE), b"")
        of_inner = list(_children(inner))
        if of_inner[0] != (_OBJECT_ID, _DATA):
            return None
        return b"".join(_octets(of_inner[1][1], DEEPEST))
    except (IndexError, ValueError):
        return None


def _only(data: bytes, tag: int) -> bytes:
    found, content = next(_children(data), (None, b""))
    if found != tag:
        raise ValueError("another element is expected")
    return content


def _children(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Elements one behind the other, in the basic encoding rules (X.690)."""
    at = 0
    while at + 1 < len(data) and data[at : at + 2] != b"\x00\x00":
        tag, start, end, after = _element(data, at)
        yield tag, data[start:end]
        at = after


def _element(data: bytes, at: int, deep: int = 0) -> tuple[int, int, int, int]:
    """Tag, where its content begins and ends, and where the next element begins."""
    if deep > DEEPEST or data[at] & 0x1F == 0x1F:
        raise ValueError("not of this format")
    first, start = data[at + 1], at + 2
    if first == 0x80:
        # Its length is not said: it ends where two zeros stand in place of an element.
        end = start
        while data[end : end + 2] != b"\x00\x00":
            end = _element(data, end, deep + 1)[3]
        return data[at], start, end, end + 2
    length = first
    if first & 0x80:
        start += first & 0x7F
        length = int.from_bytes(data[at + 2 : start], "big")
    return data[at], start, min(start + length, len(data)), start + length


def _octets(data: bytes, deep: int) -> Iterator[bytes]:
    """A string may stand there in pieces."""
    if not deep:
        raise ValueError("too deep")
    for tag, content in _children(data):
        if tag == _OCTETS:
            yield content
        elif tag == _OCTETS_IN_PIECES:
            yield from _octets(content, deep - 1)
