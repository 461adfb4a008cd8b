import re
from collections.abc import Sequence

import pytest

from notifier.notices import texts
from notifier.writing import staff_texts
from tests.support.outgoing import DUE

LINK = "https://desk.example.org/operator/a"
NUMBER = "ББ-2020-000001"
QUESTIONS = ["Где пройдёт\nтест?", "  Когда?  "]
ASKED = texts.operator_request(
    NUMBER, "Анна", "Тульская область", QUESTIONS, DUE, answers_himself=False, link=LINK
)
LETTERS: Sequence[Sequence[str]] = [
    ASKED,
    texts.staff_notice(["Вам назначено обращение"], 3, LINK),
    [staff_texts.signature(), staff_texts.operator_signature(NUMBER)],
]


def test_an_operator_is_asked_each_question_by_its_number_and_told_the_day() -> None:
    text = "\n\n".join(ASKED)
    assert "1. Где пройдёт тест?\n2. Когда?" in text
    assert "не позднее 14 мая 2020 года" in text
    assert LINK in text
    assert "ответить и на это письмо" in text


@pytest.mark.parametrize("letter", LETTERS)
def test_no_letter_quotes_the_regulation(letter: Sequence[str]) -> None:
    assert not re.search(r"§|[Пп]оряд(ок|к)|регламент|пункт|п\. ?\d", "\n".join(letter))
