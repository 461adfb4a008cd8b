"""Letters that tell nothing new on a matter that was closed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from triage.checks import repeat
from triage.checks.finding import Finding, Ground
from triage.checks.submission import Earlier, Submission
from triage.text.text import Text

EXAMPLES: dict[str, list[list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "examples/repeat.yaml").read_text(encoding="utf-8")
)
LETTER = "Не приходит письмо для подтверждения почты, логин anna2007."


def checked(text: str, *earlier: str, **fields: Any) -> Finding | None:
    closed = tuple(Earlier(Text(one), f"BB-2020-{n:06}") for n, one in enumerate(earlier, 1))
    return repeat.check(Submission(Text(text), earlier=closed, **fields))


def new_parts(earlier: str, new: str) -> list[str]:
    return [new[start:end] for start, end in repeat.difference(Text(earlier), Text(new))]


@pytest.mark.parametrize(("earlier", "new"), EXAMPLES["repeats"])
def test_the_same_matter_in_the_same_or_other_words_is_a_repeat(earlier: str, new: str) -> None:
    found = checked(new, earlier)
    assert found
    assert found.ground is Ground.REPEAT


@pytest.mark.parametrize(("earlier", "new"), EXAMPLES["new"])
def test_anything_new_is_no_repeat(earlier: str, new: str) -> None:
    assert not checked(new, earlier)


def test_without_earlier_appeals_nothing_is_a_repeat() -> None:
    assert not checked(LETTER)


def test_the_earlier_appeal_with_the_least_novelty_is_linked() -> None:
    found = checked(LETTER, "Как сменить школу?", LETTER, f"{LETTER} Помогите.", "Спасибо!")
    assert found
    assert found.details == {"earlier": "BB-2020-000003", "novelty": "0.00"}


def test_an_earlier_appeal_without_a_number_is_linked_by_its_position() -> None:
    earlier = (Earlier(Text("Как сменить школу?")), Earlier(Text(LETTER)))
    found = repeat.check(Submission(Text(LETTER), earlier=earlier))
    assert found
    assert found.details["earlier"] == "2"


def test_only_the_last_of_many_earlier_appeals_are_compared() -> None:
    others = ["Как сменить школу?"] * repeat.MOST_EARLIER
    assert checked(LETTER, *others[:-1], LETTER)
    assert not checked(LETTER, LETTER, *others)


def test_a_copy_of_a_letter_that_said_so_already_is_a_repeat_though_not_solved() -> None:
    assert checked(f"До сих пор {LETTER}", f"До сих пор {LETTER}")
    assert not checked(f"До сих пор {LETTER}", LETTER)


def test_the_same_words_above_a_quotation_of_the_earlier_letter_are_a_repeat() -> None:
    assert checked(f"{LETTER}\n\n> {LETTER}\n> Мой номер 5.", LETTER)


def test_a_new_attachment_may_be_new() -> None:
    assert not checked(LETTER, LETTER, has_attachments=True)


def test_one_word_that_a_long_letter_had_is_too_little_for_a_repeat() -> None:
    assert not checked("Почта!", LETTER)


@pytest.mark.parametrize("new", ["", "Спасибо!", "👍", "Здравствуйте, прошу ответить."])
def test_a_letter_without_a_matter_repeats_none(new: str) -> None:
    assert not checked(new, LETTER)


def test_the_difference_shows_what_the_earlier_letter_did_not_have() -> None:
    assert new_parts(LETTER, f"{LETTER} Спам проверила, браузер Chrome.") == [
        "Спам проверила, браузер Chrome"
    ]


def test_the_difference_shows_a_denial_with_what_is_denied() -> None:
    assert new_parts("Пароль подходит.", "Пароль не подходит.") == ["не подходит"]


def test_the_difference_shows_that_the_matter_goes_on() -> None:
    assert new_parts("Тест не открывается.", "Снова тест не открывается.") == ["Снова"]


def test_the_difference_of_a_copy_is_empty() -> None:
    assert new_parts(LETTER, LETTER) == []


def test_a_new_address_is_shown_whole() -> None:
    new = "Прошу выслать сертификат на anna@example.ru"
    assert new_parts("Прошу выслать сертификат", new) == ["anna@example.ru"]
