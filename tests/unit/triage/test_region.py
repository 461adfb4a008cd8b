"""Which subject of the Federation a writer is in."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from priemnaya.regulation.regions import regions
from triage.checks.submission import Submission
from triage.classification.region import find_region_of
from triage.text.text import Text

EXAMPLES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "examples/region.yaml").read_text(encoding="utf-8")
)


def region(text: str, **fields: Any) -> str | None:
    return find_region_of(Submission(Text(text), **fields))[0]


@pytest.mark.parametrize(("text", "code"), EXAMPLES["named"])
def test_a_region_is_known_by_its_name_or_city_in_any_case_form(text: str, code: str) -> None:
    assert region(text) == code


@pytest.mark.parametrize(("text", "code"), EXAMPLES["several"])
def test_of_several_the_writers_own_wins_or_none(text: str, code: str | None) -> None:
    assert region(text) == code


@pytest.mark.parametrize("text", EXAMPLES["nowhere"])
def test_streets_persons_and_common_words_are_no_regions(text: str) -> None:
    assert region(text) is None


def test_what_the_bot_was_told_goes_before_the_text() -> None:
    assert region("Я из Казани.", region="69") == "69"


@pytest.mark.parametrize(
    ("sender", "code"),
    [
        ("school5@edu.tatar.ru", "16"),
        ("klass@s12.obr55.ru", "55"),
        ("otdel@mosreg.ru", "50"),
        ("mama@mail.ru", None),
        ("someone@notmosreg.ru", None),
        ("", None),
        (None, None),
    ],
)
def test_a_mail_domain_tells_the_region_where_the_text_does_not(
    sender: str | None, code: str | None
) -> None:
    assert region("Не открывается тест.", sender=sender) == code


def test_the_text_goes_before_the_mail_domain() -> None:
    assert region("Мы живём в Рязани.", sender="mama@tver.ru") == "62"
    assert region("Пробы в Казани или в Уфе?", sender="mama@tver.ru") is None


def test_an_operators_address_tells_his_region() -> None:
    assert region("Направляю список.", sender="op@example.ru", operator="62") == "62"


def test_the_subject_names_a_region_too() -> None:
    assert region("Когда пробы?", subject="Пробы в Рязани") == "62"


def test_the_name_of_every_subject_is_known_in_a_text() -> None:
    for code, name in regions().items():
        assert region(f"Регион: {name}") == code
