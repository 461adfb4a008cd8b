"""The regulation as data: which version applies, and what a wrong file says."""

import re
from datetime import UTC, date, datetime, time
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from priemnaya.contracts.words import Channel, Line, Outcome, QuestionKind
from priemnaya.regulation.datafile import RegulationError, parse
from priemnaya.regulation.load import Regulations, load
from priemnaya.regulation.provision import Provision
from tests.unit.regulation.policies import REGULATION

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


def test_clause_6_5_validity_ends_with_the_day_in_moscow() -> None:
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
        ("2020-12-15", "2020-13-15", "versions.0.valid_to: "),
        ("value: &technical_goes_to 1", "value: &technical_goes_to 5", "technical_goes_to.value"),
        ("unit: working_days, starts: reg", "unit: weeks, starts: reg", "review_term.value.unit"),
        ("      info: {name:", "      fax: {name:", "versions.0.channels.fax"),
        ("      info: {clause:", "      unknown: {clause:", "versions.0.terms.unknown"),
        ("      2: {name: Региональный оператор", "      2: {named: ", "versions.0.lines.2.name"),
        ("      obscenity:", "      obscene:", "versions.0.grounds.obscene"),
        ("outcome: not_considered", "outcome: refused", "grounds.private_mailbox.outcome"),
        ("by: person\n", "by: court\n", "grounds.protected_secret.proposed_by"),
        ("      not_considered: Не рассматривается\n", "", "outcomes: not_considered missing"),
        ("fields: [surname,", "fields: [patronymic,", "required_data.info.fields.0"),
        ("- {id: bot,", "- {id: info,", "routing: two rules bear the same id"),
        ("because: По п. 5.8 такие вопросы обрабатывает сам оператор.", "because: ''", "because"),
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


def test_an_assumption_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a because"):
        Provision(clause="4.3", assumed=True)


def test_every_ground_must_stand_in_the_file() -> None:
    start = FILE.index("      misdirected:")
    end = FILE.index("      private_mailbox:")
    assert "grounds: misdirected missing" in wrong(FILE[start:end], "")


def test_what_the_regulation_leaves_open_is_a_parameter_marked_as_assumed() -> None:
    parameters = REGULATION.parameters
    values = {name: getattr(parameters, name).value for name in type(parameters).model_fields}
    assert all(getattr(parameters, name).assumed for name in values)
    assert values == {
        "time_zone": ZoneInfo("Europe/Moscow"),
        "day_of_arrival_counts": False,
        "term_ends_at": time(23, 59, 59),
        "decree_days_count_as": "non_working",
        "internal_target_when_due_on_day_off": "working_day_before",
        "line3_hours_run_through_days_off": True,
        "review_term": parameters.review_term.value,
        "technical_goes_to": Line.DEPARTMENT,
        "operator_text_when_asked": "released_by_line_1",
        "operator_text_when_routed": "goes_out",
        "notify_of_refusal": False,
        "missing_data_asked_times": 1,
        "missing_data_awaited": parameters.missing_data_awaited.value,
        "earlier_appeals_considered": "closed",
        "continuation_of_closed": "reopen",
        "acknowledgements_per_address_in_24h": 5,
        "acknowledgements_per_hour": 20_000,
    }


def test_what_is_no_parameter_and_yet_assumed_is_marked_where_it_stands() -> None:
    assert REGULATION.valid_to_assumed
    assert REGULATION.terms[Channel.BOT].assumed
    assert not REGULATION.terms[Channel.BILET].assumed
    assert not REGULATION.terms[Channel.INFO].assumed
    assert REGULATION.line_terms[Line.DEVELOPERS].assumed
    assert REGULATION.journals["VH"].assumed


def test_clause_4_6_the_parameter_of_technical_questions_moves_their_routing() -> None:
    text = FILE.replace("&technical_goes_to 1", "&technical_goes_to 3")
    (changed,) = parse(text, "regulation.yaml", Regulations).versions
    moved = {
        channel: changed.route(channel, kind=QuestionKind.TECHNICAL).line for channel in Channel
    }
    assert moved == dict.fromkeys(Channel, Line.DEVELOPERS)
    assert changed.route(Channel.BOT).line is Line.DEPARTMENT


def test_channels_and_lines_have_their_official_names() -> None:
    assert {c: entry.address for c, entry in REGULATION.channels.items()} == {
        Channel.BILET: "bilet@worldskills.ru",
        Channel.INFO: "info@worldskills.ru",
        Channel.BOT: "bilet.worldskills.ru",
    }
    assert "региональной сетью" in REGULATION.lines[Line.DEPARTMENT].name
    assert all(re.search("[А-я]", entry.name) for entry in REGULATION.lines.values())


def test_the_four_refusals_have_titles_of_their_own() -> None:
    assert len(set(REGULATION.outcomes.values())) == len(Outcome)
    for rule in REGULATION.grounds.values():
        assert re.search("[А-я]", rule.title)


def test_clause_5_6_1_the_bot_asks_the_four_questions() -> None:
    questionnaire = load().versions[0].questionnaire
    assert questionnaire.keys == ("region", "role", "registered_email", "question_kind")
    assert questionnaire.clause == "5.6.1"
