"""What of a text is new, what is quoted and what is a signature."""

import time

import pytest

from intake_email.letters.quotes.cut import divide

NEW = "Спасибо, понятно!"

ATTRIBUTIONS = [
    "Понедельник, 14 сентября 2020, 12:30 +03:00 от Отдел <info@example.org>:",
    '14.09.2020, 12:30, "Отдел" <info@example.org>:',
    "14 сент. 2020 г., в 12:30, Отдел <info@example.org> написал(а):",
    "пн, 14 сент. 2020 г. в 12:30, Отдел <info@example.org>:",
    "14.09.2020 12:30, Отдел пишет:",
    "пн, 14 сент. 2020 г. в 12:30, Очень длинное название отдела <\ninfo@example.org> написал:",
    "On Mon, Sep 14, 2020 at 12:30 PM Office\n<info@example.org> wrote:",
    "On 14.09.2020 12:30, Office wrote:",
    "Le 14 sept. 2020 à 12:30, Office <info@example.org> a écrit :",
    "Am 14.09.2020 um 12:30 schrieb Office <info@example.org>:",
    "El lun, 14 sept 2020 a las 12:30, Office (<info@example.org>) escribió:",
    "Il giorno lun 14 set 2020 alle ore 12:30 Office <info@example.org> ha scritto:",
    "W dniu 14.09.2020 o 12:30, Office pisze:",
    "Op ma 14 sep. 2020 om 12:30 schreef Office <info@example.org>:",
    "Em seg., 14 de set. de 2020 às 12:30, Office <info@example.org> escreveu:",
    "пн, 14 вер. 2020 р. о 12:30 Office <info@example.org> пише:",
    "---- On Mon, 14 Sep 2020 12:30:00 +0300 Office <info@example.org> wrote ----",
    "2020年9月14日(月) 12:30 Office <info@example.org>:",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("quoted", ["> Ваше обращение\n> получено", "Ваше обращение\nполучено"])
def test_an_attribution_ends_what_is_new(attribution: str, quoted: str) -> None:
    assert divide(f"{NEW}\n\n{attribution}\n\n{quoted}\n").new == NEW


HEADERS = [
    "От: Отдел [mailto:info@example.org]\nОтправлено: 14 сентября 2020 г. 12:30\n"
    "Кому: Анна\nТема: Ответ",
    "-----Исходное сообщение-----\nОт: Отдел\nТема: Ответ",
    "________________________________\nFrom: Office\nSent: Monday, September 14, 2020 12:30 PM\n"
    "To: Anna\nSubject: Answer",
    "*Von:* Office\n*Gesendet:* Montag, 14. September 2020\n*An:* Anna\n*Betreff:* Antwort",
    "-----Original Message-----\nFrom: Office",
    "##- Please type your reply above this line -##",
]


@pytest.mark.parametrize("headers", HEADERS)
def test_the_head_of_an_earlier_letter_ends_what_is_new(headers: str) -> None:
    assert divide(f"{NEW}\n\n{headers}\n\nВаше обращение получено\n").new == NEW


@pytest.mark.parametrize(
    "mark",
    [
        "-------- Пересылаемое сообщение --------",
        "-------- Перенаправленное сообщение --------",
        "---------- Forwarded message ---------",
        "Начало переадресованного сообщения:",
    ],
)
def test_a_letter_that_is_handed_on_is_content(mark: str) -> None:
    text = f"Прошу разобраться.\n\n{mark}\nОт: Анна <a@b.ru>\nДата: 14.09.2020\n\nНе пришёл билет"
    assert divide(text).new == text


def test_outlook_hands_on_with_nothing_but_the_subject_to_say_so() -> None:
    text = "См. ниже.\n\nОт: Анна\nОтправлено: 14 сентября 2020 г.\nТема: Билет\n\nНе пришёл билет"
    assert divide(text, "FW: Билет").new == text
    assert divide(text, "Re: Билет").new == "См. ниже."


def test_answers_between_the_quoted_lines_stay_with_their_context() -> None:
    text = "> Ваш класс?\nСедьмой\n> Ваш регион?\nТверская область"
    assert divide(f"14.09.2020 12:30, Отдел пишет:\n{text}").new.endswith("Тверская область")
    assert (
        divide(f"Отвечаю:\n\n14.09.2020 12:30, Отдел пишет:\n{text}").new == f"Отвечаю:\n\n{text}"
    )


def test_an_answer_below_the_quotation_stands_alone() -> None:
    assert divide("14.09.2020 12:30, Отдел пишет:\n> Ваш класс?\n\nСедьмой").new == "Седьмой"


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nАнна Иванова\nшкола № 5",
        "С уважением,\nАнна Иванова",
        "С уважением, Анна Иванова\nтел. 123-45-67",
        "Отправлено с iPhone",
        "Отправлено из мобильного приложения Яндекс.Почты",
        "Отправлено из Почты Mail.ru для Android",
        "Sent from my Galaxy S10",
        "Get Outlook for iOS",
        "Mit freundlichen Grüßen\nAnna",
        "\nНастоящее сообщение содержит конфиденциальную информацию и предназначено адресату.",
    ],
)
def test_a_signature_is_kept_apart(signature: str) -> None:
    division = divide(f"{NEW}\n{signature}")
    assert division.new == NEW
    assert division.signature == signature.strip()


@pytest.mark.parametrize(
    "text",
    [
        "> только цитата",
        "С уважением,\nАнна",
        "Он сказал:\nприходите 14.09.2020",
        "С уважением отношусь к организаторам,\nно билет не пришёл.",
        "Я узнала об этом так:\n14.09.2020 мне позвонили.\nЧто делать?",
        "Вот письмо:\n\nТема: билет\nКласс: 7",
        "С уважением,\nАнна\n\nP.S. Ответьте до пятницы.",
        "Sent from my desk, this is faster than calling.",
        "Пункты:\n----\n1. Билет\n2. Профиль\n\nЧто из этого верно?",
    ],
)
def test_what_only_looks_like_a_quotation_or_signature_stays(text: str) -> None:
    assert divide(text).new == text


@pytest.mark.parametrize(
    "line", ["> " * 50, "On ", "a" * 300 + ":", "От: x\n", " \t" * 100, "-" * 99]
)
def test_thousands_of_lines_take_no_time(line: str) -> None:
    started = time.process_time()
    divide(f"{line}\n" * 4_900)
    assert time.process_time() - started < 10
