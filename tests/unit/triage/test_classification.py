"""What a message is: its kind, topic and writer."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from priemnaya.contracts.words import AppealKind, ApplicantRole, QuestionKind
from triage.checks.submission import Submission
from triage.classification.classify import Classification, classify, facts_for_routing
from triage.classification.topic import Topic
from triage.text.text import Text

COMPLAINT, QUESTION = AppealKind.COMPLAINT, AppealKind.INFORMATION_REQUEST

EXAMPLES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "examples/classification.yaml").read_text(encoding="utf-8")
)


def classified(text: str, **fields: Any) -> Classification:
    return classify(Submission(Text(text), **fields))


@pytest.mark.parametrize(("text", "kind", "topic", "role"), EXAMPLES["told"])
def test_kind_topic_and_role_are_read_from_the_words(
    text: str, kind: AppealKind, topic: Topic, role: ApplicantRole | None
) -> None:
    found = classified(text)
    assert (found.kind, found.topic) == (kind, topic)
    assert role in (None, found.role)


@pytest.mark.parametrize("text", EXAMPLES["role_untold"])
def test_who_does_not_tell_who_he_is_has_no_role(text: str) -> None:
    assert classified(text).role is None


def test_each_reason_says_what_was_decided_and_shows_it_in_the_text() -> None:
    text = "Мой сын живёт в Твери. Не открывается тест, это безобразие!"
    found = classified(text)
    shown = {
        name: [text[span.start : span.end] for span in reason.spans]
        for name, reason in found.because.items()
    }
    assert shown == {
        "kind": ["безобразие"],
        "topic": ["Не открывается тест"],
        "role": ["Мой сын"],
        "region": ["Твери"],
    }
    assert found.because["topic"].text == "тема «техническая»: слово «не открывается тест»"
    assert found.because["region"].text.startswith("регион «Тверская область»")


def test_what_the_bot_was_told_goes_before_the_text() -> None:
    found = classified(
        "Мой сын из Казани не понял условия.", role=ApplicantRole.MENTOR, region="69"
    )
    assert (found.role, found.region) == (ApplicantRole.MENTOR, "69")
    assert "чат-бот" in found.because["role"].text


def test_the_kind_of_question_told_to_the_bot_decides_where_the_text_is_not_clear() -> None:
    told = QuestionKind.TECHNICAL
    assert classified("Когда это будет?", question_kind=told).topic is Topic.TECHNICAL
    assert classified("Не открывается тест.", question_kind=told).topic_confidence >= 0.9


def test_a_very_clear_text_outweighs_the_kind_told_to_the_bot_and_the_reason_says_so() -> None:
    text = "Не открывается тест, сайт выдаёт ошибку 500, не могу войти в личный кабинет."
    found = classified(text, question_kind=QuestionKind.INFORMATIONAL)
    assert found.topic is Topic.TECHNICAL
    assert "указано иное" in found.because["topic"].text


def test_the_subject_counts_and_has_no_place_in_the_body() -> None:
    found = classified("Помогите, пожалуйста.", subject="Не приходит письмо с кодом")
    assert found.topic is Topic.TECHNICAL
    assert found.because["topic"].spans == ()


def test_quoted_words_decide_nothing() -> None:
    found = classified("Когда начнутся пробы?\n\n> Жалуюсь: не открывается тест, мой сын плачет.")
    assert (found.kind, found.topic, found.role) == (QUESTION, Topic.ORGANISATIONAL, None)


def test_what_is_denied_is_not_meant() -> None:
    assert classified("Я не жалуюсь, просто спрашиваю, где площадка.").kind is QUESTION


def test_an_appeal_that_names_itself_is_what_it_says() -> None:
    assert classified("Когда починят?", subject="Жалоба").kind is COMPLAINT
    assert classified("ЗАЯВЛЕНИЕ\nХочу участвовать.").kind is AppealKind.APPLICATION
    assert classified("Где взять бланк заявления?").kind is QUESTION


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Не открывается тест.", QuestionKind.TECHNICAL),
        ("Когда начнутся пробы?", QuestionKind.INFORMATIONAL),
    ],
)
def test_routing_gets_the_role_and_the_topic_in_its_own_words(
    text: str, kind: QuestionKind
) -> None:
    found = classified(f"{text} Я педагог-навигатор.")
    assert facts_for_routing(found) == (ApplicantRole.MENTOR, kind)


def test_a_known_contact_of_an_operator_writes_as_the_operator() -> None:
    found = classified("Я педагог-навигатор, когда начнутся пробы?", operator="77")
    assert found.role is ApplicantRole.OPERATOR
    assert "с его адреса" in found.because["role"].text


def test_in_a_letter_that_an_operator_passes_on_its_own_writer_counts() -> None:
    passed_on = (
        "Коллеги, пересылаю.\n\n-------- Пересылаемое сообщение --------\n"
        "От: Анна <anna@example.org>\nТема: Пробы\nДата: 12 октября 2020\n\n"
        "Я мама участницы. Когда начнутся пробы?"
    )
    assert classified(passed_on, operator="77").role is ApplicantRole.PARENT


@pytest.mark.parametrize(
    "text", ["", " \n\t", "?!?!", "🙂🙂🙂", "\u200b\u202e", "не " * 5000, "a" * 9000]
)
def test_any_text_is_classified(text: str) -> None:
    found = classified(text)
    assert found.kind is QUESTION
    assert 0.5 <= found.topic_confidence <= 1
    assert set(found.because) == {"kind", "topic", "role", "region"}
