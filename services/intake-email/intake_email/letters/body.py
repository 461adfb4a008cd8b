"""The text that a person wrote and the files that came with it."""

import re
from dataclasses import dataclass, field, replace
from html import escape

from . import mime, sealed, winmail
from .charsets import clean, codec, decode
from .flowed import unfolded
from .headers import one_line, split
from .markup import html_text, safe_html
from .mime import Part
from .names import safe_name

# In bytes; the whole letter is kept anyway.
LONGEST_PLAIN = 4_000_000
LONGEST_HTML = 2_000_000
LONGEST_TEXT = 1_000_000
DEEPEST_INSIDE = 3

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.I)
_NOT_FOR_READING = frozenset(
    {
        *("text/calendar", "text/vcard", "text/x-vcard", "text/directory"),
        *("text/rfc822-headers", "text/x-amp-html"),
    }
)
_LETTERS = frozenset({"message/rfc822", "message/global"})


@dataclass(frozen=True)
class File:
    """`content_id` is what cid: in the HTML names; `note` says what is odd about it."""

    name: str
    content_type: str
    content: bytes
    inline: bool
    content_id: str | None = None
    note: str | None = None


@dataclass
class Body:
    """`quoted` are the texts with quotations out of HTML marked, `shown` is safe HTML.

    `from_html` says that no plain text was there, `signed` by which means it is.
    """

    texts: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_html: bool = False
    from_html: bool = False
    signed: str | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(text for text in self.texts if text)[:LONGEST_TEXT]

    @property
    def quoted_text(self) -> str:
        return "\n\n".join(text for text in self.quoted if text)[:LONGEST_TEXT]

    @property
    def html(self) -> str | None:
        return "\n".join(self.shown) if self.has_html else None


def read(root: Part) -> Body:
    return _Reader(DEEPEST_INSIDE).read(root)


@dataclass
class _Reader:
    """`deep` is how many letters inside one another may still be opened."""

    deep: int

    def read(self, root: Part) -> Body:
        body = Body()
        self._read(root, body)
        if not body.text.strip() and not body.has_html:
            self._read_forwarded(root, body)
        html = body.html or ""
        body.files = [_as_shown(file, html) for file in body.files]
        return body

    def _read(self, part: Part, body: Body) -> None:
        kind = part.content_type
        if kind == "multipart/alternative":
            self._read_best(part, body)
        elif part.parts:
            self._note_seal(part, body)
            for child in part.parts:
                self._read(child, body)
        elif kind in sealed.SMIME_TYPES:
            self._read_sealed(part, body)
        elif _is_file(part):
            self._add_file(part, body)
        elif kind == "text/html":
            _add_html(_decoded(part, body, LONGEST_HTML), body)
        else:
            _add_plain(part, body)

    def _read_best(self, part: Part, body: Body) -> None:
        """Plain text before HTML, to be shown the other way round; the files of all."""
        found = []
        for child in part.parts:
            alternative = Body()
            self._read(child, alternative)
            found.append(alternative)
            body.files += alternative.files
            body.notes += alternative.notes
            body.signed = body.signed or alternative.signed
        readable = [one for one in found if one.text.strip()]
        if readable:
            best = min(readable, key=lambda one: one.from_html)
            body.texts += best.texts
            body.quoted += best.quoted
            body.from_html |= best.from_html
        # The last one is the richest (RFC 2046, 5.1.4).
        shown = next((one for one in reversed(found) if one.has_html), None)
        if shown or readable:
            body.shown += (shown or readable[-1]).shown
        body.has_html |= shown is not None

    def _note_seal(self, part: Part, body: Body) -> None:
        protocol = part.parameters.get("protocol", "").lower()
        if part.content_type == "multipart/signed":
            body.signed = "pgp" if "pgp" in protocol else "smime"
        elif part.content_type == "multipart/encrypted":
            body.notes.append("encrypted")

    def _read_sealed(self, part: Part, body: Body) -> None:
        content = part.content()
        inside = sealed.signed_content(content) if self.deep else None
        if inside is None:
            is_signed = part.parameters.get("smime-type", "").lower().startswith("signed")
            body.notes.append("unreadable-signature" if is_signed else "encrypted")
            self._add_file(part, body)
        else:
            body.signed = "smime"
            _Reader(self.deep - 1)._read(mime.tree(inside), body)

    def _add_file(self, part: Part, body: Body) -> None:
        file = _file(part, len(body.files) + 1)
        body.files.append(file)
        if part.content_type in winmail.TYPES or file.name.lower() in winmail.NAMES:
            _open_winmail(file, body)

    def _read_forwarded(self, root: Part, body: Body) -> None:
        """Where the writer says nothing himself, the letter that he hands on is what he says."""
        inner = next((part for part in root.walk() if part.content_type in _LETTERS), None)
        if inner is not None and self.deep:
            read = _Reader(self.deep - 1).read(mime.tree(inner.content()))
            body.texts, body.quoted = read.texts, read.quoted
            body.shown, body.has_html = read.shown, read.has_html
            body.notes.append("text-of-enclosed-letter")


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
    if not name and part.content_type in _LETTERS:
        name = _subject(content)
    ids = part.headers.text("content-id").strip("<> ")[:998] or None
    # Apple Mail says inline of every file; what the HTML shows is found when it has been read.
    inline = part.disposition[0] == "inline" and part.content_type.startswith("image/")
    note = "empty" if not content else None
    safe = safe_name(name, part.content_type, position)
    return File(safe, part.content_type, content, inline, ids, note)


