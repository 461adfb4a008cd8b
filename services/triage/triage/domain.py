"""What becomes of a message: pure decisions over what triage knows."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import islice
from uuid import UUID

from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Deadline
from priemnaya.regulation.deadlines import deadline
from priemnaya.regulation.model import (
    ContinuationOfClosed,
    Regulation,
    RoutingRule,
    Start,
    When,
)
from priemnaya.regulation.regions import regions

from .texts import WITHOUT_WORDS

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
    """What is known of an appeal that a message may belong to."""

    id: UUID
    number: str
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


@dataclass
class Ground:
    """What decisions stand on: appeals by number, and letters seen before by `letter_key`."""

    appeals: Mapping[str, Appeal]
    letters: dict[bytes, Letter] = field(default_factory=dict)


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


def address_key(address: str) -> bytes:
    """The same for every way to write one address: capitals and a plus part do not count."""
    local, _, domain = address.strip().lower().rpartition("@")
    return hashlib.sha256(f"{local.partition('+')[0]}@{domain}".encode(errors="replace")).digest()


def applicant_key(message: MessageReceived) -> bytes | None:
    return address_key(message.reply_to.address) if message.reply_to.address else None


def letter_key(message: MessageReceived) -> bytes | None:
    """The same for one letter in both mailboxes; null for what is no letter."""
    if message.thread is None or not (message.thread.message_id and message.content_hash):
        return None
    named = f"{message.thread.message_id}\n{message.content_hash}"
    return hashlib.sha256(named.encode(errors="replace")).digest()


def named_numbers(message: MessageReceived, regulation: Regulation) -> list[str]:
    """Appeal numbers that the message names: the proven one first, then those in its subject."""
    proven = message.continues or ""
    named = [proven] if _NUMBER.fullmatch(proven) else []
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
    messages: Iterable[MessageReceived], ground: Ground, regulation: Regulation
) -> list[Placement]:
    """One placement a message, in order; an appeal opened by one message is known to the next."""
    placed = []
    for message in messages:
        placement = _copy(message, ground, regulation) or _place(message, ground, regulation)
        _remember(placement, ground)
        placed.append(placement)
    return placed


def _copy(message: MessageReceived, ground: Ground, regulation: Regulation) -> Placement | None:
    letter = ground.letters.get(letter_key(message) or b"")
    if letter is None or letter.channel is message.channel:
        return None
    journal = regulation.journal_of(message.channel)
    # What continued an appeal was entered in no journal, so its copy is not either.
    new = letter.journals and journal not in letter.journals
    return Placement(message, Outcome.JOINED, letter.appeal_id, journal=journal if new else None)


def _place(message: MessageReceived, ground: Ground, regulation: Regulation) -> Placement:
    proven = ground.appeals.get(message.continues or "")
    linked_to = None
    if proven is not None and _same_sender(message, proven):
        keeps = regulation.parameters.continuation_of_closed.value is ContinuationOfClosed.REOPEN
        if keeps or not proven.closed:
            return Placement(message, Outcome.CONTINUED, proven.id)
        linked_to = proven.id
    # The appeal bears the id of the message that opened it: registered again after a restore, it
    # is the same fact, and every hearer knows it.
    hints = (n for n in named_numbers(message, regulation) if n in ground.appeals)
    return Placement(
        message,
        Outcome.REGISTERED,
        message.aggregate_id,
        journal=regulation.journal_of(message.channel),
        hinted_number=None if linked_to else next(hints, None),
        linked_to=linked_to,
    )


def _same_sender(message: MessageReceived, appeal: Appeal) -> bool:
    key = applicant_key(message)
    same_address = key is not None and key == appeal.applicant_key
    return same_address or (message.dialog_id is not None and message.dialog_id == appeal.dialog_id)


def _remember(placement: Placement, ground: Ground) -> None:
    key = letter_key(placement.message)
    if key is None:
        return
    drawn = frozenset({placement.journal} if placement.journal else ())
    first = Letter(placement.message.channel, placement.appeal_id, None, drawn)
    known = ground.letters.setdefault(key, first)
    if placement.outcome is Outcome.JOINED:
        ground.letters[key] = replace(known, journals=known.journals | drawn)


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


def route(regulation: Regulation, message: MessageReceived, operator_in_force: bool) -> RoutingRule:
    """The first rule that fits; the last one always does."""
    return next(r for r in regulation.routing if _fits(r.when, message, operator_in_force))


def _fits(when: When, message: MessageReceived, operator_in_force: bool) -> bool:
    return (
        (when.channels is None or message.channel in when.channels)
        and (when.roles is None or message.role in when.roles)
        and (when.kinds is None or message.question_kind in when.kinds)
        and (operator_in_force or not when.operator_in_force)
    )


def questions(message: MessageReceived) -> tuple[str, ...]:
    """The whole text is one question; there is always one, or the appeal would count as done."""
    return (message.text.strip() or message.subject.strip() or WITHOUT_WORDS,)


def grant(
    wanted: Sequence[bytes], promised: Mapping[bytes, int], regulation: Regulation
) -> list[bool]:
    """For each address in turn, whether it may get one more acknowledgement.

    `promised` counts those of the last 24 hours by address, and under b"" all of this hour.
    """
    each = regulation.parameters.acknowledgements_per_address_in_24h.value
    together = regulation.parameters.acknowledgements_per_hour.value
    counts, granted = dict(promised), []
    for key in wanted:
        free = counts.get(key, 0) < each and counts.get(b"", 0) < together
        granted.append(free)
        if free:
            counts[key] = counts.get(key, 0) + 1
            counts[b""] = counts.get(b"", 0) + 1
    return granted
