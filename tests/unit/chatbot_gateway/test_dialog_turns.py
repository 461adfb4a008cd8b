"""What the bot understands, what it asks next, and when it hands over."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chatbot_gateway.dialogs import texts
from chatbot_gateway.dialogs.domain import Awaits, Dialog, Turn, admit, hear, open_dialog
from chatbot_gateway.platform.domain import User
from priemnaya.contracts.words import ApplicantRole, QuestionKind

KEYS = ("region", "role", "registered_email", "question_kind")
NOW = datetime(2020, 9, 1, 12, tzinfo=UTC)


def say(dialog: Dialog, *said: str) -> Turn:
    turn = Turn(dialog, ())
    for text in said:
        turn = hear(turn.dialog, text, KEYS, None)
    return turn


def answered(key: str, *said: str) -> Any:
    """The dialog's field after these answers to its question."""
    return getattr(say(Dialog(Awaits(key)), *said).dialog, key)


def understood(key: str, text: str) -> bool:
    return not say(Dialog(Awaits(key)), text).dialog.asked_again


def test_the_questions_come_in_the_order_of_the_regulation() -> None:
    turn = open_dialog(KEYS)
    seen = [turn.dialog.awaits]
    for text in ("Москва", "Родитель", "нет", "2"):
        turn = say(turn.dialog, text)
        seen.append(turn.dialog.awaits)
    assert seen == [*KEYS, "question"]
    reordered = open_dialog(("question_kind", "region"))
    assert reordered.dialog.awaits is Awaits.QUESTION_KIND


def test_only_the_question_itself_is_handed_over() -> None:
    turn = open_dialog(KEYS)
    handed = []
    for text in ("Москва", "Родитель", "нет", "2", "Как записаться?", "Спасибо"):
        turn = say(turn.dialog, text)
        handed.append(turn.hands_over)
    assert handed == [False] * 4 + [True, True]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Москва", "77"), ("г. Москва", "77"), ("МОСКВА", "77"), ("77", "77"), ("Масква", "77"),
        ("Татарстан", "16"), ("Орёл", None), ("Орловская обл.", "57"), ("Тверская", "69"),
        ("Челябинскя область", "74"), ("не знаю", None), ("80", "83"), ("1", "01"),
    ],
)  # fmt: skip
def test_a_region_is_known_by_name_code_or_with_a_slip(text: str, region: str | None) -> None:
    assert answered("region", text) == region


def test_what_may_be_two_regions_is_asked_again_with_both() -> None:
    turn = say(Dialog(Awaits.REGION), "новгород")
    assert turn.dialog.region is None
    assert turn.dialog.suggested == ("Новгородская область",)
    near = say(Dialog(Awaits.REGION), "томская облость")
    assert "Томская область" in near.dialog.suggested
    first = near.dialog.suggested[0]
    assert texts.options(Awaits.REGION, near.dialog.suggested)[0] == first
    picked = say(near.dialog, "1")
    assert (picked.dialog.region is not None, picked.dialog.suggested) == (True, ())


