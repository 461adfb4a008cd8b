"""The subjects of the Federation and how people write them."""

import pytest

from priemnaya.regulation.regions import find_region, regions


def test_there_were_85_subjects_in_2020() -> None:
    assert len(regions()) == 85
    assert regions()["77"] == "Москва"


def test_every_subject_is_found_by_code_and_by_name_in_any_case() -> None:
    for code, name in regions().items():
        assert find_region(code) == code
        assert find_region(name) == code
        assert find_region(f"  {name.upper()} ") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("г. Москва", "77"),
        ("московская обл.", "50"),
        ("Питер", "78"),
        ("респ. Татарстан", "16"),
        ("Республика Саха Якутия", "14"),
        ("ХМАО — Югра", "86"),
        ("Ямало-Ненецкий АО", "89"),
        ("Еврейская АО", "79"),
        ("тверская", "69"),
        ("Северная Осетия – Алания", "15"),
        ("Чувашская республика", "21"),
        ("Кузбасс", "42"),
    ],
)
def test_usual_ways_to_write_are_understood(text: str, code: str) -> None:
    assert find_region(text) == code


@pytest.mark.parametrize("text", ["", " ", "7", "00", "Москва и МО", "Атлантида", "\x00", "🙂"])
def test_what_names_no_subject_finds_none(text: str) -> None:
    assert find_region(text) is None
