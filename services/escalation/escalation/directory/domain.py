"""When a region has an operator who may be asked."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Entry:
    """The operator of one region; both days of the contract's term are inclusive.

    A term without a first or a last day is open on that side. `contacts` are mail addresses that
    write in the operator's name (§5.7), normalised; the first is asked on line 2, where
    `contact_name` is how he is greeted.
    """

    operator: str | None
    contract_from: date | None
    contract_to: date | None
    contacts: tuple[str, ...] = ()
    contact_name: str | None = None

    def in_force(self, today: date) -> bool:
        begun = self.contract_from is None or self.contract_from <= today
        over = self.contract_to is not None and self.contract_to < today
        return self.operator is not None and begun and not over
