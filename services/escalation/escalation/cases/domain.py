"""What a case is and what may be done with it: no database, no clock."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from priemnaya.contracts.words import Channel, Deadline, Line, TermOf
from priemnaya.regulation.model import OperatorText, Parameters
from priemnaya.runtime.identity import Identity, Role

OPEN, CLOSED, DECLINED = "open", "closed", "declined"
# Of a question whose place others have taken.
REPLACED = "replaced"

# Who answers, by line (§5.1).
WORKERS = {
    Line.DEPARTMENT: frozenset({Role.LINE1, Role.HEAD}),
    Line.OPERATOR: frozenset({Role.OPERATOR}),
    Line.DEVELOPERS: frozenset({Role.DEVELOPER}),
}
# The department also coordinates: it may call a case back from any line (§5.3).
COORDINATORS = WORKERS[Line.DEPARTMENT]
ANSWERERS = frozenset().union(*WORKERS.values())
NOTE_WRITERS = ANSWERERS | {Role.REGISTRAR}
# Everything passes through line 1 (§5.3-5.5).
HANDOVERS = frozenset(
    {
        (Line.DEPARTMENT, Line.OPERATOR),
        (Line.DEPARTMENT, Line.DEVELOPERS),
        (Line.OPERATOR, Line.DEPARTMENT),
        (Line.DEVELOPERS, Line.DEPARTMENT),
    }
)


class Action(StrEnum):
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    HANDOVER = "handover"
    REPLY = "reply"
    NOTE = "note"
    EDIT_QUESTIONS = "edit_questions"
    ACKNOWLEDGE_ALARM = "acknowledge_alarm"
    ASK_OPERATOR = "ask_operator"


class ReplyGoes(StrEnum):
    """Where a reply goes first."""

    OUT = "out"
    TO_LINE_1 = "to_line_1"


@dataclass(frozen=True)
class Move:
    """A term that ends on another day than before; both values are kept, and why."""

    term: TermOf
    old: Deadline
    new: Deadline
    why: str


@dataclass
class Case:
    """One appeal's state. Its methods keep it consistent; whoever calls them saves it."""

    id: UUID
    number: str
    display_number: str
    channel: Channel
    clause: str
    regulation_version: str
    region: str | None
    line: Line
    was_with_operator: bool
    was_with_developers: bool
    operator_answers: bool
    state: str
    opening: int
    questions: int
    assignee: UUID | None
    delivery_failure: str | None
    on_review: bool
    calm: bool
    due_at: datetime
    calendar_version: str | None
    counted_from: datetime | None
    term_channel: Channel | None
    line_due_at: datetime | None
    line_counted_from: datetime | None
    closed_at: datetime | None
    declined_at: datetime | None
    continued_at: datetime | None
    version: int
    seq: int
    review_seq: int
    open_questions: int = 0
    final_approved: bool = False
    moves: list[Move] = field(default_factory=list)

    @property
    def deadline(self) -> Deadline:
        return Deadline(
            due_at=self.due_at,
            clause=self.clause,
            regulation_version=self.regulation_version,
            calendar_version=self.calendar_version,
            counted_from=self.counted_from,
            channel=self.term_channel,
        )

    @property
    def waits_for_operator(self) -> bool:
        """Whether an answer of line 2 can be used now."""
        decided = self.state == OPEN and not self.on_review
        return decided and self.line is Line.OPERATOR and self.open_questions > 0

    def next_seq(self) -> int:
        self.seq += 1
        return self.seq

    def ask(self) -> int:
        """Adds an open question; its position."""
        if self.final_approved:
            self._begin_opening()
        self.questions += 1
        self.open_questions += 1
        return self.questions

    def hear_further(self, placed_at: datetime) -> bool:
        """Takes a further message of the applicant; whether that reopens the case.

        One that was placed here before the decision that the case stays without an answer changes
        nothing of that decision, whichever is heard first.
        """
        self.continued_at = max(placed_at, self.continued_at or placed_at)
        overtakes = self.declined_at is not None and placed_at > self.declined_at
        reopens = self.state == CLOSED or (self.state == DECLINED and overtakes)
        if reopens:
            self.state, self.closed_at = OPEN, None
            self._begin_opening()
        return reopens

    def _begin_opening(self) -> None:
        self.opening += 1
        self.final_approved = False

    def replace_questions(self, gone: int, new: int) -> range:
        """So many open questions give way to new ones, whose positions it returns."""
        self.open_questions += new - gone
        first = self.questions + 1
        self.questions += new
        return range(first, first + new)

    def answer(self, count: int) -> bool:
        """Answers that many open questions; whether none stays (§6.3)."""
        self.open_questions -= count
        self.final_approved = self.open_questions == 0
        self.delivery_failure = None
        return self.final_approved

    def close(self, now: datetime) -> None:
        self.state, self.closed_at = CLOSED, now

    def fail_delivery(self, reason: str) -> bool:
        """Puts the case before everybody of its line again; whether that reopens it.

        One that stays without an answer is not opened by it.
        """
        reopens = self.state == CLOSED
        if reopens:
            self.state, self.closed_at = OPEN, None
        self.opening += 1
        self.assignee, self.delivery_failure = None, reason
        return reopens

    def follows(self, seq: int) -> bool:
        """Whether this fact of a review is newer than the last one it followed; then it follows
        it."""
        newer = seq > self.review_seq
        self.review_seq = max(seq, self.review_seq)
        return newer

    def decline(self, at: datetime) -> bool:
        """It stays without an answer; whether it begins anew instead, for a later message.

        A case whose answers have all arrived stays as it is.
        """
        self.on_review = False
        if self.state == CLOSED:
            return False
        self.declined_at = at
        overtaken = self.continued_at is not None and self.continued_at > at
        self.state = OPEN if overtaken else DECLINED
        return overtaken

    def restore(self, original: Deadline) -> bool:
        """It is considered by its original term; whether that opens it.

        A decline leaves the term alone; only a later message gave it a new one.
        """
        self.on_review = False
        opens, was_declined = self.state == DECLINED, self.declined_at is not None
        self.declined_at = None
        if opens:
            self.state = OPEN
        elif was_declined and self.state == OPEN:
            self.bring_forward(original)
        return opens

    def bring_forward(self, deadline: Deadline) -> None:
        """Of two terms for the same matter the earlier one counts."""
        if deadline.due_at < self.due_at:
            self.set_deadline(deadline)

    def set_deadline(self, deadline: Deadline) -> None:
        self.due_at, self.clause = deadline.due_at, deadline.clause
        self.regulation_version = deadline.regulation_version
        self.calendar_version, self.counted_from = deadline.calendar_version, deadline.counted_from
        self.term_channel = deadline.channel

    def set_line_term(self, term: Deadline | None) -> None:
        """Null where the line has none of its own."""
        self.line_due_at = term.due_at if term else None
        self.line_counted_from = term.counted_from if term else None

    def pass_to(self, line: Line, region: str | None, term: Deadline | None) -> None:
        self.line, self.region, self.assignee = line, region, None
        self.was_with_operator |= line is Line.OPERATOR
        self.was_with_developers |= line is Line.DEVELOPERS
        # Only what the regulation itself sent there does the operator answer alone (§4.5, §5.8).
        self.operator_answers = False
        self.set_line_term(term)


