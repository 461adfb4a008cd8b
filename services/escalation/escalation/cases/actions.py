"""What staff do with a case. Each takes the case locked and at the version they saw."""

from collections.abc import Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from escalation import texts
from escalation.deliveries.domain import APPROVED
from escalation.directory.actions import has_operator
from escalation.errors import (
    AppealClosed,
    AppealLeftUnanswered,
    AppealOnReview,
    CannotTake,
    NobodyToAsk,
    NoOperator,
    NoSuchHandover,
    NotYours,
    QuestionAnswered,
    QuestionReplaced,
    RegionUnknown,
    WrongLine,
)
from escalation.notices import actions as notices
from escalation.people import actions as people
from escalation.requests import asking
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import Line, MailThread, ReplyTo
from priemnaya.regulation.deadlines import line_deadline
from priemnaya.regulation.load import load
from priemnaya.regulation.regions import regions
from priemnaya.runtime.identity import Identity
from priemnaya.runtime.problems import NotFound, PreconditionFailed
from priemnaya.runtime.tx import Tx

from . import facts, store
from .domain import (
    CLOSED,
    DECLINED,
    HANDOVERS,
    OPEN,
    REPLACED,
    Action,
    Case,
    ReplyGoes,
    actions,
    may_take,
    reply_goes,
)


async def seen(tx: Tx, number: str, version: int) -> Case:
    """The case, locked. Raises `NotFound` and `PreconditionFailed`."""
    case = await store.lock_number(tx, number)
    if case is None:
        raise NotFound
    if case.version != version:
        raise PreconditionFailed
    return case


def require_open(case: Case) -> None:
    """Raises `AppealClosed` and `AppealLeftUnanswered`."""
    if case.state == CLOSED:
        raise AppealClosed
    if case.state == DECLINED:
        raise AppealLeftUnanswered


def require(who: Identity, case: Case, action: Action) -> None:
    """Raises what `require_open` does, and `WrongLine`."""
    require_open(case)
    if action not in actions(who, case):
        raise WrongLine


async def assign(tx: Tx, who: Identity, case: Case, login: str | None) -> None:
    """Takes the case, gives it to a colleague, or gives it back (null)."""
    if login is None:
        await _release(tx, who, case)
    elif login != who.login:
        require(who, case, Action.ASSIGN)
        colleague = await people.colleague(tx, login)
        if colleague is None or not may_take(colleague, case):
            raise CannotTake
        await _give(tx, case, colleague)
    elif case.assignee != who.id or case.state != OPEN:
        require(who, case, Action.CLAIM)
        await _give(tx, case, who)


async def _release(tx: Tx, who: Identity, case: Case) -> None:
    require_open(case)
    if case.assignee is None:
        return
    if Action.RELEASE not in actions(who, case):
        raise NotYours
    case.assignee = None
    facts.assigned(tx, case, None)
    await store.save(tx, [case])


async def _give(tx: Tx, case: Case, colleague: Identity) -> None:
    case.assignee = colleague.id
    facts.assigned(tx, case, colleague.login)
    await notices.assigned(tx, case)
    await store.save(tx, [case])


async def hand_over(
    tx: Tx, who: Identity, case: Case, line: Line, region: str | None, reason: str
) -> None:
    """`region` only where the operator of another region than the known one is to answer."""
    require(who, case, Action.HANDOVER)
    if (case.line, line) not in HANDOVERS:
        raise NoSuchHandover
    if line is Line.OPERATOR:
        region = region or case.region
        if region is None:
            raise RegionUnknown
        if not await has_operator(tx, region):
            raise NoOperator
    await _pass(tx, case, line, region if line is Line.OPERATOR else case.region)
    named = regions().get(case.region or "")
    await _say(tx, who, case, "event", texts.handed_over(line, named, reason))
    await asking.ask(tx, [case])
    await store.save(tx, [case])


async def ask_operator(tx: Tx, who: Identity, case: Case) -> None:
    """Anew, by a letter of its own; what was sent before is answered no more."""
    require(who, case, Action.ASK_OPERATOR)
    if not await asking.ask(tx, [case]):
        raise NobodyToAsk
    await store.save(tx, [case])


async def _pass(tx: Tx, case: Case, line: Line, region: str | None) -> None:
    origin, term = case.line, line_deadline(load().at(tx.now), line, tx.now)
    case.pass_to(line, region, term)
    facts.passed(tx, case, origin, term)
    await notices.came_to_line(tx, [case])


async def _say(tx: Tx, who: Identity, case: Case, kind: str, text: str) -> UUID:
    id_ = uuid7()
    row = {
        "id": id_,
        "case_id": case.id,
        "kind": kind,
        "at": tx.now,
        "author": who.name,
        "subject": None,
        "text": text,
        "truncated": False,
        "thread": None,
    }
    await store.add_messages(tx, [row])
    return id_


async def note(tx: Tx, who: Identity, case: Case, text: str) -> UUID:
    id_ = await _say(tx, who, case, "note", text)
    tx.audit("note.added", case.id, message_id=str(id_))
    await store.save(tx, [case])
    return id_


async def reply(tx: Tx, who: Identity, case: Case, text: str, question_ids: Sequence[UUID]) -> None:
    """Answers open questions. An operator who was only asked for a text leaves a draft."""
    questions = await store.questions(tx, case.id)
    if not questions.keys() >= set(question_ids):
        raise NotFound
    require_open(case)
    if case.on_review:
        raise AppealOnReview
    if any(questions[id_].state == REPLACED for id_ in question_ids):
        raise QuestionReplaced
    if any(questions[id_].state != OPEN for id_ in question_ids):
        raise QuestionAnswered
    require(who, case, Action.REPLY)
    if reply_goes(who, case, load().at(tx.now).parameters) is ReplyGoes.TO_LINE_1:
        await leave_draft(tx, who, case, text)
    else:
        await _approve(tx, who, case, text, sorted(set(question_ids)))
    await store.save(tx, [case])


async def leave_draft(tx: Tx, who: Identity, case: Case, text: str) -> UUID:
    """Passes the case to line 1 with it; whoever calls this saves the case."""
    id_ = await _say(tx, who, case, "draft", text)
    tx.audit("draft.left", case.id, message_id=str(id_))
    await _pass(tx, case, Line.DEPARTMENT, case.region)
    await _say(tx, who, case, "event", texts.DRAFT_READY)
    return id_


async def _approve(
    tx: Tx, who: Identity, case: Case, text: str, question_ids: Sequence[UUID]
) -> None:
    id_ = await _say(tx, who, case, "reply", text)
    final = case.answer(len(question_ids))
    await store.add_reply(
        tx,
        {
            "id": id_,
            "case_id": case.id,
            "opening": case.opening,
            "final": final,
            "question_ids": question_ids,
            "state": APPROVED,
            "approved_at": tx.now,
        },
    )
    thread = await store.latest_thread(tx, case.id)
    tx.publish(
        ReplyApproved(
            aggregate_id=id_,
            occurred_at=tx.now,
            appeal_id=case.id,
            number=case.number,
            display_number=case.display_number,
            reply_to=ReplyTo.model_validate(await store.reply_to(tx, case.id)),
            thread=MailThread.model_validate(thread) if thread else None,
            text=text,
            final=final,
            approved_at=tx.now,
        )
    )
    tx.audit("reply.approved", case.id, reply_id=str(id_), final=final)
