"""What intake-email does with letters, each inside one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from uuid_utils.compat import uuid7

from priemnaya.contracts.base import Event
from priemnaya.contracts.replies import ReplyBounced
from priemnaya.contracts.words import Attachment, Scan
from priemnaya.runtime.tx import Tx

from . import domain, operators, store
from .domain import Arrival, Decision, State, Unread, Verdict
from .floods import store as floods
from .letters.parse import Letter
from .machine_mail import bounces
from .parsing.job import UNREADABLE, Reading
from .settings import Floods
from .truth import actions as truth


@dataclass(frozen=True)
class Accepted:
    id: UUID
    duplicate: bool


async def accept(tx: Tx, arrivals: Sequence[Arrival]) -> list[Accepted]:
    """Takes letters in, each content once a mailbox; answers in the order given."""
    wanted = {(a.mailbox, a.content_hash): a for a in reversed(arrivals)}
    # Sorted, so that two that take in the same letters can not lock each other out.
    rows = [
        {**vars(arrival), "id": uuid7(), "received_at": tx.now, "state": State.RECEIVED}
        for _, arrival in sorted(wanted.items())
    ]
    added = await store.add_new_messages(tx, rows)
    ids = {(row["mailbox"], row["content_hash"]): row["id"] for row in rows}
    if len(added) < len(rows):
        ids |= await store.find_copies(tx, wanted)
    for row in rows:
        if row["id"] in added:
            details = {name: row[name] for name in ("mailbox", "door", "raw_sha256", "size")}
            tx.audit("message.accepted", row["id"], **details)
    return [_answer(a, wanted, ids, added) for a in arrivals]


def _answer(
    arrival: Arrival,
    wanted: Mapping[tuple[str, str], Arrival],
    ids: Mapping[tuple[str, str], UUID],
    added: set[UUID],
) -> Accepted:
    key = (arrival.mailbox, arrival.content_hash)
    id_ = ids[key]
    return Accepted(id_, id_ not in added or wanted[key] is not arrival)


async def settle(
    tx: Tx, read: Sequence[tuple[Unread, Reading]], thread_secret: str, limits: Floods
) -> None:
    """Keeps what was read and says what others are to hear."""
    said: list[Event] = []
    readable = [reading.letter for _, reading in read if reading.letter]
    traffic = await floods.traffic(tx, readable, limits)
    letters: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    verdicts: list[dict[str, Any]] = []
    for message, reading in read:
        if reading.letter is None:
            verdict = domain.quarantined(reading.refusal or UNREADABLE)
        else:
            decision = domain.decide(reading.letter, thread_secret, traffic)
            attachments = attachments_of(message.id, reading)
            letters.append(letter_row(tx, message.id, reading.letter, decision.continues))
            files += file_rows(message.id, reading, attachments)
            said += _facts(tx, message, reading.letter, attachments, decision)
            verdict = decision.verdict
            if any(file.scan is Scan.INFECTED for file in reading.files):
                verdict = domain.with_virus(verdict)
        verdicts.append(_verdict_row(tx, message, verdict))
    await store.add_letters(tx, letters)
    await store.add_attachments(tx, files)
    await store.set_verdicts(tx, verdicts)
    returned = [fact for fact in said if isinstance(fact, ReplyBounced)]
    for bounce in returned:
        tx.audit("reply.bounced", bounce.aggregate_id, number=bounce.number)
    await truth.note(tx, returned)
    for fact in said:
        tx.publish(fact)


def _facts(
    tx: Tx,
    message: Unread,
    letter: Letter,
    attachments: Sequence[Attachment],
    decision: Decision,
) -> Iterator[Event]:
    if decision.verdict is domain.FOR_TRIAGE:
        yield domain.fact(message, letter, attachments, decision, tx.now)
    elif decision.verdict is domain.FOR_THE_DESK and decision.request is not None:
        yield operators.fact(message, letter, attachments, decision.request, tx.now)
    elif decision.came_back is not None:
        yield bounces.fact(message.id, letter, decision.came_back, tx.now)
    elif decision.request is not None and bounces.is_final(letter):
        yield operators.came_back(message, decision.request, tx.now)


def letter_row(tx: Tx, id_: UUID, letter: Letter, continues: str | None) -> dict[str, Any]:
    return {
        "message_id": id_,
        "parsed_at": tx.now,
        "continues": continues,
        "mail_message_id": letter.message_id,
        **letter.model_dump(exclude={"message_id", "recipients"}),
    }


def attachments_of(id_: UUID, reading: Reading) -> list[Attachment]:
    """Named by their place and content, so that they are the same when the letter is read again."""
    return [
        Attachment(
            id=uuid5(id_, f"attachment/{position}/{file.sha256}"),
            **file.model_dump(exclude={"inline", "content_id", "note"}),
        )
        for position, file in enumerate(reading.files, 1)
    ]


def file_rows(
    id_: UUID, reading: Reading, attachments: Sequence[Attachment]
) -> list[dict[str, Any]]:
    numbered = enumerate(zip(attachments, reading.files, strict=True), 1)
    return [
        {
            **attachment.model_dump(),
            "message_id": id_,
            "position": position,
            "inline": file.inline,
            "content_id": file.content_id,
            "note": file.note,
        }
        for position, (attachment, file) in numbered
    ]


async def note_stopped(tx: Tx, message: Unread) -> None:
    """The letter killed or hung the process that read it."""
    attempts = message.attempts + 1
    verdict = domain.after_stopping_its_reader(attempts)
    await store.set_verdicts(tx, [_verdict_row(tx, message, verdict, attempts)])


async def quarantine(tx: Tx, message: Unread, reason: str) -> None:
    await store.set_verdicts(tx, [_verdict_row(tx, message, domain.quarantined(reason))])


def _verdict_row(
    tx: Tx, message: Unread, verdict: Verdict, attempts: int | None = None
) -> dict[str, Any]:
    tx.audit(f"message.{verdict.state}", message.id, reason=verdict.reason)
    return {
        "of": message.id,
        **vars(verdict),
        "attempts": message.attempts if attempts is None else attempts,
    }
