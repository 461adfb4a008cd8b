"""Letters that name nobody (§6.1)."""

from collections.abc import Sequence
from functools import cache

from priemnaya.contracts.words import Channel
from triage.classification.addresses import is_disposable
from triage.classification.author import find_author
from triage.classification.phrases import Hit, Lexicon, load
from triage.classification.reason import said

from .finding import Finding, Ground
from .missing import has_reply_address
from .submission import Submission

_WISHED, _NOBODY = 0.85, 0.75


@cache
def _lexicon() -> Lexicon:
    return load(__package__, "anonymous.yaml")


def check(submission: Submission) -> Finding | None:
    """For mail only: the open part of the bot asks nobody for a name.

    Who can be answered is asked for his name first (§4.1.1), whichever mailbox he wrote to.
    """
    if submission.channel is Channel.BOT or submission.mailbox is None:
        return None
    author = find_author(submission)
    if author.surname or author.first_name:
        return None
    if wish := _wish(submission):
        because = f"Заявитель не назвал себя и пишет, что не хочет этого: {said(wish)}."
        return _finding(_WISHED, because, wish)
    if _is_unreachable(submission):
        return _finding(_NOBODY, "В письме нет ни имени заявителя, ни адреса, на который ответить.")
    return None


def _wish(submission: Submission) -> Sequence[Hit]:
    text = submission.body
    return [hit for hit in _lexicon().find(text, text.own) if hit.label == "hides"]


def _is_unreachable(submission: Submission) -> bool:
    """Whether a letter is known to bear no address of anybody."""
    sender = submission.sender
    if sender is None:
        return False
    return is_disposable(sender) or not has_reply_address(submission)


def _finding(confidence: float, because: str, hits: Sequence[Hit] = ()) -> Finding:
    return Finding(Ground.ANONYMOUS, confidence, tuple(hit.span for hit in hits), because)
