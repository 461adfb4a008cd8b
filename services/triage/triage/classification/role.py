"""Who writes: as told to the bot, by the address, or as he says of himself (§2.3-2.6)."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice

from priemnaya.contracts.words import ApplicantRole
from triage.checks.submission import Submission
from triage.text.quotations import Span
from triage.text.text import Text

from .endings import naming_lines, opening_lines, words_of
from .phrases import Hit, Lexicon, load, weigh
from .reason import Reason, said

# The search for the author asks, too.
_KEPT = 4
_FORMAL = "formal"
_LEAST = 1.0
_TOP = 5_000
_OF_CLASS = 1.5
_OF_SMALL_LETTER = 0.7
_CLASS = re.compile(r"(?<![\w/№.-])(?:[5-9]|1[01])\s?[«\"]?[А-Д][»\"]?(?=\s*(?:[,.;\n]|класс|$))")
NAMES = {
    ApplicantRole.PARTICIPANT: "участник",
    ApplicantRole.PARENT: "родитель",
    ApplicantRole.MENTOR: "наставник",
    ApplicantRole.SITE: "площадка",
    ApplicantRole.OPERATOR: "региональный оператор",
    ApplicantRole.OTHER: "другое лицо",
}


@cache
def _lexicon() -> Lexicon:
    return load(__package__, "role.yaml")


@cache
def _signatures() -> Lexicon:
    return load(__package__, "signature.yaml")


@cache
def _senders() -> Lexicon:
    return load(__package__, "sender.yaml")


@lru_cache(_KEPT)
def find_role(submission: Submission) -> tuple[ApplicantRole | None, Reason]:
    if submission.role:
        return submission.role, Reason(f"роль «{NAMES[submission.role]}»: указана в чат-боте")
    if submission.operator and not submission.body.layout.headers:
        # What he passes on is another's letter, and that one's words decide.
        named = NAMES[ApplicantRole.OPERATOR]
        return ApplicantRole.OPERATOR, Reason(f"роль «{named}»: письмо пришло с его адреса")
    body, sender = _hits(submission.body), _hits_of_sender(submission.sender_name)
    role = _heaviest([*body, *sender])
    if role is None:
        return None, Reason("роль не установлена: заявитель её не называет")
    speaking = [h for h in body if h.label == role]
    also = [h for h in sender if h.label == role]
    text = f"роль «{NAMES[role]}»: {said([*speaking, *also])}"
    return role, Reason(text, tuple(h.span for h in speaking))


def _hits(body: Text) -> list[Hit]:
    hits = _lexicon().find(body, body.body)
    for line in sorted({*opening_lines(body), *naming_lines(body)}):
        hits += _signatures().find(body, words_of(body, line))
    return [*hits, *_classes(body), *_offhand(body)]


def _offhand(body: Text) -> list[Hit]:
    """A message that begins with a small letter: children write so."""
    if not body.body or not body.raw[body.body[0].start].islower():
        return []
    first = Span(body.body[0].start, body.body[0].end)
    return [Hit(ApplicantRole.PARTICIPANT, _OF_SMALL_LETTER, -2, first, body.raw[slice(*first)])]


def _classes(body: Text) -> list[Hit]:
    """«10А», «8 «В»»: a class that somebody is in."""
    found = islice(_CLASS.finditer(body.raw[:_TOP]), 1)
    return [
        Hit(ApplicantRole.PARTICIPANT, _OF_CLASS, -1, Span(*c.span()), c[0].strip()) for c in found
    ]


def _hits_of_sender(name: str | None) -> list[Hit]:
    """Their spans are of no text that anybody sees."""
    written = Text(name or "")
    return [
        h for lexicon in (_signatures(), _senders()) for h in lexicon.find(written, written.words)
    ]


def _heaviest(hits: Sequence[Hit]) -> ApplicantRole | None:
    """Nobody where two roles weigh the same."""
    weights = {role: weigh(hits, role) for role in ApplicantRole}
    # A child writes of himself, and plainly.
    weights[ApplicantRole.PARTICIPANT] -= weigh(hits, _FORMAL)
    first, second = sorted(ApplicantRole, key=lambda r: -weights[r])[:2]
    is_clear = weights[first] >= _LEAST and weights[first] > weights[second]
    return first if is_clear else None
