"""Clauses that one text shows; the others have their tests where the work is done."""

import pytest

from priemnaya.contracts.words import AppealKind, ApplicantRole, Channel, Line, QuestionKind
from priemnaya.regulation.load import load
from tools.regulation_page import CLAUSES, named_after_clauses, rules_by_clause
from triage.checks import language, private_mailbox
from triage.checks.submission import Submission
from triage.classification.classify import classify
from triage.text.text import Text

REGULATION = load().versions[-1]


def read(text: str, sender: str | None = None) -> Submission:
    return Submission(Text(text), sender=sender)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Предлагаю добавить в каталог профессию кинолога.", AppealKind.PROPOSAL),
        ("Прошу исправить дату рождения моего сына в профиле.", AppealKind.APPLICATION),
        ("Жалуюсь на организаторов: занятие отменили без предупреждения!", AppealKind.COMPLAINT),
        ("Когда начнётся запись на занятия?", AppealKind.INFORMATION_REQUEST),
    ],
)
def test_clause_1_1_every_kind_of_appeal_is_told_apart(text: str, kind: AppealKind) -> None:
    assert classify(read(text)).kind is kind


def test_clause_1_4_russian_in_latin_letters_is_russian_still() -> None:
    assert language.check(read("Zdravstvuyte, ne mogu voyti v lichnyy kabinet")) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Я учусь в 8 классе. Где мой сертификат?", ApplicantRole.PARTICIPANT),
        ("Мой сын не может войти в личный кабинет.", ApplicantRole.PARENT),
        ("Я педагог-навигатор, мои ученики не видят теста.", ApplicantRole.MENTOR),
        ("Наша площадка готова принять школьников.", ApplicantRole.SITE),
    ],
)
def test_clause_2_6_an_applicant_is_known_by_what_he_says_of_himself(
    text: str, role: ApplicantRole
) -> None:
    assert classify(read(text)).role is role


def test_clause_5_4_a_technical_question_is_first_answered_with_instructions() -> None:
    for channel in (Channel.BILET, Channel.BOT):
        rule = REGULATION.route(channel, None, QuestionKind.TECHNICAL)
        assert (rule.line, rule.clause) == (Line.DEPARTMENT, "5.4")


def test_clause_6_2_a_letter_sent_to_a_private_mailbox_is_proposed_as_such() -> None:
    text = (
        "Коллеги, прислали мне на почту.\n\n"
        "-------- Пересылаемое сообщение --------\n"
        "От: Мария Петрова <m.petrova@example.ru>\n"
        "Кому: i.sidorova@worldskills.ru\n"
        "Тема: Сертификат\n\n"
        "Здравствуйте! Где получить сертификат участника?"
    )
    found = private_mailbox.check(read(text, sender="i.sidorova@worldskills.ru"))
    assert found is not None
    assert found.ground == "private_mailbox"


def test_every_clause_of_the_table_and_of_the_file_has_a_test_named_after_it() -> None:
    assert (
        sorted((CLAUSES.keys() | rules_by_clause(REGULATION)) - named_after_clauses().keys()) == []
    )