@pytest.mark.parametrize(
    ("text", "role", "login"),
    [
        ("Участник", ApplicantRole.PARTICIPANT, None),
        ("1", ApplicantRole.PARTICIPANT, None),
        ("2.", ApplicantRole.PARENT, None),
        ("учасник", ApplicantRole.PARTICIPANT, None),
        ("ученик 9 класса", ApplicantRole.PARTICIPANT, None),
        ("я мама участника", ApplicantRole.PARENT, None),
        ("Участник, ivanov77", ApplicantRole.PARTICIPANT, "ivanov77"),
        ("родитель (логин: mama@mail.ru)", ApplicantRole.PARENT, "mama@mail.ru"),
        ("наставник логин petrova", ApplicantRole.MENTOR, "petrova"),
        ("представитель площадки", ApplicantRole.SITE, None),
        ("Региональный оператор", ApplicantRole.OPERATOR, None),
        ("6", ApplicantRole.OTHER, None),
    ],
)
def test_a_role_may_bring_the_login_along(
    text: str, role: ApplicantRole, login: str | None
) -> None:
    dialog = say(Dialog(Awaits.ROLE), text).dialog
    assert (dialog.role, dialog.login, dialog.asked_again) == (role, login, False)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("petya@example.org", "petya@example.org"),
        ("моя почта <Petya.I@пример.рф>.", "Petya.I@пример.рф"),
        ("нет", None), ("Нет / не помню", None), ("1", None), ("не регистрировался пока", None),
        ("-", None),
    ],
)  # fmt: skip
def test_an_address_is_found_or_done_without(text: str, address: str | None) -> None:
    assert understood("registered_email", text)
    assert answered("registered_email", text) == address


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Технический", QuestionKind.TECHNICAL), ("2", QuestionKind.TECHNICAL),
        ("техничиский", QuestionKind.TECHNICAL), ("тех. вопрос", QuestionKind.TECHNICAL),
        ("1)", QuestionKind.INFORMATIONAL), ("информационый", QuestionKind.INFORMATIONAL),
    ],
)  # fmt: skip
def test_a_kind_is_known_by_word_or_number(text: str, kind: QuestionKind) -> None:
    assert answered("question_kind", text) == kind


@pytest.mark.parametrize(
    ("key", "settled"),
    [
        ("region", None), ("role", ApplicantRole.OTHER), ("registered_email", None),
        ("question_kind", None),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_asked_once_more_and_then_left_open(
    key: str, settled: object
) -> None:
    once = say(Dialog(Awaits(key)), "ъъъъъъ")
    assert (once.dialog.awaits, once.dialog.asked_again) == (key, True)
    assert once.says[0].asks == key
    twice = say(once.dialog, "ыыыыыы")
    assert (twice.dialog.awaits == key, twice.dialog.asked_again) == (False, False)
    assert getattr(twice.dialog, key) == settled


def test_a_long_text_as_an_answer_is_read_in_no_time() -> None:
    for key in KEYS:
        say(Dialog(Awaits(key)), "какие-то слова и ещё " * 200)


def test_starting_over_forgets_the_answers_but_not_what_was_handed_over() -> None:
    begun = say(open_dialog(KEYS).dialog, "Москва", "Участник").dialog
    again = say(begun, "Начать сначала!")
    assert again == open_dialog(KEYS)
    handed = say(begun, "нет", "технический", "Не могу войти").dialog
    after = say(handed, "начать сначала")
    assert (after.dialog, after.hands_over) == (handed, False)


def test_whom_the_platform_knows_the_bot_does_not_ask_for_the_role() -> None:
    user = User("petya", ApplicantRole.PARTICIPANT)
    dialog = open_dialog(KEYS, user).dialog
    assert say(dialog, "Москва").dialog.awaits is Awaits.REGISTERED_EMAIL
    again = say(dialog, "Москва", "заново").dialog
    assert (again.vouched_login, again.role) == ("petya", ApplicantRole.PARTICIPANT)
    unknown_role = open_dialog(KEYS, User("petya")).dialog
    assert say(unknown_role, "Москва").dialog.awaits is Awaits.ROLE


def test_a_minute_holds_so_many_messages() -> None:
    began, count = NOW, 0
    for second in range(30):
        admitted = admit(began, count, NOW + timedelta(seconds=second), most=30)
        assert isinstance(admitted, tuple)
        began, count = admitted
    assert admit(began, count, NOW + timedelta(seconds=50), 30) == timedelta(seconds=10)
    later = NOW + timedelta(seconds=60)
    assert admit(began, count, later, 30) == (later, 1)


def test_every_question_of_the_bot_has_its_words() -> None:
    for key in KEYS:
        assert texts.ask(key).text
        assert texts.ask_again(key, ()).text
        assert texts.options(key, ())
    assert not texts.options(Awaits.QUESTION, ())
