"""What of a Russian reply is new, by the program it was written in and by the way people answer."""

from email.message import EmailMessage

import pytest

from intake_email.letters.parse import Letter, parse

OFFICE = "Приёмная <info@example.org>"
QUOTED = "> Ваше обращение зарегистрировано.\n> Уточните, пожалуйста, номер школы."
PLAIN = "Ваше обращение зарегистрировано.\nУточните, пожалуйста, номер школы."


def _letter(text: str, subject: str = "Re: Ваше обращение", subtype: str = "plain") -> Letter:
    message = EmailMessage()
    message["From"] = "Анна <anna@example.com>"
    message["To"] = "info@example.org"
    message["Subject"] = subject
    message.set_content(text, subtype=subtype)
    return parse(message.as_bytes(), frozenset(), None)[0]


def _reply(text: str, subject: str = "Re: Ваше обращение", subtype: str = "plain") -> str:
    return " ".join(_letter(text, subject, subtype).reply_text.split())


@pytest.mark.parametrize(
    ("new", "rest"),
    [
        ("Школа № 5.", f"Среда, 16 сентября 2020, 9:05 +03:00 от {OFFICE}:\n{QUOTED}"),
        ("школа 5 г тверь", f"--\nОтправлено из Mail.ru для Android\nсреда, 16 сентября 2020г., "
         f"09:05 +03:00 от {OFFICE}:\n\n{QUOTED}"),
        ("Номер школы 5", "Отправлено из мобильной Почты Mail.ru"),
        ("Добрый день! Школа 5.", f'16.09.2020, 09:05, "Приёмная" <info@example.org>:\n{QUOTED}'),
        ("Пятая.", '----------------\nКому: anna@example.com (anna@example.com);\n'
         'Тема: Ваше обращение;\n16.09.2020, 09:05, "Приёмная" <info@example.org>:\n' + QUOTED),
        ("Пятая.", 'Кому: "Анна" <anna@example.com>;\nТема: Ваше обращение;\n09:05, 16 сентября '
         '2020 г., "Приёмная" <info@example.org>:\n\n--\nОтправлено из мобильного приложения '
         "Яндекс Почты"),
        ("Школа 5", f"-- \nОтправлено из мобильного приложения Яндекс.Почты\n\n{QUOTED}"),
        ("Школа 5, Тверь.", f"ср, 16 сент. 2020 г. в 09:05, {OFFICE}:\n\n{QUOTED}"),
        ("спс", f"ср, 16 сент. 2020 г., 09:05 {OFFICE}:\n\n{QUOTED}"),
        ("А когда ответят?", f"Отправлено с iPhone\n\n> 16 сент. 2020 г., в 09:05, {OFFICE} "
         f"написал(а):\n> \n{QUOTED}"),
        ("А когда ответят?", f"Отправлено с моего iPhone\n\n16 сент. 2020 г., в 9:05, {OFFICE} "
         f"написал(а):\n\n{PLAIN}"),
        ("Школа № 5", f"16.09.2020 9:05, Приёмная пишет:\n{QUOTED}"),
        ("Школа № 5", f"16 сентября 2020 г. 9:05:05 GMT+03:00, {OFFICE} пишет:\n{QUOTED}"),
        ("Школа № 5.", "С уважением,\nАнна Петрова\n\n________________________________\n"
         f"От: {OFFICE}\nОтправлено: 16 сентября 2020 г. 9:05\nКому: Анна\n"
         f"Тема: Ваше обращение\n\n{PLAIN}"),
        ("Школа № 5.", "Получить Outlook для Android\n________________________________\n"
         f"From: {OFFICE}\nSent: Wednesday, September 16, 2020 9:05:12 AM\nTo: Анна\n"
         f"Subject: Ваше обращение\n\n{PLAIN}"),
        ("Школа № 5.", "Скачать Outlook для iOS"),
        ("Школа № 5.", f"-----Исходное сообщение-----\nОт: {OFFICE}\nДата: 16.09.2020\n\n{PLAIN}"),
        ("Школа № 5.", "-------- Исходное сообщение --------\nОт: Приёмная <info@example.org>\n"
         f"Дата: 16.09.20 09:05 (GMT+03:00)\nКому: Анна\nТема: Ваше обращение\n\n{PLAIN}"),
        ("Я учусь в пятой школе", f"Отправлено со смартфона Samsung Galaxy.\n\n{QUOTED}"),
        ("Я учусь в пятой школе", "Отправлено с моего смартфона HUAWEI"),
        ("Школа 5.", "С ув., Анна"),
        ("Школа 5.", "С уважением, Анна Петрова\nтел. +7 900 000-00-00"),
        ("Школа 5.", "-- \nС уважением,\nАнна                          mailto:anna@example.com"),
        ("Школа 5.", "Настоящее сообщение и вложения конфиденциальны\nи предназначены адресату."),
        ("Школа 5.", f"Родители писали:\n{QUOTED}"),
    ],
)  # fmt: skip
def test_only_what_was_written_now_is_new(new: str, rest: str) -> None:
    assert _reply(f"{new}\n\n{rest}\n") == new


