"""The text that a person wrote and the files that came with it."""

import re
from dataclasses import dataclass, field

from inscriptis import get_text  # type: ignore[import-untyped]
from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]

from .charsets import clean, decode
from .headers import one_line, split
from .mime import Part
from .names import safe_name

# In bytes; the whole letter is kept anyway.
LONGEST_PLAIN = 4_000_000
LONGEST_HTML = 2_000_000
LONGEST_TEXT = 1_000_000

_HTML = ParserConfig(css=CSS_PROFILES["strict"], display_links=True)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.I)
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^<>]*>", re.DOTALL | re.I)
_EMPTY_LINES = re.compile(r"\n(?:[ \t\xa0]*\n){2,}")
_NOT_FOR_READING = frozenset(
    {"text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/rfc822-headers"}
)


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    content: bytes
    inline: bool


@dataclass
class Body:
    """`from_html` says that no plain text was there."""

    texts: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    from_html: bool = False

    @property
    def text(self) -> str:
        return "\n\n".join(text for text in self.texts if text)[:LONGEST_TEXT]


def read(root: Part) -> Body:
    body = Body()
    _read(root, body)
    return body


def _read(part: Part, body: Body) -> None:
    if part.content_type == "multipart/alternative":
        _read_best(part, body)
    elif part.parts:
        for child in part.parts:
            _read(child, body)
    elif _is_file(part):
        body.files.append(_file(part, len(body.files) + 1))
    elif part.content_type == "text/html":
        body.texts.append(_from_html(part))
        body.from_html = True
    else:
        data = part.content()[:LONGEST_PLAIN]
        body.texts.append(clean(decode(data, part.headers.charset)).strip("\n"))


def _read_best(part: Part, body: Body) -> None:
    """Plain text before HTML; the files of all alternatives."""
    found: list[Body] = []
    for child in part.parts:
        found.append(read(child))
        body.files += found[-1].files
    readable = [other for other in found if other.text.strip()]
    if readable:
        best = min(readable, key=lambda other: other.from_html)
        body.texts += best.texts
        body.from_html |= best.from_html


def _is_file(part: Part) -> bool:
    kind = part.content_type
    return (
        part.disposition[0] == "attachment"
        or not part.is_text
        or kind in _NOT_FOR_READING
        or bool(part.filename)
    )


def _file(part: Part, position: int) -> File:
    content = part.content()
    name = part.filename
    if not name and part.content_type == "message/rfc822":
        name = _subject(content)
    inline = part.disposition[0] == "inline" or part.headers.has("content-id")
    return File(safe_name(name, part.content_type, position), part.content_type, content, inline)


def _subject(letter: bytes) -> str:
    fields, _ = split(letter)
    subject = next((value for name, value in fields if name == "subject"), b"")
    return f"{one_line(decode(subject))}.eml" if subject and b"=?" not in subject else ""


def _from_html(part: Part) -> str:
    data = part.content()[:LONGEST_HTML]
    declared = part.headers.charset
    if not declared and (meta := _META_CHARSET.search(data, 0, 5000)):
        declared = meta[1].decode()
    return html_text(clean(decode(data, declared)))


def html_text(html: str) -> str:
    """Tables and lists keep their shape, addresses of links stand beside their words."""
    try:
        text = get_text(html, _HTML) if html.strip() else ""
    except (ValueError, RecursionError, ArithmeticError, LookupError, TypeError, AttributeError):
        # Better every word without its place than nothing.
        text = _TAG.sub(" ", html)
    return _EMPTY_LINES.sub("\n\n", clean(text)).strip()
