"""An appeal cut into the questions that need an answer each."""

import re
from pathlib import Path

import pytest
import yaml

from triage.checks.submission import Submission
from triage.questions import MOST_QUESTIONS, questions
from triage.text.text import Text
from triage.texts import WITHOUT_WORDS

EXAMPLES: list[list[str]] = yaml.safe_load(
    (Path(__file__).parent / "examples/questions.yaml").read_text(encoding="utf-8")
)


def asked(text: str, subject: str = "") -> list[str]:
    return [question.text for question in questions(Submission(Text(text), subject))]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[0][:40])
def test_each_thing_that_needs_its_own_answer_is_one_question(example: list[str]) -> None:
    text, *expected = example
    assert [words(question) for question in asked(text)] == [words(one) for one in expected]


def test_the_text_of_a_question_stands_in_its_span() -> None:
    text = "Добрый день! Как войти? Где расписание? Спасибо."
    found = questions(Submission(Text(text)))
    assert [text[question.span.start : question.span.end] for question in found] == [
        "Как войти?",
        "Где расписание?",
    ]


def test_marks_of_a_list_belong_to_no_question() -> None:
    assert asked("1. Как войти?\n2) Где тест?\nа) Когда пробы?\n- Кто ведёт?") == [
        "Как войти?",
        "Где тест?",
        "Когда пробы?",
        "Кто ведёт?",
    ]


def test_dates_and_numbers_are_no_marks_of_a_list() -> None:
    assert asked("Можно ли прийти 1.12.2020 в школу № 2) вместо 5.12?") == [
        "Можно ли прийти 1.12.2020 в школу № 2) вместо 5.12?"
    ]


def test_a_line_that_the_mail_program_broke_stays_one_question() -> None:
    text = "Подскажите, пожалуйста, можно ли ученику восьмого класса\nучаствовать в пробах?"
    assert asked(text) == [text]


def test_a_quotation_and_a_signature_hold_no_questions() -> None:
    text = (
        "> Как войти?\nГде взять код?\n\nС уважением,\nАнна\nкак со мной связаться: 8 900 000-00-00"
    )
    assert asked(text) == ["Где взять код?"]


def test_details_of_a_request_stay_with_it() -> None:
    text = "Прошу внести изменения:\n- фамилия: Сидорова;\n- класс: 9 «Б»"
    assert asked(text) == [text]


def test_a_fault_and_a_question_about_something_else_are_two() -> None:
    assert asked("Не приходит письмо с кодом.\n\nКогда начнётся тестирование?") == [
        "Не приходит письмо с кодом.",
        "Когда начнётся тестирование?",
    ]


def test_a_fault_and_a_question_about_it_are_one() -> None:
    assert asked("Не приходит письмо с кодом. Можно ли войти без него?") == [
        "Можно ли войти без него?"
    ]


def test_what_a_program_asks_is_no_question() -> None:
    assert asked("На странице написано «Забыли пароль?». Прошу прислать новый пароль.") == [
        "Прошу прислать новый пароль."
    ]


def test_what_others_told_the_writer_to_do_is_no_request() -> None:
    assert asked("В школе сказали: зарегистрируйтесь сами. Где это сделать?") == [
        "Где это сделать?"
    ]


def test_a_text_that_asks_nothing_is_one_question_without_the_greeting() -> None:
    assert asked("Здравствуйте! Мы школа из Тулы. Спасибо!") == ["Мы школа из Тулы."]


def test_a_text_of_courtesies_gives_way_to_a_subject_that_asks() -> None:
    assert asked("Заранее спасибо!", subject="Как войти в кабинет?") == ["Как войти в кабинет?"]
    assert asked("Заранее спасибо!", subject="Привет") == ["Заранее спасибо!"]


@pytest.mark.parametrize("text", ["", "   \n", "> Как войти?"])
def test_without_a_text_of_its_own_the_subject_is_the_question(text: str) -> None:
    assert asked(text, subject="Сертификат") == ["Сертификат"]
    assert asked(text) == [WITHOUT_WORDS]


def test_beyond_the_most_questions_the_rest_goes_into_the_last() -> None:
    found = asked("Как войти? " * 200)
    assert len(found) == MOST_QUESTIONS
    assert found[0] == "Как войти?"
    assert found[-1].count("Как войти?") == 200 - MOST_QUESTIONS + 1


@pytest.mark.parametrize(
    "piece", ["?!", "1) ", "«", '"', "(", "как войти, где тест, ", "как войти и где тест и ", "не "]
)
def test_hostile_texts_are_cut_like_any_other(piece: str) -> None:
    assert 1 <= len(asked(piece * (90_000 // len(piece)))) <= MOST_QUESTIONS


def test_ten_thousand_questions_are_cut_like_any_other() -> None:
    assert len(asked("1. Как войти?\n" * 10_000)) == MOST_QUESTIONS


def test_data_beside_a_call_for_help_are_no_question() -> None:
    text = "Не приходит письмо с кодом. Помогите.\nЛогин: ivanov\nТелефон: 8 900 000-00-00"
    assert asked(text) == ["Не приходит письмо с кодом. Помогите."]


def test_cutting_twice_gives_the_same() -> None:
    text = "Тест завис. Не приходит письмо. Прошу помочь."
    assert asked(text) == asked(text)
