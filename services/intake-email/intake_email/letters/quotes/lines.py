"""What single lines and blocks are: quoted, an attribution, headers, a rule, a signature."""

import re
from collections.abc import Sequence

from .words import (
    ANSWER_ABOVE,
    BEGINS,
    CLOSING,
    FIELDS,
    FORWARDED,
    ORIGINAL,
    SENT_FROM,
    WARNING_BEGINS,
    WARNING_HAS,
    WROTE,
)

Lines = Sequence[str]

LONGEST_ATTRIBUTION = 400
MOST_LINES_OF_AN_ATTRIBUTION = 6
LONGEST_LINE = 1000
LONGEST_SENT_FROM = 60
_FEW_WORDS = 8
_AT_LEAST_OF_A_RULE = 2

_EDGES = " \t\xa0\ufeff\u200e\u200f*_->|=—–~"
_QUOTED = re.compile(r"[ \t\xa0]{0,8}(?:>|&gt;|\|(?:[ \t]|$))|[A-ZА-Я]\w{0,3}>")
# The end of an attribution that was broken before the bracket.
_ATTRIBUTION_TAIL = re.compile(rf">[ \t]*(?:{WROTE.pattern})?[ \t]*[:：][ \t]*$", re.IGNORECASE)
_RULE = re.compile(r"[ \t]*[-_*#=~+–—\u1427]+[ \t]*")
_DATE = re.compile(
    r"\d{1,2}[:.h]\d{2}(?!\d)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b(?:19|20)\d\d\b|\d\s?[年月日]"
)
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
_ENDS_WITH_ADDRESS = re.compile(r"(?:<|&lt;|\()[^<>()]{0,200}@[^<>]{0,250}(?:>|&gt;|\))\s*[:：]?$")
_ISO = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\s+(GMT[+-]\d+:?\d*\s+)?\S.*"
)
_BEGINS_LIKE_ONE = re.compile(
    # A date, a day of the week with one, or a name with its address.
    r"\d|[^\W\d_]{2,14}[.,]{0,2}[ \xa0]+\d|[^<>,;:!?]{1,80}(?:<|&lt;|\[mailto:)[^<>]*@"
)
_NAME_WROTE = re.compile(rf"[\"'«]?[^\W\d_a-zа-яё][^<>:]{{0,60}}(?i:{WROTE.pattern})")
# A full stop behind a number may belong to a date.
_SENTENCE_END = re.compile(r"[^\W\d_][.!?;]\s*$|[!?;:]\s*$")


def is_quoted(line: str) -> bool:
    return _QUOTED.match(line) is not None and not _ATTRIBUTION_TAIL.match(line)


def is_blank(line: str) -> bool:
    return not line.strip(" \t\xa0\ufeff\u200b")


def is_rule(line: str) -> bool:
    return _RULE.fullmatch(line) is not None


def is_original(line: str) -> bool:
    """The rule that begins the letter which is answered, or a help desk's request."""
    if len(line) > LONGEST_LINE:
        return False
    inner = line.strip(_EDGES)
    ruled = len(line.strip()) - len(inner) >= _AT_LEAST_OF_A_RULE
    if ruled and ORIGINAL.fullmatch(inner.rstrip(":")):
        return True
    return ANSWER_ABOVE.search(line) is not None and not inner[:1].islower()


def is_forward(line: str) -> bool:
    return (
        len(line) <= LONGEST_LINE
        and FORWARDED.fullmatch(line.strip(_EDGES).rstrip(":")) is not None
    )


def headers_end(lines: Lines, start: int) -> int:
    """Behind the fields of a quoted letter that begin here; `start` where none do."""
    roles: set[str] = set()
    at, dated = start, False
    while at < len(lines):
        line = lines[at].strip(" \t\xa0>*_\u200e")
        role = next((name for name, field in FIELDS.items() if field.match(line)), None)
        if role is None:
            # A long subject goes on in the next line; one blank line may stand between fields.
            if not roles or not _field_follows(lines, at):
                break
        else:
            dated = dated or (role == "date" and re.search(r"\d", line) is not None)
            roles.add(role)
        at += 1
    is_block = "sender" in roles and (dated or {"recipient", "subject"} <= roles)
    return at if is_block else start


