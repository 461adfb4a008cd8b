"""An appeal is born and grows.

Each handler takes a whole batch with a number of statements that does not grow with it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from escalation import texts
from escalation.notices import actions as notices
from escalation.reading.search import words_of
from escalation.requests import asking
from priemnaya.contracts.appeals import AppealContinued, AppealRegistered
from priemnaya.contracts.words import Attachment, Line, MailThread
from priemnaya.regulation.deadlines import line_deadline
from priemnaya.regulation.load import load
from priemnaya.runtime.tx import Tx

from . import facts as says
from . import store
from .domain import CLOSED, OPEN, Case
from .terms import start_anew


async def registered(tx: Tx, facts: Sequence[AppealRegistered]) -> None:
    asked = {f.aggregate_id: texts.asked(f.questions, f.subject, f.text) for f in facts}
    await store.add_cases(tx, [_case(tx, f, len(asked[f.aggregate_id])) for f in facts])
    await store.add_numbers(
        tx,
        [{"number": f.number, "case_id": f.aggregate_id} for f in facts],
        [_words(f) for f in facts],
    )
    await store.add_messages(
        tx,
        [_first_message(f) for f in facts],
        [row for f in facts for row in _files(f.aggregate_id, f.message_id, f.attachments)],
    )
    await store.add_questions(
        tx,
        [
            # Named by its place: the fact said again adds none.
            _question(uuid5(case_id, f"question/{position}"), case_id, position, text)
            for case_id, questions in asked.items()
            for position, text in enumerate(questions, 1)
        ],
    )
    for fact in facts:
        tx.audit("appeal.registered", fact.aggregate_id, number=fact.number, line=int(fact.line))
    await _reach_operators(tx, [f.aggregate_id for f in facts if f.line is Line.OPERATOR])
    tx.release(asked)


async def _reach_operators(tx: Tx, ids: Sequence[UUID]) -> None:
    """What the regulation sends there at once (§5.8)."""
    if ids:
        cases = (await store.read(tx, ids)).values()
        await notices.came_to_line(tx, cases)
        await asking.ask(tx, cases)


def _case(tx: Tx, fact: AppealRegistered, questions: int) -> dict[str, Any]:
    term = line_deadline(load().at(fact.registered_at), fact.line, fact.registered_at)
    return {
        "id": fact.aggregate_id,
        "number": fact.number,
        "display_number": fact.display_number,
        "channel": fact.channel,
        "subject": fact.subject,
        "applicant": texts.applicant(fact.reply_to, fact.login),
        "reply_to": fact.reply_to.model_dump(mode="json"),
        "region": fact.region,
        "clause": fact.deadline.clause,
        "line_clause": fact.line_clause,
        "regulation_version": fact.deadline.regulation_version,
        "calendar_version": fact.deadline.calendar_version,
        "counted_from": fact.deadline.counted_from,
        "term_channel": fact.deadline.channel,
        "line": int(fact.line),
        "was_with_operator": fact.line is Line.OPERATOR,
        "was_with_developers": fact.line is Line.DEVELOPERS,
        "operator_answers": fact.line is Line.OPERATOR,
        "state": OPEN,
        "proposals": [proposal.model_dump(mode="json") for proposal in fact.proposals],
        "on_review": bool(fact.proposals),
        "questions": questions,
        "due_at": fact.deadline.due_at,
        "line_due_at": term.due_at if term else None,
        "line_counted_from": term.counted_from if term else None,
        "received_at": fact.received_at,
        "registered_at": fact.registered_at,
        "last_activity_at": tx.now,
    }


def _words(fact: AppealRegistered) -> dict[str, Any]:
    to = fact.reply_to
    words = words_of(
        fact.number, fact.display_number, to.address, to.name, fact.login, fact.subject
    )
    return {"case_id": fact.aggregate_id, "words": words}


def _first_message(fact: AppealRegistered) -> dict[str, Any]:
    author = texts.applicant(fact.reply_to, fact.login)
    return _letter(fact, fact.aggregate_id, author, fact.thread)


def _letter(
    fact: AppealRegistered | AppealContinued,
    case_id: UUID,
    author: str,
    thread: MailThread | None,
) -> dict[str, Any]:
    return {
        "id": fact.message_id,
        "case_id": case_id,
        "kind": "applicant",
        "at": fact.received_at,
        "author": author,
        "subject": fact.subject,
        "text": fact.text,
        "truncated": fact.truncated,
        "thread": thread.model_dump(mode="json") if thread else None,
    }


def _files(case_id: UUID, message_id: UUID, files: Sequence[Attachment]) -> list[dict[str, Any]]:
    return [
        {**file.model_dump(), "message_id": message_id, "case_id": case_id, "position": position}
        for position, file in enumerate(files, 1)
    ]


def _question(id_: UUID, case_id: UUID, position: int, text: str) -> dict[str, Any]:
    return {"id": id_, "case_id": case_id, "position": position, "text": text}


async def continued(tx: Tx, facts: Sequence[AppealContinued]) -> None:
    cases = await store.lock(tx, (f.appeal_id for f in facts))
    for fact in facts:
        if fact.appeal_id not in cases:
            tx.defer(fact.appeal_id, fact)
    known = sorted(
        (f for f in facts if f.appeal_id in cases), key=lambda f: (f.received_at, f.message_id)
    )
    authors = await store.applicants(tx, cases)
    questions = [row for fact in known for row in _grow(tx, cases[fact.appeal_id], fact)]
    await store.add_numbers(tx, *_second_numbers(known))
    await store.add_messages(
        tx,
        # The copy of a letter is not what our answer should join.
        [
            _letter(f, f.appeal_id, authors[f.appeal_id], None if f.joined else f.thread)
            for f in known
        ],
        [row for f in known for row in _files(f.appeal_id, f.message_id, f.attachments)],
    )
    await store.add_questions(tx, questions)
    await asking.ask(tx, [cases[id_] for id_ in sorted({row["case_id"] for row in questions})])
    await store.save(tx, cases.values())


def _grow(tx: Tx, case: Case, fact: AppealContinued) -> list[dict[str, Any]]:
    """The question that the message asks, if it asks one."""
    tx.audit("appeal.continued", case.id, message_id=str(fact.message_id), joined=fact.joined)
    before = case.deadline
    if fact.joined:
        if fact.deadline is not None:
            case.bring_forward(fact.deadline)
            says.deadline_moved(tx, case, before, texts.SECOND_LETTER)
        return []
    # What was declined and is written about again wants a person in any case.
    if case.state == CLOSED and not fact.reopens:
        return []
    if case.hear_further(fact.occurred_at):
        start_anew(tx, case, fact.received_at, texts.WRITTEN_AGAIN)
    (text,) = texts.asked((), fact.subject, fact.text)
    return [_question(question_of(fact.message_id), case.id, case.ask(), text)]


def question_of(message_id: UUID) -> UUID:
    """The id of what a further message asks."""
    return uuid5(message_id, "question")


def _second_numbers(
    facts: Sequence[AppealContinued],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    joined = [f for f in facts if f.second_number is not None]
    return (
        [{"number": f.second_number, "case_id": f.appeal_id} for f in joined],
        [
            {"case_id": f.appeal_id, "words": words_of(f.second_number, f.second_display_number)}
            for f in joined
        ],
    )
