"""Proposal, application, complaint, or a request for information (§1.1, §2.6)."""

import re
from collections.abc import Sequence
from functools import cache

from priemnaya.contracts.words import AppealKind
from triage.checks.submission import Submission

from .phrases import Hit, Lexicon, load, weigh
from .reason import Reason, said

NAMES = {
    AppealKind.PROPOSAL: "предложение",
    AppealKind.APPLICATION: "заявление",
    AppealKind.COMPLAINT: "жалоба",
    AppealKind.INFORMATION_REQUEST: "запрос информации",
}
# Of two that weigh the same the earlier one: a complaint asks to set something right, too.
_ORDER = (
    AppealKind.COMPLAINT,
    AppealKind.APPLICATION,
    AppealKind.PROPOSAL,
    AppealKind.INFORMATION_REQUEST,
)
_BY_NAME = {
    "жалоба": AppealKind.COMPLAINT,
    "претензия": AppealKind.COMPLAINT,
    "заявление": AppealKind.APPLICATION,
    "предложение": AppealKind.PROPOSAL,
    "идея": AppealKind.PROPOSAL,
    "пожелание": AppealKind.PROPOSAL,
}
_HEADING = re.compile(
    rf"(?:^[ \t]{{0,40}}|[.!?]\s)({'|'.join(_BY_NAME)})[ \t]{{0,5}}(?:[.:!]|$)",
    re.IGNORECASE | re.MULTILINE,
)
# Of a letter laid out as a form: whom to, who from, what.
_TOP = 600
# What the words of another kind must outweigh.
_ASKS_ANYWAY = 1.6


@cache
def _lexicon() -> Lexicon:
    return load(__package__, "kind.yaml")


def find_kind(submission: Submission) -> tuple[AppealKind, Reason]:
    named = _named(submission)
    if named:
        return named, Reason(f"вид «{NAMES[named]}»: так назвал обращение сам заявитель")
    heading = _lexicon().find(submission.heading, submission.heading.words)
    body = _lexicon().find(submission.body, submission.body.body)
    kind = _heaviest([*heading, *body])
    speaking = [h for h in (*heading, *body) if h.label == kind]
    text = said(speaking) if speaking else "признаков жалобы, заявления и предложения нет"
    spans = tuple(h.span for h in body if h.label == kind)
    return kind, Reason(f"вид «{NAMES[kind]}»: {text}", spans)


def _named(submission: Submission) -> AppealKind | None:
    """By a heading that is the name of a kind: «ЗАЯВЛЕНИЕ», «Идея: …»."""
    for text in (submission.subject, submission.body.raw[:_TOP]):
        if found := _HEADING.search(text):
            return _BY_NAME[found[1].lower()]
    return None


def _heaviest(hits: Sequence[Hit]) -> AppealKind:
    weights = {kind: weigh(hits, kind) for kind in AppealKind}
    asks = max(weights[AppealKind.INFORMATION_REQUEST], _ASKS_ANYWAY)
    weights[AppealKind.INFORMATION_REQUEST] = asks
    return max(_ORDER, key=weights.__getitem__)
