"""What an appeal lacks of the data that a letter to info@ must give (§4.1.1)."""

import re
from collections.abc import Mapping, Sequence

from priemnaya.contracts.words import MissingData
from triage.classification.addresses import domain_of, find_addresses, is_usable
from triage.classification.author import Author, find_author
from triage.classification.lists import load_lists
from triage.text.quotations import Span
from triage.text.words import Word, kept, lemmas, readings

from .private_mailbox import OFFICIAL
from .submission import Submission

# A text that runs on this long is about something.
_MOST_WORDS = 400
# As a subject says what a letter is about when its text does not.
_TELLING_SUBJECT = 3
_TOP = 600
_REPLY = re.compile(
    r"\s*(?:(?:re|fwd?|aw|ha|на|отв|ответ|пересл|нa)(?:\[\d{1,3}\])?:|\[[^\]]{0,40}\])\s*",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"^[ \t]{0,10}тема(?: обращения| письма| вопроса| сообщения)?[ \t]{0,3}[:—–-][^\S\n]{0,5}\w{2}",
    re.IGNORECASE | re.MULTILINE,
)
_TELLING = frozenset(
    {"NOUN", "VERB", "INFN", "ADJF", "ADJS", "PRTF", "PRTS", "GRND", "UNKN", "LATN"}
)
_OF_PERSONS_AND_PLACES = frozenset({"Name", "Surn", "Patr", "Geox"})


def missing(submission: Submission, required: Sequence[str]) -> tuple[MissingData, ...]:
    """What of the `required` data the letter does not give, in their order."""
    wanted = [MissingData(name) for name in required]
    author = find_author(submission) if wanted else Author()
    given = {
        MissingData.SURNAME: bool(author.surname),
        MissingData.FIRST_NAME: bool(author.first_name),
        MissingData.REPLY_ADDRESS: has_reply_address(submission),
        MissingData.SUBJECT: _has_subject(submission),
        MissingData.REASON: _has_reason(submission),
    }
    return tuple(data for data in wanted if not given[data])


def has_reply_address(submission: Submission) -> bool:
    """The sender's, or one of others than us that the text names."""
    if is_usable(submission.sender):
        return True
    layout = submission.body.layout
    written = _blanked(submission.body.raw, [*layout.quoted, *layout.headers])
    ours = {domain_of(address) for address in (*OFFICIAL, submission.mailbox or "")}
    return any(is_usable(a) and domain_of(a) not in ours for a in find_addresses(written))


def _blanked(raw: str, spans: Sequence[Span]) -> str:
    kept, end = [], 0
    for span in sorted(spans):
        kept.append(raw[end : max(end, span.start)])
        end = max(end, span.end)
    return " ".join([*kept, raw[end:]])


def _has_subject(submission: Submission) -> bool:
    subject = submission.subject
    while found := _REPLY.match(subject):
        subject = subject[found.end() :]
    words = " ".join(re.findall(r"\w+", subject.lower()))
    if len(words) > 1 and words not in _lists()["no-subject"]:
        return True
    text = submission.body
    return any(
        not any(span.start <= found.start() < span.end for span in text.layout.headers)
        for found in _STATED.finditer(text.raw, 0, _TOP)
    )


def _has_reason(submission: Submission) -> bool:
    if submission.has_attachments or _telling(submission.body.body):
        return True
    return _telling(submission.heading.words) >= _TELLING_SUBJECT


def _telling(words: Sequence[Word]) -> int:
    """How many of the words say what the matter is."""
    return sum(_tells(word.word) for word in words[:_MOST_WORDS])


@kept
def _tells(word: str) -> bool:
    if len(word) < 2 or not _lists()["says-nothing"].isdisjoint({word, *lemmas(word)}):
        return False
    first = readings(word)[0].grammemes
    return not _TELLING.isdisjoint(first) and _OF_PERSONS_AND_PLACES.isdisjoint(first)


def _lists() -> Mapping[str, frozenset[str]]:
    return load_lists(__package__, "missing.yaml")
