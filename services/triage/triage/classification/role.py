"""Who writes: by what the bot was told, or by what the writer says of himself (§2.3-2.6)."""

from collections.abc import Sequence
from functools import cache, lru_cache

from priemnaya.contracts.words import ApplicantRole
from triage.checks.submission import Submission

from .endings import naming_lines, words_of
from .phrases import Hit, Lexicon, load, weigh
from .reason import Reason, said

# The search for the author asks, too.
_KEPT = 4
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


@lru_cache(_KEPT)
def find_role(submission: Submission) -> tuple[ApplicantRole | None, Reason]:
    if submission.role:
        return submission.role, Reason(f"роль «{NAMES[submission.role]}»: указана в чат-боте")
    hits = _hits(submission)
    role = _heaviest(hits)
    if role is None:
        return None, Reason("роль не установлена: заявитель её не называет")
    speaking = [h for h in hits if h.label == role]
    return role, Reason(f"роль «{NAMES[role]}»: {said(speaking)}", tuple(h.span for h in speaking))


def _hits(submission: Submission) -> list[Hit]:
    body = submission.body
    hits = _lexicon().find(body, body.body)
    for line in naming_lines(body):
        hits += _signatures().find(body, words_of(body, line))
    return hits


def _heaviest(hits: Sequence[Hit]) -> ApplicantRole | None:
    """Nobody where two roles weigh the same."""
    weights = {role: weigh(hits, role) for role in ApplicantRole}
    first, second = sorted(ApplicantRole, key=lambda r: -weights[r])[:2]
    return first if weights[first] > weights[second] else None