def _as_shown(file: File, html: str) -> File:
    shown = file.content_id is not None and f"cid:{file.content_id}" in html
    return replace(file, inline=True) if shown else file


def _subject(letter: bytes) -> str:
    fields, _ = split(letter)
    subject = next((value for name, value in fields if name == "subject"), b"")
    return f"{one_line(decode(subject))}.eml" if subject and b"=?" not in subject else ""


def _open_winmail(file: File, body: Body) -> None:
    found = winmail.unpacked(file.content)
    if found is None:
        body.notes.append("unreadable-winmail")
        return
    for name, content in found.files:
        safe = safe_name(name, "application/octet-stream", len(body.files) + 1)
        body.files.append(File(safe, "application/octet-stream", content, False, note="in-winmail"))
    has_text = bool(body.text.strip())
    if found.html:
        _show_html(found.html, body)
        if not has_text:
            _add_texts(*html_text(found.html), body)
    elif found.text and not has_text:
        text = clean(found.text).strip("\n")
        _add_texts(text, text, body)


def _decoded(part: Part, body: Body, most: int) -> str:
    data = part.content()[:most]
    declared = part.headers.charset
    if not declared and part.content_type == "text/html":
        meta = _META_CHARSET.search(data, 0, 5000)
        declared = meta[1].decode() if meta else None
    if declared and codec(declared) is None:
        body.notes.append("unknown-charset")
    elif not declared and not data.isascii():
        body.notes.append("undeclared-charset")
    return clean(decode(data, declared))


def _add_plain(part: Part, body: Body) -> None:
    text = _decoded(part, body, LONGEST_PLAIN).strip("\n")
    if sealed.is_pgp_signed(text):
        body.signed = "pgp"
        text = sealed.without_armor(text)
    elif sealed.is_pgp_encrypted(text):
        body.notes.append("encrypted")
    text = unfolded(text, part.parameters)
    _add_texts(text, text, body)
    body.shown.append(f"<pre>{escape(text, quote=False)}</pre>" if text else "")


def _add_html(html: str, body: Body) -> None:
    _add_texts(*html_text(html), body)
    _show_html(html, body)
    body.from_html = True


def _show_html(html: str, body: Body) -> None:
    safe = safe_html(html)
    if safe is None:
        body.notes.append("html-too-long")
    else:
        body.shown.append(safe)
        body.has_html = True


def _add_texts(text: str, quoted: str, body: Body) -> None:
    body.texts.append(text)
    body.quoted.append(quoted)
