"""python -m triage check: reads messages as JSON lines and writes what the service would decide."""

from email.utils import parseaddr
from typing import Any

from pydantic import BaseModel, ConfigDict

from priemnaya.contracts.base import TEXT_LIMIT
from priemnaya.contracts.words import Channel
from priemnaya.regulation.model import Regulation

from .checks.submission import Earlier, Submission
from .classification.classify import facts_for_routing
from .examination import examine
from .text.text import Text


class Line(BaseModel):
    """One message. `mailbox` is an address, or one of bilet, info and bot; `earlier` are the texts
    of closed appeals of the same person."""

    model_config = ConfigDict(extra="ignore")

    id: Any = None
    text: str
    subject: str = ""
    sender: str | None = None
    mailbox: str = Channel.BILET
    earlier: tuple[str, ...] = ()

    def submission(self) -> Submission:
        name, address = parseaddr(self.sender) if self.sender else ("", "")
        return Submission(
            body=Text(self.text[:TEXT_LIMIT]),
            subject=self.subject,
            channel=_channel(self.mailbox),
            mailbox=None if _channel(self.mailbox) is Channel.BOT else self.mailbox,
            sender=None if self.sender is None else address,
            sender_name=name or None,
            earlier=tuple(Earlier(Text(text[:TEXT_LIMIT])) for text in self.earlier),
        )


def _channel(mailbox: str) -> Channel:
    """Mail to any other address is treated as mail of the programme."""
    name = mailbox.partition("@")[0].lower()
    return next((c for c in Channel if c == name), Channel.BILET)


def decide(line: Line, regulation: Regulation) -> dict[str, Any]:
    submission = line.submission()
    found = examine(submission, regulation)
    read = found.classification
    role, question_kind = facts_for_routing(read)
    # Which operators have a contract only the directory knows; here every region's counts.
    in_force = read.region is not None
    rule = regulation.route(submission.channel, role, question_kind, operator_in_force=in_force)
    return {
        "id": line.id,
        "language": found.language.language,
        "proposals": [one.data() for one in found.proposed],
        "questions": [question.text for question in found.questions],
        "kind": read.kind,
        "topic": read.topic,
        "role": read.role,
        "region": read.region,
        "line": int(rule.line),
        "because": {name: reason.text for name, reason in read.because.items()},
        "author": {"surname": found.author.surname, "first_name": found.author.first_name},
        "missing": list(found.missing),
        "alarms": [
            {
                "danger": alarm.danger,
                "confidence": alarm.confidence,
                "spans": [list(span) for span in alarm.spans],
                "because": alarm.because,
            }
            for alarm in found.alarms
        ],
        "truncated": len(line.text) > TEXT_LIMIT,
    }
