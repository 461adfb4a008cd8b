"""What intake-email does with letters, each inside one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from priemnaya.contracts.words import Attachment
from priemnaya.runtime.tx import Tx

from . import domain, store
from .domain import Arrival, State, Unread, Verdict
from .letters.parse import Letter
from .parsing.job import UNREADABLE, Reading, StoredFile


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


async def settle(tx: Tx, read: Sequence[tuple[Unread, Reading]], thread_secret: str) -> None:
    """Keeps what was read and says what triage is to hear."""
    letters: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    verdicts: list[dict[str, Any]] = []
    for message, reading in read:
        if reading.letter is None:
            verdict = domain.quarantined(reading.refusal or UNREADABLE)
        else:
            verdict = domain.verdict(reading.letter, thread_secret)
            continues = domain.continued_number(reading.letter, thread_secret)
            attachments = [_attachment(file) for file in reading.files]
            letters.append(_letter_row(tx, message, reading.letter, continues))
            files += _file_rows(message, reading, attachments)
            if verdict is domain.FOR_TRIAGE:
                fact = domain.fact(message, reading.letter, attachments, continues, tx.now)
                tx.publish(fact)
        verdicts.append(_verdict_row(tx, message, verdict))
    await store.add_letters(tx, letters)
    await store.add_attachments(tx, files)
    await store.set_verdicts(tx, verdicts)


def _letter_row(tx: Tx, message: Unread, letter: Letter, continues: str | None) -> dict[str, Any]:
    return {
        "message_id": message.id,
        "parsed_at": tx.now,
        "continues": continues,
        "mail_message_id": letter.message_id,
        **letter.model_dump(exclude={"message_id", "recipients"}),
    }


def _attachment(file: StoredFile) -> Attachment:
    return Attachment(id=uuid7(), **file.model_dump(exclude={"inline"}))


def _file_rows(
    message: Unread, reading: Reading, attachments: Sequence[Attachment]
) -> list[dict[str, Any]]:
    numbered = enumerate(zip(attachments, reading.files, strict=True), 1)
    return [
        {
            **attachment.model_dump(),
            "message_id": message.id,
            "position": position,
            "inline": file.inline,
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
