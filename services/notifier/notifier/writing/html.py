"""The simple HTML of a letter, made from its plain text: paragraphs, lists, links, a signature."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from operator import itemgetter

_NUMBERED = re.compile(r"(\d{1,3})[.)] +(\S.*)")
_DASHED = re.compile(r"[–—-] +(\S.*)")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)»]")


def page(text: str, signature: str) -> str:
    blocks = [block for paragraph in text.strip().split("\n\n") for block in _blocks(paragraph)]
    body = "\n".join([*blocks, "<hr>", f"<p>{_lines(signature.splitlines())}</p>"])
    return f'<!DOCTYPE html>\n<html lang="ru"><body>\n{body}\n</body></html>\n'


def _blocks(paragraph: str) -> Iterator[str]:
    """A paragraph may lead up to a list, and go on after it."""
    lines = paragraph.split("\n")
    for kind, group in groupby(zip(_kinds(lines), lines, strict=True), key=itemgetter(0)):
        own = [line for _, line in group]
        yield f"<p>{_lines(own)}</p>" if kind == "p" else _list(kind, own)


def _kinds(lines: Sequence[str]) -> list[str]:
    """Of each line. Only what counts up from one without a gap is a numbered list."""
    kinds, expected = [], 1
    for line in lines:
        numbered = _NUMBERED.fullmatch(line)
        if numbered and int(numbered[1]) == expected:
            kinds.append("ol")
            expected += 1
        else:
            kinds.append("ul" if _DASHED.fullmatch(line) else "p")
            expected = 1
    return kinds


def _list(kind: str, lines: Sequence[str]) -> str:
    inside = "\n".join(f"<li>{_linked(line.split(' ', 1)[1].strip())}</li>" for line in lines)
    return f"<{kind}>\n{inside}\n</{kind}>"


def _lines(lines: Sequence[str]) -> str:
    return "<br>\n".join(_linked(line) for line in lines)


def _linked(text: str) -> str:
    """Escaped, with addresses of pages as links."""
    shown, place = "", 0
    for link in _LINK.finditer(text):
        address = escape(link[0])
        shown += f'{escape(text[place : link.start()])}<a href="{address}">{address}</a>'
        place = link.end()
    return shown + escape(text[place:])
