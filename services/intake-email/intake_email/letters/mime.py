"""The tree of parts. Slices by boundaries, so broken structure costs a part and not the letter."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from . import headers
from .headers import Headers

MOST_PARTS = 200
DEEPEST = 20
SEARCHED_FOR_A_BOUNDARY = 64 * 1024

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_GUESSED_BOUNDARY = re.compile(
    rb"^--([^\s-][^\r\n]{0,198}?)[ \t]*\r?\n(?=[A-Za-z-]+:)", re.MULTILINE
)
_BEFORE_HEADERS = b"\xef\xbb\xbf \t\r\n"
_LAST_NEWLINE = re.compile(rb"\r?\n\Z")


@dataclass
class Part:
    """`parts` are the children of a multipart; a leaf has `body`, still encoded for transfer."""

    headers: Headers
    body: bytes
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)
    # Of the whole letter, on its root.
    notes: list[str] = field(default_factory=list)

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        value = self.headers.raw("content-disposition")
        return self.headers.word("content-disposition"), headers.parameters(value)

    @property
    def filename(self) -> str:
        return self.disposition[1].get("filename") or self.parameters.get("name") or ""

    @property
    def is_text(self) -> bool:
        return self.content_type.startswith("text/")

    def content(self) -> bytes:
        """The body as it was before its transfer encoding."""
        encoding = self.headers.word("content-transfer-encoding")
        if encoding == "base64":
            return headers.from_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding in ("x-uuencode", "uuencode", "x-uue"):
            return _uudecoded(self.body)
        return self.body

    def walk(self) -> Iterator["Part"]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass
class _Budget:
    """`notes` say in words for a program what was odd."""

    parts: int = MOST_PARTS
    notes: list[str] = field(default_factory=list)


def tree(raw: bytes) -> Part:
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    budget = _Budget()
    root = _part(raw.lstrip(_BEFORE_HEADERS), "text/plain", DEEPEST, budget)
    root.notes = budget.notes
    return root


def _part(raw: bytes, default_type: str, depth: int, budget: _Budget) -> Part:
    fields, body = headers.split(raw)
    own = Headers(fields)
    value = own.raw("content-type")
    parameters = headers.parameters(value) if b";" in value else {}
    own = Headers(fields, parameters.get("charset"))
    kind = own.word("content-type")
    part = Part(own, body, kind if _TYPE.fullmatch(kind) else default_type, parameters)
    if part.content_type.startswith("multipart/") and depth > 0:
        part.parts = list(_children(part, depth, budget))
        if not part.parts:
            # No boundary is found: what stands there is read as text.
            part.content_type = "text/plain"
            budget.notes.append("no-parts")
    elif part.content_type.startswith("multipart/"):
        budget.notes.append("too-deep")
    return part


def _children(part: Part, depth: int, budget: _Budget) -> Iterator[Part]:
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for piece in _pieces(part.body, part.parameters.get("boundary", ""), budget):
        yield _part(piece, default, depth - 1, budget)


def _pieces(body: bytes, boundary: str, budget: _Budget) -> Iterator[bytes]:
    """What stands between the delimiters; what is beyond the budget stays in the raw letter."""
    delimiter = _delimiter(body, boundary)
    if delimiter is None:
        return
    start = delimiter.search(body)
    while start is not None and not start[1] and budget.parts > 0:
        budget.parts -= 1
        stop = delimiter.search(body, start.end())
        end = stop.start() if stop else len(body)
        # The newline before a delimiter belongs to it.
        yield _LAST_NEWLINE.sub(b"", body[start.end() : end]) if stop else body[start.end() :]
        start = stop
    if start is None:
        budget.notes.append("no-end")
    elif not start[1]:
        budget.notes.append("too-many-parts")


def _delimiter(body: bytes, boundary: str) -> re.Pattern[bytes] | None:
    named = boundary.rstrip().encode("utf-8", "replace")
    if not named or b"--" + named not in body:
        guessed = _GUESSED_BOUNDARY.search(body, 0, SEARCHED_FOR_A_BOUNDARY)
        if guessed is None:
            return None
        named = guessed[1]
    line = rb"^--" + re.escape(named) + rb"(--)?[ \t]*\r?(?:\n|\Z)"
    return re.compile(line, re.MULTILINE)


def _uudecoded(body: bytes) -> bytes:
    lines = []
    for line in body.splitlines():
        if line.startswith(b"begin ") or line in (b"end", b"`", b""):
            continue
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(lines)
