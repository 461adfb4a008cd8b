"""A case and members of staff, without a database."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from escalation.cases.domain import Case
from priemnaya.contracts.words import Channel, Line
from priemnaya.runtime.identity import Identity, Role

NOW = datetime(2020, 9, 1, 12, tzinfo=UTC)


def case(**changed: Any) -> Case:
    values: dict[str, Any] = {
        "id": uuid4(),
        "number": "BB-2020-000001",
        "display_number": "ББ-2020-000001",
        "channel": Channel.BILET,
        "clause": "4.3",
        "regulation_version": "2020",
        "region": "77",
        "line": Line.DEPARTMENT,
        "was_with_operator": False,
        "was_with_developers": False,
        "operator_answers": False,
        "state": "open",
        "opening": 1,
        "questions": 2,
        "assignee": None,
        "delivery_failure": None,
        "on_review": False,
        "calm": True,
        "due_at": NOW,
        "calendar_version": None,
        "counted_from": None,
        "term_channel": Channel.BILET,
        "line_due_at": None,
        "line_counted_from": None,
        "closed_at": None,
        "declined_at": None,
        "continued_at": None,
        "version": 1,
        "seq": 0,
        "review_seq": -1,
        "open_questions": 2,
        "final_approved": False,
    }
    return Case(**{**values, **changed})


def staff(role: Role, region: str | None = None) -> Identity:
    return Identity(id=uuid4(), login=str(role), name=str(role), role=role, region=region)
