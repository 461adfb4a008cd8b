"""What becomes of a message: pure decisions over what triage knows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import islice
from uuid import UUID

from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Deadline
from priemnaya.regulation.deadlines import deadline
from priemnaya.regulation.model import ContinuationOfClosed, Regulation, Start
from priemnaya.regulation.regions import regions

from .keys import answered_keys, applicant_key, letter_key, written_by

# A subject may name as many as it likes; more than these are not looked up.
MOST_HINTS = 3
_REGIONS = frozenset(regions())
_NUMBER = re.compile(r"[0-9A-Z-]{1,40}")


class Outcome(StrEnum):
    REGISTERED = "registered"
    CONTINUED = "continued"
    # The same letter in the other mailbox.
    JOINED = "joined"


@dataclass(frozen=True)
class Appeal:
    """What is known of an appeal that a message may belong to.

    `number` is null while it is not drawn yet.
    """

    id: UUID
    number: str | None
    applicant_key: bytes | None
    dialog_id: UUID | None
    closed: bool


@dataclass(frozen=True)
class Letter:
    """A letter seen before: its first copy came in on `channel` and went to the appeal.

    `journals` is where it stands by now; none when it opened nothing. `number` is null while the
    appeal's own number is not drawn yet.
    """

    channel: Channel
    appeal_id: UUID
    number: str | None
    journals: frozenset[str]


@dataclass(frozen=True)
class Written:
    """A letter that an appeal holds: the `applicant_key` of its writer, and whether our mail
    server vouched for him."""

    appeal: Appeal
    writer: bytes
    verified: bool


@dataclass
class Premises:
    """What decisions stand on: appeals by number, letters seen before by `letter_key`, and those
    that a message may answer by `message_id_key`."""

    appeals: Mapping[str, Appeal]
    letters: dict[bytes, Letter] = field(default_factory=dict)
    written: dict[bytes, list[Written]] = field(default_factory=dict)

    def numbers(self) -> dict[UUID, str]:
        """Of the appeals that are known, by id."""
        known = [*self.appeals.values(), *(w.appeal for ws in self.written.values() for w in ws)]
        named = {appeal.id: appeal.number for appeal in known if appeal.number}
        return named | {one.appeal_id: one.number for one in self.letters.values() if one.number}

    def answered(self, message: MessageReceived) -> list[Written]:
        """The letters that the message says it answers, the nearest first."""
        return [w for key in answered_keys(message) for w in self.written.get(key, ())]


@dataclass(frozen=True)
class Placement:
    """Where a message belongs. `journal` is set where it draws a number of its own."""

    message: MessageReceived
    outcome: Outcome
    appeal_id: UUID
    journal: str | None = None
    hinted_number: str | None = None
    linked_to: UUID | None = None


@dataclass(frozen=True)
class Number:
    """A number drawn: `position` counts up in its journal and year."""

    number: str
    display: str
    journal: str
    year: int
    position: int


@dataclass(frozen=True)
class Operator:
    """A region's operator and the term of his contract (inclusive; null is open)."""

    name: str | None
    contract_from: date | None
    contract_to: date | None

    def in_force(self, day: date) -> bool:
        begun = self.contract_from is None or self.contract_from <= day
        ended = self.contract_to is not None and self.contract_to < day
        return self.name is not None and begun and not ended


def named_numbers(message: MessageReceived, regulation: Regulation) -> list[str]:
    """Appeal numbers that the message names: the proven one first, then those in its subject."""
    proven = message.continues or ""
    named = [proven] if _NUMBER.fullmatch(proven) else []
    return [*named, *numbers_in_subject(message, regulation)]


def numbers_in_subject(message: MessageReceived, regulation: Regulation) -> list[str]:
    named = []
    for journal in regulation.journals.values():
        for template in (journal.number, journal.display):
            found = _pattern(template).finditer(message.subject)
            for match in islice(found, MOST_HINTS):
                named.append(journal.number.format(year=int(match["y"]), n=int(match["n"])))
    return named


@cache
def _pattern(template: str) -> re.Pattern[str]:
    before, between, after = map(re.escape, re.split(r"\{[^}]*\}", template))
    pattern = rf"{before}(?P<y>\d{{4}}){between}(?P<n>\d{{1,12}}){after}(?!\d)"
    return re.compile(pattern, re.IGNORECASE)