def works_on(who: Identity, case: Case) -> bool:
    """Row policies already keep a regional operator to the cases of his region."""
    return who.role in WORKERS[case.line]


def actions(who: Identity, case: Case) -> list[Action]:
    """What this member of staff may do with the case now."""
    works, coordinates = works_on(who, case), who.role in COORDINATORS
    holds = case.assignee is not None and (case.assignee == who.id or who.role is Role.HEAD)
    allowed = {
        Action.CLAIM: works and case.assignee != who.id,
        Action.RELEASE: holds and (works or coordinates),
        Action.ASSIGN: works or who.role is Role.HEAD,
        Action.HANDOVER: works or coordinates,
        Action.REPLY: works and case.open_questions > 0 and not case.on_review,
        Action.EDIT_QUESTIONS: coordinates,
        Action.ASK_OPERATOR: coordinates and case.waits_for_operator,
    }
    in_any_state = {
        Action.NOTE: who.role in NOTE_WRITERS,
        Action.ACKNOWLEDGE_ALARM: coordinates and not case.calm,
    }
    found = [action for action, may in allowed.items() if may and case.state == OPEN]
    return found + [action for action, may in in_any_state.items() if may]


def may_take(colleague: Identity, case: Case) -> bool:
    fits = case.line is not Line.OPERATOR or colleague.region == case.region
    return fits and colleague.role in WORKERS[case.line]


def reply_goes(who: Identity, case: Case, parameters: Parameters) -> ReplyGoes:
    """An operator's text may be a draft that line 1 releases (§4.5, §5.8)."""
    routed, asked = parameters.operator_text_when_routed, parameters.operator_text_when_asked
    rule = routed if case.operator_answers else asked
    released = who.role is Role.OPERATOR and rule.value is OperatorText.RELEASED_BY_LINE_1
    return ReplyGoes.TO_LINE_1 if released else ReplyGoes.OUT
