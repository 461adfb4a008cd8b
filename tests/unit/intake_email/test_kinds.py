"""Who wrote a letter: a person, or which of the machines."""

import pytest

from intake_email.letters.kinds import Kind
from intake_email.letters.parse import Letter, parse

OWN = frozenset({"bilet@worldskills.ru"})
NOT_REACHED = "The mail could not be delivered.\n550 5.1.1 <a@example.net> unknown user"


def read(head: str, body: str = "x") -> Letter:
    return parse(f"{head}\nTo: bilet@worldskills.ru\n\n{body}".encode(), OWN, None)[0]


@pytest.mark.parametrize(
    "head",
    [
        "Subject: [Автоответ] Билет",
        "Subject: AUTO: Иванов И. И. отсутствует (возвращение 05.01.2021)",
        "Subject: AUTO: J. Smith is out of the office (returning 05/01/2021)",
        "Subject: В отпуске до 15 июля: Re: Ваше обращение\nIn-Reply-To: <x@y>",
        "Subject: Спасибо за письмо\nReturn-Path: <>\nPrecedence: bulk",
        "Subject: Re: Ваше обращение\nReturn-Path: <>",
    ],
)
def test_an_answering_machine_is_told_by_how_it_writes(head: str) -> None:
    assert read(f"From: a@b.ru\n{head}", "Отвечу позже.").kind is Kind.AUTO_REPLY


BOUNCE_INSIDE = (
    "--b\nContent-Type: text/plain\n\nПосмотрите, что мне пришло: письмо не было доставлено.\n"
    f"--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mx.example.org\n\n{NOT_REACHED}\n"
    "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.ru\n"
    "Action: failed\n--b--"
)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Subject: Автоответ не приходит", "Я писал дважды, автоответа нет."),
        ("Subject: Автоматическое сообщение пришло, а ответа нет", "Когда будет ответ?"),
        ("Subject: Автоответ — что это?", "Я писал дважды, автоответа нет."),
        ("Subject: Autoreply?", "Where is it?"),
        ("Subject: В отпуске", "Учитель в отпуске, билета нет."),
        ("Subject: Нет на месте: директор школы", "Третий день никого нет."),
        ("Subject: Отсутствие на рабочем месте", "Жалоба на куратора."),
        ("Subject: Отсутствие на рабочем месте врача", "Жалоба."),
        ("Subject: Авто: не работает", "Помогите."),
        ("Subject: Билет\nReturn-Path: <>\nAuto-Submitted: auto-forwarded", "Где мой билет?"),
        ("Subject: Delivery Status", "Where is my ticket? The parcel was not delivered."),
        ("Subject: Не доставлено письмо", "Моё письмо не было доставлено, 550 рублей пропали."),
        ("Subject: Не доставлено", f"Мне пришло вот что: {NOT_REACHED}. Что делать?"),
        ("Subject: Undelivered ticket", "My ticket was not delivered. I paid 450 roubles."),
        ("Subject: Вопрос", "Мне пришло:\n> Out of office: I am away until Monday\n\nЧто делать?"),
        (
            "Subject: Вопрос",
            "Здравствуйте!\n-- \nВы подписаны на группу «5А»\nОтписаться: https://b.ru/unsubscribe",
        ),
        (
            "Subject: Fwd: Undelivered Mail\nContent-Type: multipart/mixed; boundary=b",
            BOUNCE_INSIDE,
        ),
        (
            "Subject: Вопрос\nContent-Type: multipart/mixed; boundary=c",
            f"--c\n\n{NOT_REACHED}\n--c--",
        ),
        ("Subject: Mail delivery failed\nUser-Agent: Mail/1.0", NOT_REACHED),
    ],
)
def test_a_person_who_writes_of_machines_remains_a_person(head: str, body: str) -> None:
    assert read(f"From: Мама <mama@b.ru>\n{head}", body).kind is Kind.LETTER


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("From: a@b.ru\nSubject: Re: Билет", Kind.REPLY),
        ("From: a@b.ru\nSubject: На билет нет ответа", Kind.LETTER),
        ("From: a@b.ru\nSubject: Отв: Билет", Kind.REPLY),
        ("From: a@b.ru\nSubject: Билет\nIn-Reply-To: <x@y>", Kind.REPLY),
        ("From: a@b.ru\nSubject: Автоответ: Билет", Kind.AUTO_REPLY),
        ("From: a@b.ru\nSubject: Re: Автоответ: Билет", Kind.REPLY),
        ("From: a@b.ru\nReturn-Path: <>\nSubject: Automatic reply: x", Kind.AUTO_REPLY),
        ("From: a@b.ru\nX-MS-Exchange-Inbox-Rules-Loop: a@b.ru", Kind.AUTO_REPLY),
        ("From: a@b.ru\nX-Apple-Action: VACATION", Kind.AUTO_REPLY),
        ("From: Postmaster@b.ru\nSubject: DELIVERY FAILURE: User x not listed", Kind.BOUNCE),
        ("From: postmaster@b.ru\nSubject: Вопрос о билете", Kind.LETTER),
        ("From: a@b.ru\nSubject: Не доставлено письмо с билетом", Kind.LETTER),
        ("From: a@b.ru\nReturn-Path: <>\nSubject: Прочтено: Ответ", Kind.RECEIPT),
        ("From: a@b.ru\n" + "\n".join(["Received: by x"] * 101), Kind.LOOP),
    ],
)
def test_people_and_machines_are_told_apart(head: str, kind: Kind) -> None:
    assert read(head).kind is kind


CLASS = "From: Мама <mama@b.ru>\nList-Id: <5a.groups.b.ru>\nPrecedence: list"


def test_a_letter_to_us_that_also_passed_a_group_is_read_by_a_person() -> None:
    assert read(f"{CLASS}\nList-Post: <mailto:5a@groups.b.ru>").kind is Kind.LETTER


def test_what_a_group_or_a_newsletter_sends_round_is_a_list() -> None:
    assert read(CLASS).kind is Kind.LIST
    raw = f"{CLASS}\nList-Post: <mailto:5a@groups.b.ru>\nTo: 5a@groups.b.ru\n\nx"
    assert parse(raw.encode(), OWN, None)[0].kind is Kind.LIST


@pytest.mark.parametrize(
    ("head", "automated"),
    [
        ("From: a@b.ru", False),
        ("From: noreply@b.ru", True),
        ("From: a@b.ru\nX-Auto-Response-Suppress: OOF, AutoReply", True),
        ("From: a@b.ru\nX-Auto-Response-Suppress: DR, RN", False),
        ("From: a@b.ru\nList-Unsubscribe: <mailto:u@b.ru>", True),
    ],
)
def test_nobody_would_read_an_automatic_answer(head: str, automated: bool) -> None:
    assert read(head).automated is automated
