"""The regulation as data: which version applies, and what a wrong file says."""

from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

from priemnaya.contracts.words import Channel
from priemnaya.regulation.datafile import RegulationError, parse
from priemnaya.regulation.load import Regulations, load
from priemnaya.regulation.model import Provision

FILE = files("priemnaya.regulation").joinpath("regulation.yaml").read_text(encoding="utf-8")


def wrong(old: str, new: str) -> str:
    assert old in FILE
    with pytest.raises(RegulationError) as caught:
        parse(FILE.replace(old, new, 1), "regulation.yaml", Regulations)
    return str(caught.value)


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2020, 4, 29), False),
        (date(2020, 4, 30), True),
        (date(2020, 12, 15), True),
        (date(2020, 12, 16), False),
        (date(2026, 1, 1), False),
    ],
)
def test_the_version_of_2020_goes_on_applying_and_says_whether_it_is_in_force(
    day: date, in_force: bool
) -> None:
    regulation = load().at(day)
    assert (regulation.version, regulation.in_force(day)) == ("2020", in_force)


def test_validity_ends_with_the_day_in_moscow() -> None:
    regulation = load().at(date(2020, 12, 15))
    assert regulation.in_force(datetime(2020, 12, 15, 20, 59, 59, tzinfo=UTC))
    assert not regulation.in_force(datetime(2020, 12, 15, 21, tzinfo=UTC))


def test_between_two_versions_the_earlier_one_goes_on_applying() -> None:
    (first,) = load().versions
    second = first.model_copy(
        update={"version": "2022", "valid_from": date(2022, 1, 1), "valid_to": date(2022, 12, 31)}
    )
    both = Regulations(versions=(second, first))
    days = [
        date(2019, 1, 1),
        date(2020, 6, 1),
        date(2021, 6, 1),
        date(2022, 1, 1),
        date(2030, 1, 1),
    ]
    assert [both.at(day).version for day in days] == ["2020", "2020", "2020", "2022", "2022"]


def test_versions_that_overlap_are_refused() -> None:
    (first,) = load().versions
    second = first.model_copy(update={"version": "2", "valid_from": first.valid_to})
    with pytest.raises(ValueError, match="begins before"):
        Regulations(versions=(first, second))


def test_an_unknown_key_is_named_with_file_line_and_key() -> None:
    line = 1 + FILE[: FILE.index("valid_to_assumed")].count("\n")
    expected = f"regulation.yaml:{line}: versions.0.valid_to_assumd: Extra inputs"
    assert expected in wrong("valid_to_assumed", "valid_to_assumd")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("count: 3,", "count: 0,", "versions.0.terms.bilet.count"),
        ("line: 2", "line: 4", "versions.0.routing.0.line"),
        ('clause: "5.8"', "clause: 5.8", "versions.0.routing.0.clause"),
        ("Europe/Moscow", "Europe/Nowhere", "versions.0.parameters.time_zone.value"),
        ("value: reopen", "value: perhaps", "versions.0.parameters.continuation_of_closed.value"),
        ("2020-12-15", "2020-04-01", "valid_from is later than valid_to"),
        ("channels: [info]\n", "channels: [bot]\n", "journals: every channel"),
        ("when: {}", "when: {roles: [site]}", "routing: the last rule must fit always"),
        ("VH-{year}-{n:06}", "VH-{year}-", "journals.VH.number: String should match"),
        ('number: "BB-', 'number: "ББ-', "more than capitals, digits and hyphens"),
        ('version: "2020"', 'version: "1"\n    version: "2"', "version: stands here twice"),
        ("title: >-", "title: ]", "regulation.yaml:6:"),
    ],
)
def test_a_wrong_file_stops_the_start_and_says_where(old: str, new: str, named: str) -> None:
    said = wrong(old, new)
    assert named in said
    assert said.startswith("regulation.yaml:")


@pytest.mark.parametrize("text", ["", "versions: []", "- 1", "versions: 7"])
def test_a_file_without_a_version_is_refused(text: str) -> None:
    with pytest.raises(RegulationError):
        parse(text, "regulation.yaml", Regulations)


def test_every_assumption_says_why() -> None:
    (regulation,) = load().versions
    assert regulation.terms[Channel.BOT].assumed
    assert not regulation.terms[Channel.BILET].assumed
    groups = (regulation.terms, regulation.line_terms, regulation.journals)
    provisions: list[Provision] = [p for group in groups for p in group.values()]
    provisions += regulation.routing
    assert all(p.because for p in provisions if p.assumed)
    for name in type(regulation.parameters).model_fields:
        assert getattr(regulation.parameters, name).because


def test_the_bot_asks_the_four_questions() -> None:
    questionnaire = load().versions[0].questionnaire
    assert questionnaire.keys == ("region", "role", "registered_email", "question_kind")
    assert questionnaire.clause == "5.6.1"
