"""Letters that name nobody."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from priemnaya.contracts.words import Channel
from triage.checks import anonymous
from triage.checks.submission import Submission
from triage.text.text import Text

BILET, INFO = "bilet@worldskills.ru", "info@worldskills.ru"

EXAMPLES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "examples/anonymous.yaml").read_text(encoding="utf-8")
)


def letter(text: str, **fields: Any) -> Submission:
    values: dict[str, Any] = {"mailbox": BILET, "sender": "reader@example.ru", **fields}
    return Submission(Text(text), **values)


@pytest.mark.parametrize("text", EXAMPLES["wished"])
def test_who_says_that_he_will_not_give_his_name_is_anonymous(text: str) -> None:
    found = anonymous.check(letter(text))
    assert found is not None
    assert found.spans


@pytest.mark.parametrize("text", EXAMPLES["not_wished"])
def test_no_wish_to_be_anonymous_is_read_into_other_words(text: str) -> None:
    assert anonymous.check(letter(text)) is None


@pytest.mark.parametrize(
    "sender", ["", "noreply@mail.example.ru", "no-reply@example.ru", "qwe12@guerrillamail.com"]
)
def test_at_bilet_a_letter_without_name_and_usable_address_is_anonymous(sender: str) -> None:
    assert anonymous.check(letter("Когда начнутся пробы?", sender=sender))


@pytest.mark.parametrize("sender", ["", "noreply@example.ru", "qwe12@guerrillamail.com"])
def test_at_bilet_a_name_or_an_address_is_enough(sender: str) -> None:
    named = letter("Когда начнутся пробы?\n\nЕгорова Инна", sender=sender)
    assert anonymous.check(named) is None
    assert (
        anonymous.check(letter("Когда пробы?", sender_name="Инна Егорова", sender=sender)) is None
    )


def test_at_bilet_an_unknown_sender_is_not_taken_for_a_nameless_one() -> None:
    assert anonymous.check(letter("Когда начнутся пробы?", sender=None)) is None


def test_at_info_a_letter_without_a_name_is_asked_for_one_first() -> None:
    assert anonymous.check(letter("Когда пробы?", channel=Channel.INFO, mailbox=INFO)) is None


@pytest.mark.parametrize("fields", [{"sender": ""}, {"text": "Не назову себя. Когда пробы?"}])
def test_at_info_who_can_not_be_asked_or_will_not_answer_is_anonymous(
    fields: dict[str, str],
) -> None:
    values: dict[str, Any] = {"text": "Когда пробы?", **fields}
    assert anonymous.check(letter(channel=Channel.INFO, mailbox=INFO, **values))


def test_an_address_in_the_text_is_enough_to_be_asked() -> None:
    text = "Когда пробы? Ответ прошу на otvet.syuda@example.org"
    assert anonymous.check(letter(text, sender="noreply@example.ru")) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Меня зовут Оля. Когда пробы?"},
        {"text": "Когда пробы?", "sender_name": "Ольга Миронова"},
        {"text": "Когда пробы?\n\nС уважением, Миронова О. П."},
    ],
)
def test_at_info_any_part_of_a_name_is_enough_to_be_asked_for_the_rest(
    fields: dict[str, str],
) -> None:
    assert anonymous.check(letter(channel=Channel.INFO, mailbox=INFO, **fields)) is None


def test_a_dialog_of_the_bot_is_never_anonymous() -> None:
    dialog = Submission(Text("Пишу анонимно, площадка закрыта."), channel=Channel.BOT)
    assert anonymous.check(dialog) is None


def test_words_of_a_quoted_letter_are_not_the_writers_wish() -> None:
    text = "Ответьте, пожалуйста, на моё письмо.\n\n> Пишу анонимно, площадка закрыта."
    assert anonymous.check(letter(text)) is None
