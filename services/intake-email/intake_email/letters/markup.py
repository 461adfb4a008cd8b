"""HTML of a letter: as text, and made safe to show."""

import re
from collections.abc import Iterator

import nh3
from inscriptis import Inscriptis  # type: ignore[import-untyped]
from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement, document_fromstring  # type: ignore[import-untyped]

from .charsets import clean
from .quotes.lines import MOST_LINES_OF_AN_ATTRIBUTION, attribution_start

# In characters; what is longer is read as text only.
LONGEST_SHOWN = 500_000

_LAYOUT = ParserConfig(css=CSS_PROFILES["strict"], display_links=True)
_UNREADABLE = (
    *(ValueError, RecursionError, ArithmeticError, LookupError, TypeError, AttributeError),
    etree.LxmlError,
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^<>]*>", re.DOTALL | re.I)
_EMPTY_LINES = re.compile(r"\n(?:[ \t\xa0]*\n){2,}")

# Characters for private use stand for where a quotation begins and ends, and a signature begins.
_BEGIN, _END, _SIGNATURE, _BEGIN_BARE = "\ue0a0", "\ue0a1", "\ue0a2", "\ue0a3"
_MARKS = re.compile(f"[{_BEGIN}{_END}{_SIGNATURE}{_BEGIN_BARE}]")
_WORTH_MARKING = re.compile(r"<blockquote|signature", re.IGNORECASE)
_INDENTED = re.compile(r"border\s*:\s*(?:none|0)|margin\s*:[^;]*40px", re.IGNORECASE)
_SIGNATURES = (
    "//*[contains(@class, 'gmail_signature') or contains(@class, 'moz-signature')"
    " or @data-signatureblock or contains(@id, 'signature') or contains(@id, 'Signature')]"
)

_STYLES = frozenset(
    {
        *("color", "background-color", "font-family", "font-size", "font-style", "font-weight"),
        *("text-align", "text-decoration", "text-indent", "line-height", "white-space"),
        *("margin", "margin-left", "margin-right", "margin-top", "margin-bottom", "padding"),
        *("padding-left", "padding-right", "padding-top", "padding-bottom", "width", "height"),
        *("border", "border-left", "border-right", "border-top", "border-bottom"),
        *("border-collapse", "border-color", "border-style", "border-width", "vertical-align"),
    }
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "style", "align", "valign", "title", "class"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "tr": {"bgcolor", "height"},
    "ol": {"start", "type"},
    "li": {"value"},
    "hr": {"size", "width"},
    "blockquote": {"type"},
}
_SAFE = nh3.Cleaner(
    tags=(nh3.ALLOWED_TAGS - {"map", "area"}) | {"font", "big", "tfoot"},
    clean_content_tags={"script", "style", "title", "template", "noscript"},
    attributes=_ATTRIBUTES,
    attribute_filter=lambda tag, attribute, value: _harmless(tag, attribute, value),
    filter_style_properties=set(_STYLES),
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)
_OWN_IMAGE = re.compile(r"cid:|data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
# Also as CSS escapes write it.
_FETCHES = re.compile(r"url|image|expression|import|[\\@]", re.IGNORECASE)


def safe_html(html: str) -> str | None:
    """Nothing in it runs and nothing is fetched: of images only those in the letter are left.

    Their cid: is for the viewer to resolve.
    """
    return _SAFE.clean(html) if len(html) <= LONGEST_SHOWN else None


def _harmless(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if _OWN_IMAGE.match(value) else None
    if attribute == "href":
        return value if _LINK.match(value) else None
    if attribute == "style":
        return None if _FETCHES.search(value) else value
    return value


def html_text(html: str) -> tuple[str, str]:
    """As text, and once more with quotations marked by > as in plain letters.

    Tables and lists keep their shape, addresses of links stand beside their words.
    """
    html = _MARKS.sub("", html)
    try:
        tree = document_fromstring(_DECLARATION.sub("", html, count=1)) if html.strip() else None
        if tree is None:
            return "", ""
        if _WORTH_MARKING.search(html):
            _mark(tree)
        text = Inscriptis(tree, _LAYOUT).get_text()
    except _UNREADABLE:
        # Better every word without its place than nothing.
        text = _TAG.sub(" ", html)
    if not _MARKS.search(text):
        text = _tidy(text)
        return text, text
    return _tidy("\n".join(_unmarked(text))), _tidy("\n".join(_as_quoted(text)))


def _tidy(text: str) -> str:
    return _EMPTY_LINES.sub("\n\n", clean(text)).strip()


def _mark(tree: HtmlElement) -> None:
    for quotation in tree.iter("blockquote"):
        if not _INDENTED.search(quotation.get("style", "")):
            quotation.insert(0, _line(_BEGIN if quotation.attrib else _BEGIN_BARE, quotation))
            quotation.append(_line(_END))
    for signature in tree.xpath(_SIGNATURES):
        signature.insert(0, _line(_SIGNATURE, signature))


def _line(mark: str, parent: HtmlElement | None = None) -> HtmlElement:
    line = etree.Element("div")
    line.text = mark
    if parent is not None:
        line.tail, parent.text = parent.text, None
    return line


def _unmarked(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        said = _MARKS.sub("", line)
        if said == line or said.strip():
            yield said


def _as_quoted(text: str) -> Iterator[str]:
    blocks: list[bool] = []
    above: list[str] = []
    for line in text.split("\n"):
        said = _MARKS.sub("", line)
        for mark in _MARKS.findall(line):
            if mark in (_BEGIN, _BEGIN_BARE):
                blocks.append(mark == _BEGIN or any(blocks) or _is_attributed(above))
        depth = sum(blocks)
        if _SIGNATURE in line and not depth:
            yield "-- "
        if said == line or said.strip():
            yield f"{'>' * depth} {said.strip()}" if depth else said
        if said.strip():
            above = [*above[1 - MOST_LINES_OF_AN_ATTRIBUTION :], said]
        del blocks[max(len(blocks) - line.count(_END), 0) :]


def _is_attributed(above: list[str]) -> bool:
    """Without a mark of a mail program a block may as well be the writer's own list."""
    return bool(above) and attribution_start([*above, ">"], len(above) - 1) is not None