def place(
    messages: Iterable[MessageReceived], premises: Premises, regulation: Regulation
) -> list[Placement]:
    """One placement a message, in order; an appeal opened by one message is known to the next."""
    placed = []
    for message in messages:
        placement = _copy(message, premises, regulation) or _place(message, premises, regulation)
        _remember(placement, premises)
        placed.append(placement)
    return placed


def _copy(message: MessageReceived, premises: Premises, regulation: Regulation) -> Placement | None:
    letter = premises.letters.get(letter_key(message) or b"")
    if letter is None or letter.channel is message.channel:
        return None
    journal = regulation.journal_of(message.channel)
    # What continued an appeal was entered in no journal, so its copy is not either.
    new = letter.journals and journal not in letter.journals
    return Placement(message, Outcome.JOINED, letter.appeal_id, journal=journal if new else None)


def _place(message: MessageReceived, premises: Premises, regulation: Regulation) -> Placement:
    continued = _continued(message, premises)
    linked_to = None
    if continued is not None:
        keeps = regulation.parameters.continuation_of_closed.value is ContinuationOfClosed.REOPEN
        if keeps or not continued.closed:
            return Placement(message, Outcome.CONTINUED, continued.id)
        linked_to = continued.id
    hints = _hints(message, premises, regulation)
    # The appeal bears the id of the message that opened it: registered again after a restore, it
    # is the same fact, and every hearer knows it.
    return Placement(
        message,
        Outcome.REGISTERED,
        message.aggregate_id,
        journal=regulation.journal_of(message.channel),
        hinted_number=None if linked_to else next(hints, None),
        linked_to=linked_to,
    )


def _continued(message: MessageReceived, premises: Premises) -> Appeal | None:
    """Our token and the applicant's address, or the verified writer of a letter that it holds."""
    if message.sender_forged:
        return None
    proven = premises.appeals.get(message.continues or "")
    if proven is not None and _same_sender(message, proven):
        return proven
    key = applicant_key(message) if message.sender_verified else None
    own = (w.appeal for w in premises.answered(message) if w.verified and w.writer == key)
    return next((a for a in own if a.applicant_key == key), None)


def _hints(message: MessageReceived, premises: Premises, regulation: Regulation) -> Iterator[str]:
    """Appeals that the message may have to do with; a person judges."""
    yield from (n for n in named_numbers(message, regulation) if n in premises.appeals)
    yield from (w.appeal.number for w in premises.answered(message) if w.appeal.number)


def _same_sender(message: MessageReceived, appeal: Appeal) -> bool:
    key = applicant_key(message)
    same_address = key is not None and key == appeal.applicant_key
    return same_address or (message.dialog_id is not None and message.dialog_id == appeal.dialog_id)


def _remember(placement: Placement, premises: Premises) -> None:
    _remember_writer(placement, premises)
    key = letter_key(placement.message)
    if key is None:
        return
    drawn = frozenset({placement.journal} if placement.journal else ())
    first = Letter(placement.message.channel, placement.appeal_id, None, drawn)
    known = premises.letters.setdefault(key, first)
    if placement.outcome is Outcome.JOINED:
        premises.letters[key] = replace(known, journals=known.journals | drawn)


def _remember_writer(placement: Placement, premises: Premises) -> None:
    """A letter and what its writer sends after it may come in one batch."""
    message = placement.message
    found = written_by(message)
    if found is None or placement.outcome is not Outcome.REGISTERED:
        return
    key, writer = found
    appeal = Appeal(placement.appeal_id, None, writer, message.dialog_id, closed=False)
    one = Written(appeal, writer, message.sender_verified)
    premises.written.setdefault(key, []).append(one)


def number(
    placements: Iterable[Placement], regulation: Regulation, year: int, first: Mapping[str, int]
) -> dict[UUID, Number]:
    """By message, from the `first` free position of each journal on."""
    free, numbers = dict(first), {}
    for placement in placements:
        if journal := placement.journal:
            position, form = free[journal], regulation.journals[journal]
            free[journal] += 1
            numbers[placement.message.aggregate_id] = Number(
                form.number.format(year=year, n=position),
                form.display.format(year=year, n=position),
                journal,
                year,
                position,
            )
    return numbers


def due(regulation: Regulation, message: MessageReceived, registered_at: datetime) -> Deadline:
    starts = regulation.terms[message.channel].starts
    at = message.received_at if starts is Start.ARRIVAL else registered_at
    return deadline(regulation, message.channel, at)


def region_of(message: MessageReceived) -> str | None:
    """The message's region where it is one."""
    return message.region if message.region in _REGIONS else None
