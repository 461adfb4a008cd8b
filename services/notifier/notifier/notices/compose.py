"""From a draft to the letter, as the letters to applicants are written."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from notifier.writing import staff_texts
from notifier.writing.compose import GENERATED, Draft, Stationery, Text, Written
from priemnaya.contracts.operator_thread import operator_address, operator_request_id
from priemnaya.contracts.staff import Reason
from priemnaya.contracts.words import Line
from priemnaya.regulation.regions import regions

from . import texts


class OperatorRequest(Draft):
    request_id: UUID
    region: str
    name: str | None
    questions: tuple[str, ...]
    due_at: datetime
    answers_himself: bool
    link_token: str


class Notice(BaseModel):
    number: str
    display_number: str
    line: Line
    reason: Reason
    happened_at: datetime


class StaffNotice(Draft):
    """`more` counts what the letter does not list."""

    letter_id: UUID
    notices: tuple[Notice, ...]
    more: int


def operator_request(stationery: Stationery, draft: OperatorRequest) -> Written:
    """An answer to it proves the request, not the appeal: it is no mail of an applicant."""
    paragraphs = texts.operator_request(
        draft.display_number,
        draft.name,
        regions()[draft.region],
        draft.questions,
        draft.due_at,
        draft.answers_himself,
        f"{stationery.public_url}/operator/{draft.link_token}",
    )
    return stationery.written(
        draft,
        operator_request_id(stationery.secret, draft.request_id, stationery.domain),
        Text(
            texts.operator_request_subject(draft.display_number),
            paragraphs,
            staff_texts.operator_signature(draft.display_number),
        ),
        # Not "All": a message that the letter did not arrive is welcome.
        [("X-Auto-Response-Suppress", "OOF, AutoReply")],
        back=operator_address(stationery.secret, draft.request_id, stationery.mailbox),
    )


def staff_notice(stationery: Stationery, draft: StaffNotice) -> Written:
    desk = stationery.public_url
    events = [
        texts.staff_event(
            n.reason, n.display_number, n.line, n.happened_at, f"{desk}/appeals/{n.number}"
        )
        for n in draft.notices
    ]
    return stationery.written(
        draft,
        f"n.{draft.letter_id.hex}@{stationery.domain}",
        Text(
            texts.staff_notice_subject(len(events) + draft.more, draft.display_number),
            texts.staff_notice(events, draft.more, desk),
            staff_texts.signature(),
        ),
        GENERATED,
        # Not back to an appeal: what comes is not from its applicant.
        back=stationery.mailbox,
    )
