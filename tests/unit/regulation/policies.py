"""The regulation of 2020, and what it would be with another parameter."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from priemnaya.regulation.load import load
from priemnaya.regulation.model import Regulation

REGULATION = load().at(date(2020, 10, 12))
MOSCOW = REGULATION.zone
# Seven years from 2020 on.
INSTANTS = st.integers(0, 7 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def with_parameter(name: str, value: Any) -> Regulation:
    parameter = getattr(REGULATION.parameters, name).model_copy(update={"value": value})
    parameters = REGULATION.parameters.model_copy(update={name: parameter})
    return REGULATION.model_copy(update={"parameters": parameters})


def moscow(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW)