def test_the_bat_quotes_with_initials_below_a_greeting() -> None:
    reply = _reply(
        "Здравствуйте, Приёмная.\n\nВы писали 16 сентября 2020 г., 9:05:05:\n\n"
        "П> Уточните номер школы.\n\nШкола № 5.\n\n-- \nС уважением,\n Анна\n"
    )
    assert "Здравствуйте, Приёмная." in reply
    assert reply.endswith("Школа № 5.")


def test_answers_between_quoted_lines_are_all_new() -> None:
    reply = _reply(
        f"16.09.2020 9:05, {OFFICE} пишет:\n> Номер школы?\nПятая.\n> Какой класс?\n7 «Б»\n"
    )
    assert "Пятая." in reply
    assert "7 «Б»" in reply
    assert "пишет" not in reply


def test_an_answer_below_the_quotation_is_new() -> None:
    assert _reply(f"ср, 16 сент. 2020 г. в 09:05, {OFFICE}:\n{QUOTED}\n\nПятая.") == "Пятая."


@pytest.mark.parametrize(
    ("subject", "below"),
    [
        ("Fwd: Отказ", f"Среда, 16 сентября 2020, 9:05 +03:00 от {OFFICE}:\n{QUOTED}"),
        ("Пересл.: Отказ", f"От: {OFFICE}\nОтправлено: 16 сентября 2020 г.\nКому: Анна\n"
         f"Тема: Отказ\n\n{PLAIN}"),
        ("Отказ", f"-------- Пересылаемое сообщение --------\nОт: {OFFICE}\n\n{PLAIN}"),
    ],
)  # fmt: skip
def test_a_letter_handed_on_with_a_comment_stays_whole(subject: str, below: str) -> None:
    reply = _reply(f"Посмотрите, что мне ответили.\n\n{below}\n", subject)
    assert reply.startswith("Посмотрите, что мне ответили.")
    assert "зарегистрировано" in reply


@pytest.mark.parametrize(
    "text",
    [
        "Вчера директор написал:\nвсё решено. Но ничего не решено!",
        "Прошу ответить до 01.10.2020:\n1. Когда откроют школу?\n2. Кто виноват?",
        "С уважением отношусь к вам, но ответ мне не подходит.\nПочему закрыли кружок?",
        "Отправлено с опозданием, простите.\nКогда начнутся уроки?",
        "Кому: не знаю\nТема: школа\nПочему у нас нет столовой?",
        "Мама писала вам 14.09.2020, но ответа нет.\n\nКогда ждать?",
        "Вопросы:\n- когда ремонт?\n- кто отвечает?\n\nСпасибо\nАнна, 7 класс",
    ],
)
def test_nothing_of_the_writers_own_is_cut(text: str) -> None:
    assert _reply(text, "Обращение") == " ".join(text.split())


def test_an_indented_list_without_an_attribution_is_the_writers_own() -> None:
    html = (
        "<div>Прошу ответить к 01.10.2020:<blockquote>когда ремонт?</blockquote>"
        "С уважением, Анна</div>"
    )
    assert "когда ремонт?" in _reply(html, "Обращение", "html")


def test_an_unmarked_block_below_an_attribution_is_quoted() -> None:
    html = (
        '<div>Пятая.</div><div>16.09.2020, 09:05, "Приёмная" &lt;info@example.org&gt;:</div>'
        "<blockquote><div>Уточните номер школы.</div></blockquote>"
    )
    assert _reply(html, subtype="html") == "Пятая."


def test_words_that_are_wrongly_labelled_as_base64_are_read_as_they_stand() -> None:
    raw = (
        "From: anna@example.com\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: base64\n\nКогда откроют нашу школу?\nАнна, седьмой класс\n"
    )
    letter, _ = parse(raw.encode(), frozenset(), None)
    assert letter.text == "Когда откроют нашу школу?\nАнна, седьмой класс"
