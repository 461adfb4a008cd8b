"""All versions of the regulation, and which of them applies when."""

from datetime import date
from functools import cache
from itertools import pairwise
from typing import Self

from pydantic import model_validator

from .calendar import production_calendar
from .datafile import RegulationError, Strict, read
from .model import Regulation


class Regulations(Strict):
    """The versions, one a period of validity."""

    versions: tuple[Regulation, ...]

    @model_validator(mode="after")
    def _follow_each_other(self) -> Self:
        if not self.versions:
            raise ValueError("no version stands here")
        ordered = sorted(self.versions, key=lambda r: r.valid_from)
        for earlier, later in pairwise(ordered):
            if later.valid_from <= earlier.valid_to:
                raise ValueError(f"{later.version} begins before {earlier.version} ends")
        if len({r.version for r in ordered}) < len(ordered):
            raise ValueError("two entries bear the same version")
        return self

    def at(self, when: date) -> Regulation:
        """The version that applies at an instant or on a day.

        Outside every validity the latest one that had begun goes on applying (the first one before
        all); `Regulation.in_force` tells.
        """
        begun = [r for r in self.versions if r.valid_from <= r.day_of(when)]
        if begun:
            return max(begun, key=lambda r: r.valid_from)
        return min(self.versions, key=lambda r: r.valid_from)

    def named(self, version: str) -> Regulation:
        """Raises `RegulationError` where there is no such version."""
        found = next((r for r in self.versions if r.version == version), None)
        if found is None:
            known = ", ".join(r.version for r in self.versions)
            raise RegulationError(f"there is no version {version}: known are {known}")
        return found


@cache
def load() -> Regulations:
    """Reads and checks everything, the calendar too. Raises `RegulationError`."""
    found = read("regulation.yaml", Regulations)
    for regulation in found.versions:
        production_calendar(regulation.parameters.decree_days_count_as.value)
    return found
