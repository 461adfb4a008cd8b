"""Whose letter it is: his names, never those of somebody he mentions."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from triage.checks.submission import Submission
from triage.classification.author import Author, find_author
from triage.text.text import Text

EXAMPLES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "examples/author.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("text", "surname", "first_name"), EXAMPLES["named"])
def test_the_writer_is_known_by_the_name_he_gives(
    text: str, surname: str | None, first_name: str | None
) -> None:
    author = find_author(Submission(Text(text)))
    assert (author.surname, author.first_name) == (surname, first_name)


@pytest.mark.parametrize("text", EXAMPLES["nobody"])
def test_a_third_person_is_not_the_author(text: str) -> None:
    author = find_author(Submission(Text(text)))
    assert (author.surname, author.first_name) == (None, None)


@pytest.mark.parametrize(("name", "surname", "first_name"), EXAMPLES["displayed"])
def test_a_display_name_counts_where_it_is_a_persons(
    name: str, surname: str | None, first_name: str | None
) -> None:
    author = find_author(Submission(Text("Не открывается тест."), sender_name=name))
    assert (author.surname, author.first_name) == (surname, first_name)


def test_a_further_source_adds_what_is_missing_of_the_same_person() -> None:
    submission = Submission(
        Text("Не открывается тест.\n\nС уважением, Ольга"), sender_name="Ольга Николаевна Белова"
    )
    assert find_author(submission) == Author("Белова", "Ольга", "Николаевна")


def test_parts_of_two_persons_are_not_mixed() -> None:
    submission = Submission(Text("Меня зовут Вася, мне 12."), sender_name="Ольга Белова")
    assert find_author(submission) == Author(None, "Вася", None)


def test_a_childs_name_in_a_form_is_not_that_of_the_parent_who_writes() -> None:
    form = "ФИО участника: Белов Вася\nКласс: 7\n"
    assert find_author(Submission(Text(form))).surname == "Белов"
    assert find_author(Submission(Text(f"{form}Мой сын не может войти."))).surname is None


@pytest.mark.parametrize(
    ("text", "patronymic"),
    [
        ("От Ивановой Марии Петровны\nПрошу удалить данные.", "Петровна"),
        ("От Соколова Льва Ильича\nПрошу удалить данные.", "Ильич"),
        ("ФИО: Мамедова Лейла Рашид кызы\nПрошу удалить данные.", "Рашид кызы"),
    ],
)
def test_the_patronymic_is_given_in_the_nominative(text: str, patronymic: str) -> None:
    assert find_author(Submission(Text(text))).patronymic == patronymic


def test_a_hostile_text_names_nobody() -> None:
    for text in ("от\n" * 3000, "я " * 9000, "ФИО: " * 3000, "\u202e" * 500):
        assert find_author(Submission(Text(text))) == Author()


@pytest.mark.parametrize(
    ("text", "surname", "first_name"),
    [
        ("олег ким 8б можно на пробу", "Ким", "Олег"),
        ("Учитель информатики Павлова Татьяна Львовна, школа 5. Где коды?", "Павлова", "Татьяна"),
        ("Где методичка? Громова Анна. Спасибо!", "Громова", "Анна"),
        ("Запишите меня, Орлову Инну, на вебинар.", "Орлова", "Инна"),
        ("Здравствуйте. Это снова Пётр Зайцев, письма нет.", "Зайцев", "Пётр"),
        ("когда запись? заранее спасибо айгуль", None, "Айгуль"),
        ("Зайцев Петя, ученик 7 класса, не может войти.", None, None),
        ("Ольга Игоревна, подскажите, где сертификат?", None, None),
    ],
)
def test_the_writer_names_himself_at_the_ends_of_a_text_without_lines(
    text: str, surname: str | None, first_name: str | None
) -> None:
    author = find_author(Submission(Text(text)))
    assert (author.surname, author.first_name) == (surname, first_name)


def test_marks_that_nobody_sees_do_not_keep_a_letter_from_being_read() -> None:
    letter = "Перезвоните м\u200bне, Ивановой Марии, как можно скорее."
    author = find_author(Submission(Text(letter)))
    assert (author.surname, author.first_name) == ("Иванова", "Мария")
