"""What the sources of the corpus say of a letter, held against what we read out of it.

A letter is compared as the line that the workbench prints, white space collapsed, addresses
without case. Of what nobody needs from us (the tree of parts, the reason of a bounce in another
program's words) nothing is compared.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

Line = Mapping[str, Any]
Check = Callable[[Line, Any], bool]

_MACHINES = ("bounce", "auto_reply", "list", "loop", "receipt", "report")
_TAG = re.compile(r"<(title|style|script)\b.*?</\1>|<!--.*?-->|<[^<>]*>", re.DOTALL)


def _same(text: str | None) -> str:
    return " ".join((text or "").split())


def _lower(texts: Sequence[str]) -> list[str]:
    return [text.lower() for text in texts]


def _field(name: str) -> Check:
    return lambda line, wanted: _same(line[name]) == _same(wanted)


def _contains(name: str) -> Check:
    return lambda line, wanted: all(_same(part) in _same(line[name]) for part in wanted)


def _lacks(name: str) -> Check:
    return lambda line, wanted: all(_same(part) not in _same(line[name]) for part in wanted)


def _kind(*kinds: str) -> Check:
    return lambda line, wanted: (line["kind"] in kinds) is wanted


def _words(html: str) -> str:
    return _same(_TAG.sub(" ", html))


def _html(line: Line, wanted: Sequence[str]) -> bool:
    """By its words, since the frame of a document and what could do harm are taken away."""
    return all(_words(part) in _words(line["html"] or "") for part in wanted)


def _no_text(line: Line, wanted: bool) -> bool:
    """Where there is only HTML, its words are the text that a person reads."""
    return bool(line["text"]) is wanted or (not wanted and bool(line["html"]))


def _without_spaces(line: Line, wanted: str) -> bool:
    return "".join(line["reply_text"].split()) == "".join(wanted.split())


def _names(line: Line) -> list[str]:
    return [file["name"] for file in line["attachments"]]


def _some(name: str, line: Line) -> list[Any]:
    return [file[name] for file in line["attachments"]]


def _each_begins(line: Line, wanted: Sequence[str]) -> bool:
    return all(any(name.startswith(start) for name in _names(line)) for start in wanted)


def _shown_files(line: Line) -> int:
    return sum(not file["inline"] for file in line["attachments"])


def _bounces(name: str) -> Check:
    return lambda line, wanted: [bounce[name] for bounce in line["bounces"]] == wanted


def _date(line: Line, wanted: str) -> bool:
    found = line["date"]
    return found is not None and datetime.fromisoformat(found) == datetime.fromisoformat(wanted)


PARSER: dict[str, Check] = {
    "subject": _field("subject"),
    "subject_contains": lambda line, wanted: _same(wanted) in _same(line["subject"]),
    "subject_startswith": lambda line, wanted: _same(line["subject"]).startswith(_same(wanted)),
    "from_addr": lambda line, wanted: (line["from_addr"] or "").lower() == wanted.lower(),
    "from_name": _field("from_name"),
    "to_addrs": lambda line, wanted: _lower(line["to_addrs"]) == _lower(wanted),
    "message_id": _field("message_id"),
    "in_reply_to": _field("in_reply_to"),
    "references_include": lambda line, wanted: set(wanted) <= set(line["references"]),
    "date": _date,
    "text_equals": _field("text"),
    "text_contains": _contains("text"),
    "text_not_contains": _lacks("text"),
    "text_flowed_contains": _contains("text"),
    "has_text": _no_text,
    "html_contains": _html,
    "body_any_equals": _field("text"),
    "body_any_contains": _contains("text"),
    "attachment_count": lambda line, wanted: _shown_files(line) == wanted,
    "attachment_count_all": lambda line, wanted: len(line["attachments"]) == wanted,
    "attachment_names": lambda line, wanted: _names(line) == wanted,
    "attachment_names_include": lambda line, wanted: set(wanted) <= set(_names(line)),
    "attachment_names_startwith": _each_begins,
    "attachment_names_no_path": lambda line, _: not re.search(r"[/\\]", "".join(_names(line))),
    "attachment_names_no_control": lambda line, _: "".join(_names(line)).isprintable(),
    "attachment_sizes": lambda line, wanted: _some("size", line) == wanted,
    "attachment_sha256": lambda line, wanted: _some("sha256", line) == wanted,
    "attachment_nonempty_count": lambda line, wanted: sum(map(bool, _some("size", line))) == wanted,
    "tnef_names": lambda line, wanted: set(wanted) <= set(_names(line)),
    "tnef_html_contains": _html,
    "forwarded_from_addr": lambda line, wanted: wanted in line["text"],
}

FLAGS: dict[str, Check] = {
    "is_bounce": _kind("bounce"),
    "is_auto_reply": _kind("auto_reply"),
    "is_automated": _kind(*_MACHINES),
    "is_feedback_report": _kind("report"),
    "is_loop": _kind("loop"),
    "is_reply": _kind("reply"),
}

BOUNCES: dict[str, Check] = {
    "bounce_recipient_count": lambda line, wanted: len(line["bounces"]) == wanted,
    "bounce_statuses": _bounces("status"),
    "bounce_hard": _bounces("hard"),
}

REPLIES: dict[str, Check] = {
    "reply_text": _field("reply_text"),
    "reply_text_nospace": _without_spaces,
    "reply_text_startswith": lambda line, wanted: _same(line["reply_text"]).startswith(
        _same(wanted)
    ),
    "reply_text_contains": _contains("reply_text"),
    "reply_text_not_contains": _lacks("reply_text"),
}

GROUPS = {"parser": PARSER, "flags": FLAGS, "bounces": BOUNCES, "replies": REPLIES}
