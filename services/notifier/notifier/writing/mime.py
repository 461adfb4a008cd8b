"""Puts a letter into bytes: seven-bit, CRLF, no line over 76 octets but for names of files.

Written out by hand because a letter here has one fixed shape: the objects of the standard library
cost ten times as much and fold headers differently from one interpreter to the next.
"""

import hashlib
import re
from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from .headers import clean

_FILE_NAME_BYTES = 200
# Printable ASCII; a line break only where it folds.
_HEADER_VALUE = re.compile(r"[ -~]+(?:\r\n [!-~][ -~]*)*")
_CONTENT_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_UNFIT_FOR_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_UNFIT_FOR_NAME = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes


def letter(
    headers: Sequence[tuple[str, str]], paragraphs: Sequence[str], files: Sequence[File] = ()
) -> bytes:
    """The same bytes for the same arguments. Header values must be clean and encoded."""
    if not all(_HEADER_VALUE.fullmatch(value) for _, value in headers):
        raise ValueError("not a header")
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    seed = hashlib.sha256(head.encode()).hexdigest()[:24]
    body = _alternative(f"=_a{seed}", [_tidy(paragraph) for paragraph in paragraphs])
    if files:
        body = _multipart("mixed", f"=_m{seed}", [body, *map(_attachment, files)])
    return head.encode("ascii") + b"MIME-Version: 1.0\r\n" + body


def _tidy(paragraph: str) -> str:
    """Lines end with a bare LF here; CRLF comes with the encoding."""
    lines = paragraph.replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT_FOR_TEXT.sub("", lines)


def _alternative(boundary: str, paragraphs: Sequence[str]) -> bytes:
    plain = "\n\n".join(paragraphs) + "\n"
    blocks = "\n".join(f"<p>{_html(p)}</p>" for p in plain.strip().split("\n\n"))
    html = f'<!DOCTYPE html>\n<html lang="ru"><body>\n{blocks}\n</body></html>\n'
    parts = [_text("plain", plain), _text("html", html)]
    return _multipart("alternative", boundary, parts)


def _html(paragraph: str) -> str:
    return escape(paragraph).replace("\n", "<br>\n")


def _multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    # "=_" never stands in base64 nor in a header of ours, so the boundary can not be met inside.
    line = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part for part in parts) + line + b"--\r\n"


def _text(kind: str, text: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\n".encode()
    return head + _base64(text.replace("\n", "\r\n").encode())


def _base64(octets: bytes) -> bytes:
    head = b"Content-Transfer-Encoding: base64\r\n\r\n"
    return head + encodebytes(octets).replace(b"\n", b"\r\n")


def _attachment(file: File) -> bytes:
    kind = file.content_type.lower()
    if not _CONTENT_TYPE.fullmatch(kind):
        kind = "application/octet-stream"
    name = quote(_file_name(file.name), safe="")
    head = (
        f"Content-Type: {kind}\r\nContent-Disposition: attachment;\r\n filename*=utf-8''{name}\r\n"
    )
    return head.encode() + _base64(file.content)


def _file_name(name: str) -> str:
    tidy = _UNFIT_FOR_NAME.sub("_", clean(name)).lstrip(".")
    return tidy.encode()[-_FILE_NAME_BYTES:].decode(errors="ignore") or "file"
