"""Nothing new on a matter of the same applicant that was closed before (§4.9)."""

from triage.checks.finding import Finding, Ground
from triage.checks.novelty import compare
from triage.checks.submission import Submission
from triage.text.quotations import Span
from triage.text.text import Text

# Of the weight of all words that tell something. Words of another turn of phrase are fewer.
MOST_NOVELTY = 0.18
# Fewer words are contained in any letter by chance, unless they are most of what it said.
FEWEST_WORDS = 3
MOST_DROPPED = 0.5
# Who asks again asks at once what few letters asked one by one.
MOST_JOINED = 3
# An applicant with more closed appeals is compared with the last ones.
MOST_EARLIER = 20


def check(submission: Submission) -> Finding | None:
    """`details` has `earlier`, the number of the earlier appeal or, where it has none, its position
    among them from 1, and `novelty`, the share of what is new."""
    if submission.has_attachments:
        return None
    body = submission.body
    first = max(0, len(submission.earlier) - MOST_EARLIER)
    shares = {
        n: _share_of_new(body, earlier.text)
        for n, earlier in enumerate(submission.earlier[first:], first)
    }
    nearest = min(shares, key=lambda n: (shares[n], -n), default=None)
    if nearest is None:
        return None
    if shares[nearest] > MOST_NOVELTY and len(shares) > 1:
        last = (earlier.text for earlier in submission.earlier[-MOST_JOINED:])
        shares[nearest] = _share_of_new(body, *last)
    if shares[nearest] > MOST_NOVELTY:
        return None
    number = submission.earlier[nearest].number or str(nearest + 1)
    return Finding(
        Ground.REPEAT,
        0.9 if shares[nearest] else 0.97,
        (Span(body.body[0].start, body.body[-1].end),),
        "По существу обращение повторяет ранее рассмотренное обращение этого же заявителя",
        {"earlier": number, "novelty": f"{shares[nearest]:.2f}"},
    )


def difference(earlier: Text, new: Text) -> tuple[Span, ...]:
    """The parts of the new text that the earlier one does not have."""
    found = compare(new, earlier)
    return tuple(sorted({*found.new, *found.unsolved}))


def _share_of_new(new: Text, *earlier: Text) -> float:
    found = compare(new, *earlier)
    if found.unsolved or found.facts or not found.told:
        return 1.0
    if found.told < FEWEST_WORDS and compare(earlier[-1], new).share > MOST_DROPPED:
        return 1.0
    return found.share
