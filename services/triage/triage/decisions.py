"""Everything that registers one message, decided before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from priemnaya.contracts.words import ApplicantRole, Deadline, MissingData, QuestionKind
from priemnaya.regulation.model import Regulation, RoutingRule
from priemnaya.runtime.tx import Tx

from . import domain, store
from .acknowledgements.actions import promise
from .classification.classify import facts_for_routing
from .domain import Number, Placement
from .examination import Examination
from .reviews.actions import holds_acknowledgement


@dataclass(frozen=True)
class Decision:
    """`promised`: within the caps an acknowledgement is sent, at once or after the review that
    holds it back. `role`, `region` and `question_kind` are what the applicant told, or else what
    the text shows."""

    placement: Placement
    number: Number
    found: Examination
    role: ApplicantRole | None
    region: str | None
    question_kind: QuestionKind
    operator_in_force: bool
    rule: RoutingRule
    deadline: Deadline
    promised: bool
    held_back: bool
    in_force: bool
    may_ask_for_data: bool

    @property
    def acknowledge(self) -> bool:
        return self.promised and not self.held_back

    @property
    def asks_for_data(self) -> bool:
        """Not where a person looks first, and never beyond the caps of what is sent by itself."""
        missing = self.found.missing
        possible = self.acknowledge and MissingData.REPLY_ADDRESS not in missing
        return bool(missing) and self.may_ask_for_data and possible and not self.found.proposals


async def decide(
    tx: Tx,
    regulation: Regulation,
    opened: Sequence[Placement],
    numbers: Mapping[UUID, Number],
    read: Mapping[UUID, Examination],
) -> list[Decision]:
    regions = {region for found in read.values() if (region := found.classification.region)}
    operators = await store.operators(tx, regions)
    today = regulation.day_of(tx.now)
    serving = {region for region, operator in operators.items() if operator.in_force(today)}
    promised = await promise(tx, regulation, [p.message for p in opened])
    return [
        _decision(tx, regulation, p, numbers, read[p.message.aggregate_id], serving, promised)
        for p in opened
    ]


def _decision(
    tx: Tx,
    regulation: Regulation,
    placement: Placement,
    numbers: Mapping[UUID, Number],
    found: Examination,
    serving: set[str],
    promised: frozenset[UUID],
) -> Decision:
    message = placement.message
    role, question_kind = facts_for_routing(found.classification)
    region = found.classification.region
    rule = regulation.route(
        message.channel, role, question_kind, operator_in_force=region in serving
    )
    return Decision(
        placement=placement,
        number=numbers[message.aggregate_id],
        found=found,
        role=role,
        region=region,
        question_kind=question_kind,
        operator_in_force=region in serving,
        rule=rule,
        deadline=domain.due(regulation, message, tx.now),
        promised=message.aggregate_id in promised,
        held_back=holds_acknowledgement(regulation, found.proposed),
        in_force=regulation.in_force(tx.now),
        may_ask_for_data=regulation.parameters.missing_data_asked_times.value > 0,
    )