def _field_follows(lines: Lines, at: int) -> bool:
    following = lines[at + 1].strip(" \t\xa0>*_\u200e") if at + 1 < len(lines) else ""
    return len(lines[at]) <= LONGEST_ATTRIBUTION and any(
        f.match(following) for f in FIELDS.values()
    )


def attribution_start(lines: Lines, end: int) -> int | None:
    """Where the attribution begins whose last line is at `end`, if it is one."""
    if not _may_end_one(lines[end]):
        return None
    for start in range(end, max(end - MOST_LINES_OF_AN_ATTRIBUTION, -1), -1):
        text = " ".join(line.strip(_EDGES) for line in lines[start : end + 1]).strip()
        if len(text) > LONGEST_ATTRIBUTION:
            return None
        if _begins_one(lines[start]) and _is_attribution(text, lines, end):
            return _with_beginning(lines, start)
    return None


def _may_end_one(line: str) -> bool:
    if len(line) > LONGEST_ATTRIBUTION:
        return False
    said = line.rstrip(" \t\xa0*_")
    return said.endswith((":", "：", "----")) or _ISO.match(said.strip()) is not None


def _begins_one(line: str) -> bool:
    said = line.strip(_EDGES)
    return bool(BEGINS.match(said) or _BEGINS_LIKE_ONE.match(said) or _NAME_WROTE.match(said))


def _is_attribution(text: str, lines: Lines, end: int) -> bool:
    said = text.rstrip(":： -*_")
    if (iso := _ISO.fullmatch(said)) and (iso[1] or _ENDS_WITH_ADDRESS.search(said)):
        return True
    dated = _DATE.search(said) is not None
    wrote = WROTE.search(said) is not None
    if wrote and (dated or _ADDRESS.search(said)):
        return True
    if dated and _ENDS_WITH_ADDRESS.search(said):
        return True
    return (wrote or dated) and len(said.split()) <= _FEW_WORDS and _quote_follows(lines, end)


def _quote_follows(lines: Lines, end: int) -> bool:
    following = next((line for line in lines[end + 1 : end + 3] if not is_blank(line)), "")
    return is_quoted(following)


def _with_beginning(lines: Lines, start: int) -> int:
    """With the lines before, where the first of them begins like an attribution."""
    first = start
    for at in range(start - 1, max(start - MOST_LINES_OF_AN_ATTRIBUTION, -1), -1):
        line = lines[at].strip(_EDGES)
        if is_blank(line) or is_quoted(lines[at]) or _SENTENCE_END.search(line):
            break
        if _begins_one(line) and (_DATE.search(line) or _ADDRESS.search(line)):
            first = at
    # Yandex writes recipient and subject above the date and the sender.
    while first and any(FIELDS[role].match(lines[first - 1]) for role in ("recipient", "subject")):
        first -= 1
    return first


_FROM_MOBILE = re.compile(
    r"^(?:\S+ )?from (?:my )?(?:mobile|iphone|ipad|ipod|android|phone|blackberry)\b.{0,20}$"
    r"|\b(?:gesendet|verzonden|gönderildi)\.?$",
    re.IGNORECASE,
)


def is_sent_from(line: str) -> bool:
    """A line that a telephone or a program adds: «Отправлено с iPhone»."""
    said = line.strip(" \t\xa0<>()*_-").replace("[", "")
    if not 0 < len(said) <= 200:
        return False
    if found := SENT_FROM.match(said):
        # «Sent from my desk, is much easier …» goes on as a sentence does.
        rest = re.split(
            r"\bplease\b|\bexcuse\b|\bsorry\b|извините|простите|http|\(|<", said, flags=2
        )
        return "," not in rest[0][found.end() :].rstrip(" ,")
    if len(said) > LONGEST_SENT_FROM:
        return False
    return SENT_FROM.search(said) is not None or _FROM_MOBILE.search(said) is not None


def is_closing(line: str) -> bool:
    said = line.strip(" \t\xa0*_-–—")
    found = CLOSING.match(said) if len(said) <= 120 else None
    # «С уважением отношусь к …» is a sentence; after a comma or alone it is a farewell.
    return found is not None and (said[found.end() :].strip(" \t\xa0")[:1] in ("", ",", ".", "!"))


def is_warning(paragraph: Lines) -> bool:
    """About confidentiality, viruses and the like."""
    text = " ".join(paragraph).strip(" \t\xa0*_-–—\"'[")
    return WARNING_BEGINS.match(text) is not None and WARNING_HAS.search(text) is not None
