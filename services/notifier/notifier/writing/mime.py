"""Puts a letter into bytes: seven-bit, CRLF, no line over 76 octets but for names of files.

Written out by hand because a letter here has one fixed shape: the objects of the standard library
cost ten times as much and fold headers differently from one interpreter to the next.
"""

import hashlib
import re
from base64 import encodebytes
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO
from urllib.parse import quote

from .headers import clean
from .html import page

_FILE_NAME_BYTES = 200
# What mail programs take for the start of a signature (RFC 3676, 4.3).
_SIGNATURE_MARK = "-- "
# Whole lines of base64.
_PIECE = 57 * 1024
# Printable ASCII; a line break only where it folds.
_HEADER_VALUE = re.compile(r"[ -~]+(?:\r\n [!-~][ -~]*)*")
_CONTENT_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_UNFIT_FOR_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_UNFIT_FOR_NAME = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class File:
    """`open` is called when its turn comes, so that no two files stand in memory."""

    name: str
    content_type: str
    open: Callable[[], BinaryIO]


def letter(
    headers: Sequence[tuple[str, str]],
    paragraphs: Sequence[str],
    signature: str,
    files: Sequence[File] = (),
) -> Iterator[bytes]:
    """In pieces that end with a line end; the same bytes for the same arguments.

    Header values must be clean and encoded.
    """
    if not all(_HEADER_VALUE.fullmatch(value) for _, value in headers):
        raise ValueError("not a header")
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    seed = hashlib.sha256(head.encode()).hexdigest()[:24]
    body = _alternative(f"=_a{seed}", _tidy("\n\n".join(paragraphs)), signature)
    if files:
        body = _multipart("mixed", f"=_m{seed}", [body, *map(_attachment, files)])
    return chain([head.encode("ascii") + b"MIME-Version: 1.0\r\n"], body)


def _tidy(text: str) -> str:
    """Lines end with a bare LF here; CRLF comes with the encoding."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT_FOR_TEXT.sub("", lines)


def _alternative(boundary: str, text: str, signature: str) -> Iterator[bytes]:
    plain = f"{text}\n\n{_SIGNATURE_MARK}\n{signature}\n"
    parts = [_text("plain", plain), _text("html", page(text, signature))]
    return _multipart("alternative", boundary, parts)


def _multipart(kind: str, boundary: str, parts: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    # "=_" never stands in base64 nor in a header of ours, so the boundary can not be met inside.
    line = f"--{boundary}".encode()
    yield f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    for part in parts:
        yield line + b"\r\n"
        yield from part
    yield line + b"--\r\n"


def _text(kind: str, text: str) -> Iterator[bytes]:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\n"
    return _base64(head, [text.replace("\n", "\r\n").encode()])


def _base64(head: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode()
    for piece in pieces:
        yield encodebytes(piece).replace(b"\n", b"\r\n")


def _attachment(file: File) -> Iterator[bytes]:
    kind = file.content_type.lower()
    if not _CONTENT_TYPE.fullmatch(kind):
        kind = "application/octet-stream"
    name = quote(_file_name(file.name), safe="")
    head = (
        f"Content-Type: {kind}\r\nContent-Disposition: attachment;\r\n filename*=utf-8''{name}\r\n"
    )
    return _base64(head, _read(file))


def _read(file: File) -> Iterator[bytes]:
    with file.open() as content:
        while piece := content.read(_PIECE):
            yield piece


def _file_name(name: str) -> str:
    tidy = _UNFIT_FOR_NAME.sub("_", clean(name)).lstrip(".")
    return tidy.encode()[-_FILE_NAME_BYTES:].decode(errors="ignore") or "file"
