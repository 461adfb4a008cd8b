"""Letters that came to a staff member's own mailbox."""

import pytest

from triage.checks import private_mailbox
from triage.checks.private_mailbox import OFFICIAL
from triage.checks.submission import Submission
from triage.text.text import Text

BILET = "bilet@worldskills.ru"


def forwarded(to: str, *, by: str, sender: str = "mama@example.ru", note: str = "") -> Submission:
    text = (
        f"{note}\n\n-------- Пересылаемое сообщение --------\n"
        f"От кого: Мария Иванова <{sender}>\n"
        f"Кому: {to}\n"
        "Дата: 12 октября 2020, 10:15\n"
        "Тема: не приходит письмо\n\n"
        "Здравствуйте! Не приходит письмо с подтверждением."
    )
    return Submission(Text(text), mailbox=BILET, sender=by)


@pytest.mark.parametrize(
    "mailbox",
    [
        "ivanova@worldskills.ru",
        "Petr.Sidorov@mail.ru",
        "<a.kuznetsov@worldskills.ru>",
        "nina77@ya.ru",
    ],
)
def test_a_persons_mailbox_is_private(mailbox: str) -> None:
    found = private_mailbox.check(Submission(Text("Когда пробы?"), mailbox=mailbox))
    assert found is not None
    assert mailbox in found.because


@pytest.mark.parametrize(
    "mailbox",
    [
        *[BILET, "info@worldskills.ru", "BILET@WORLDSKILLS.RU", "bilet", "info", "bot", None],
        *["bilet@desk.example.ru", "support@worldskills.ru", "bilet+2020@worldskills.ru"],
    ],
)
def test_mailboxes_of_the_project_and_of_offices_are_not(mailbox: str | None) -> None:
    assert private_mailbox.check(Submission(Text("Когда пробы?"), mailbox=mailbox)) is None


@pytest.mark.parametrize(
    "to",
    [
        "ivanova@worldskills.ru",
        "Иванова Н. <n.ivanova@worldskills.ru>",
        "ivanova.private@mail.ru",
        "petrov@yandex.ru",
    ],
)
def test_what_staff_pass_on_from_their_own_mailbox_is_private(to: str) -> None:
    found = private_mailbox.check(forwarded(to, by="n.ivanova@worldskills.ru"))
    assert found is not None
    assert found.spans


@pytest.mark.parametrize("to", [BILET, "info@worldskills.ru", f"{BILET}, ivanova@worldskills.ru"])
def test_what_reached_an_official_address_too_is_not(to: str) -> None:
    assert private_mailbox.check(forwarded(to, by="n.ivanova@worldskills.ru")) is None


@pytest.mark.parametrize(
    "note",
    [
        "Коллеги, пишут мне на личную почту, пересылаю.",
        "Прислали на мой личный адрес, прошу зарегистрировать.",
        "Обратилась мама участника, написала мне лично. Перенаправляю.",
        "Пришло на мою личную почту от родителя.",
        "Поступило на личный ящик, передаю.",
    ],
)
def test_who_says_that_a_forwarded_letter_came_to_him_is_believed(note: str) -> None:
    letter = forwarded("n.private@mail.example.ru", by="n.private2@mail.example.ru", note=note)
    assert private_mailbox.check(letter)


@pytest.mark.parametrize(
    ("to", "by", "sender"),
    [
        ("ivanova@worldskills.ru", "mama@example.ru", "mama@example.ru"),
        (BILET, "mama@example.ru", "mama@example.ru"),
        ("mama@example.ru", "mama@example.ru", BILET),
        ("mama@example.ru", "mama@example.ru", "petrova@worldskills.ru"),
        ("school@example.ru", "teacher@example.ru", "mama@example.ru"),
    ],
)
def test_what_others_forward_of_their_own_correspondence_is_not(
    to: str, by: str, sender: str
) -> None:
    assert private_mailbox.check(forwarded(to, by=by, sender=sender)) is None


@pytest.mark.parametrize(
    "text",
    [
        "На мою личную почту не приходит письмо с подтверждением.",
        "Пришлите, пожалуйста, сертификат на мой личный адрес.",
        "Не открывается личный кабинет, пишу с почты мужа.",
        "Мне на личную почту прислали ссылку на вебинар, она не работает.",
        "Наставник написал мне лично, что проба отменена.",
        "",
    ],
)
def test_without_a_forwarded_letter_there_is_nothing_to_propose(text: str) -> None:
    assert private_mailbox.check(Submission(Text(text), mailbox=BILET, sender="a@b.ru")) is None


def test_a_reply_to_our_answer_is_not_private() -> None:
    text = (
        "Спасибо, но письмо так и не пришло.\n\n-----Original Message-----\n"
        "From: Петрова <petrova@worldskills.ru>\nTo: mama@example.ru\n"
        "Sent: Monday\nSubject: ответ\n\nПроверьте папку «Спам»."
    )
    assert (
        private_mailbox.check(Submission(Text(text), mailbox=BILET, sender="mama@example.ru"))
        is None
    )


def test_other_official_addresses_and_with_them_another_staff_domain_may_be_given() -> None:
    official = frozenset({"bilet@desk.example.ru"})
    letter = forwarded("olga@desk.example.ru", by="olga@desk.example.ru")
    assert private_mailbox.check(letter, official)
    assert (
        private_mailbox.check(forwarded(BILET, by="olga@desk.example.ru"), official | OFFICIAL)
        is None
    )
