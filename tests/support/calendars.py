"""The production calendar as it may come to stand in another version of its file."""

from importlib.resources import files

from priemnaya.regulation.calendar import ProductionCalendar
from priemnaya.regulation.calendar_data import CalendarFile
from priemnaya.regulation.datafile import parse
from priemnaya.regulation.deadlines import calendar_of
from priemnaya.regulation.model import Regulation

FILE = files("priemnaya.regulation").joinpath("calendar.yaml").read_text(encoding="utf-8")
# 24 June 2020, the day of the parade.
DECREE = '  - {first: 2020-06-24, last: 2020-06-24, decree: "345", of: 2020-05-29}\n'
LATER = "2026-12-01"


def calendar_without_the_decree(regulation: Regulation, version: str = LATER) -> ProductionCalendar:
    """A version in which 24 June 2020 is a working day."""
    assert DECREE in FILE
    text = FILE.replace(DECREE, "").replace(calendar_of(regulation).version, version)
    counts = regulation.parameters.decree_days_count_as.value
    return ProductionCalendar(parse(text, "calendar.yaml", CalendarFile), counts)
