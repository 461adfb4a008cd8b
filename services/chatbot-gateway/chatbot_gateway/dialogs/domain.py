"""The dialog as a state machine: what the bot says next, and when it hands over. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chatbot_gateway.platform.domain import User
from priemnaya.contracts.words import ApplicantRole, QuestionKind

from . import texts
from .answers import ReadAnswer, as_offered, read, words
from .texts import Said

MINUTE = timedelta(minutes=1)


class Awaits(StrEnum):
    """What the next message of the applicant is taken for; the first four are the bot's
    questions by their keys in the regulation (§5.6.1)."""

    REGION = "region"
    ROLE = "role"
    REGISTERED_EMAIL = "registered_email"
    QUESTION_KIND = "question_kind"
    QUESTION = "question"
    CONTINUATION = "continuation"


@dataclass(frozen=True)
class Dialog:
    """`suggested` stands in for the usual options of the question asked, of which an answer may
    be the number."""

    awaits: Awaits
    asked_again: bool = False
    suggested: tuple[str, ...] = ()
    vouched_login: str | None = None
    region: str | None = None
    role: ApplicantRole | None = None
    login: str | None = None
    registered_email: str | None = None
    question_kind: QuestionKind | None = None


@dataclass(frozen=True)
class Turn:
    """`hands_over`: the applicant's message goes to the desk."""

    dialog: Dialog
    says: tuple[Said, ...]
    hands_over: bool = False


def open_dialog(keys: Sequence[str], user: User | None = None) -> Turn:
    """`keys` are the regulation's questions in their order; the platform vouches for `user`."""
    blank = Dialog(Awaits.QUESTION)
    if user is not None:
        blank = replace(blank, vouched_login=user.login, login=user.login, role=user.role)
    return _ask_next(blank, keys, [texts.GREETING])


def hear(dialog: Dialog, text: str, keys: Sequence[str], number: str | None) -> Turn:
    """`number` is that of the dialog's appeal as people read it, once there is one."""
    if words(text) in texts.START_OVER:
        return _start_over(dialog, keys)
    if dialog.awaits is Awaits.CONTINUATION:
        return Turn(dialog, (texts.passed_on(number),), hands_over=True)
    if dialog.awaits is Awaits.QUESTION:
        done = replace(dialog, awaits=Awaits.CONTINUATION)
        return Turn(done, (texts.HANDED_OVER,), hands_over=True)
    return _hear_answer(dialog, text, keys)


def _hear_answer(dialog: Dialog, text: str, keys: Sequence[str]) -> Turn:
    key = dialog.awaits
    answer = read(key, as_offered(key, text, texts.options(key, dialog.suggested)))
    if answer.understood or dialog.asked_again:
        # What was not understood twice stays open: a person will clear it up.
        told = replace(dialog, **answer.found, asked_again=False, suggested=())
        return _ask_next(told, keys[keys.index(key) + 1 :], [])
    return _ask_again(dialog, answer)


def _ask_again(dialog: Dialog, answer: ReadAnswer) -> Turn:
    again = replace(dialog, asked_again=True, suggested=answer.suggested)
    return Turn(again, (texts.ask_again(dialog.awaits, answer.suggested),))


def _ask_next(dialog: Dialog, keys: Sequence[str], before: Sequence[Said]) -> Turn:
    vouched = {Awaits.ROLE} if dialog.vouched_login and dialog.role else set()
    left = [Awaits(key) for key in keys if key not in vouched]
    awaits = left[0] if left else Awaits.QUESTION
    return Turn(replace(dialog, awaits=awaits), (*before, texts.ask(awaits)))


def _start_over(dialog: Dialog, keys: Sequence[str]) -> Turn:
    if dialog.awaits is Awaits.CONTINUATION:
        return Turn(dialog, (texts.OPEN_ANOTHER,))
    vouched = dialog.vouched_login
    return open_dialog(keys, User(vouched, dialog.role) if vouched else None)


def admit(
    began: datetime, count: int, now: datetime, most: int
) -> tuple[datetime, int] | timedelta:
    """The minute with one message more, or how long to wait until the next minute."""
    if now - began >= MINUTE:
        return now, 1
    if count < most:
        return began, count + 1
    return began + MINUTE - now
