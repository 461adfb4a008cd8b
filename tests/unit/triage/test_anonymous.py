"""Letters that name nobody."""

import pytest

from priemnaya.contracts.words import Channel
from triage.checks import anonymous
from triage.checks.submission import Submission
from triage.text.text import Text

BILET, INFO = "bilet@worldskills.ru", "info@worldskills.ru"

WISHED = [
    "Хочу остаться анонимным. На площадке детей заставляют убирать мусор.",
    "Пишу анонимно: директор школы ставит отметки за участие в вашем проекте.",
    "Своё имя называть не буду, боюсь последствий для ребёнка. Оператор берёт деньги за запись.",
    "Анонимная жалоба на наставника.",
    "Сообщаю инкогнито: сертификаты раздают тем, кто не приходил.",
    "Фамилию не укажу, но знайте: отчёты о пробах липовые.",
    "Я не хочу называть себя, просто проверьте эту площадку.",
    "Подписываться не буду. Пробы у нас проводит охранник.",
    "Имени своего не назову. В колледже сломанные станки.",
    "Обращаюсь анонимно, так как работаю на этой площадке.",
    "Прошу принять анонимное сообщение о приписках.",
    "Не буду представляться, но вопрос важный: почему нет записи?",
    "Аноним\nПроверьте площадку на улице Мира",
    "Боюсь называть своё имя, сын там учится. Разберитесь с наставником.",
    "Прошу рассмотреть без указания моего имени. Руководитель площадки пьян на занятиях.",
    "Имя моё вам ни к чему, просто знайте, что пробы проводят для галочки",
    "не скажу кто я но на площадке бардак",
    "Анонимно сообщаю о нарушениях у оператора.",
    "Пожелала остаться неизвестной. Жалоба на колледж.",
    "Предпочту не представляться. Наставник грубит.",
    "Кто я - неважно. Проверьте договоры.",
    "Не подписываюсь, так как боюсь мести директора.",
]

NOT_WISHED = [
    "Можно ли пройти тест анонимно, без регистрации?",
    "Анкета анонимная или имя увидит школа?",
    "Не буду называть имя наставника, но он опоздал на час.",
    "Не могу указать своё имя в профиле, поле не активно.",
    "Не открывается тест.",
    "Имя ребёнка не сохраняется в кабинете.",
    "Результаты теста анонимны?",
    "Хочу остаться анонимной.\n\nС уважением, Петрова Анна Ивановна",
    "Не называйте, пожалуйста, нашу школу в новостях.",
    "",
    "Где сертификат?",
    "Система не сохраняет моё имя, что делать?",
    "Меня не назвали в списке победителей",
    "Имя и фамилию ребёнка указывать полностью?",
    "Не хочу указывать телефон, можно без него?",
    "Почему в сертификате не указано имя?",
    "Опрос был анонимным, а результаты увидели все",
    "Не буду писать отзыв, пока не ответите",
    "Наставник не назвал своего имени",
    "Мы не хотим называть виноватых, но просим разобраться",
    "Как скрыть свою фамилию в рейтинге?",
    "Не могу ввести фамилию с дефисом",
    "Наставник не представился и ушёл.",
]


def letter(text: str, **fields: object) -> Submission:
    values = {"mailbox": BILET, "sender": "reader@example.ru", **fields}
    return Submission(Text(text), **values)


@pytest.mark.parametrize("text", WISHED)
def test_who_says_that_he_will_not_give_his_name_is_anonymous(text: str) -> None:
    found = anonymous.check(letter(text))
    assert found is not None
    assert found.spans


@pytest.mark.parametrize("text", NOT_WISHED)
def test_no_wish_to_be_anonymous_is_read_into_other_words(text: str) -> None:
    assert anonymous.check(letter(text)) is None


@pytest.mark.parametrize(
    "sender", ["", "noreply@mail.example.ru", "no-reply@example.ru", "qwe12@guerrillamail.com"]
)
def test_at_bilet_a_letter_without_name_and_usable_address_is_anonymous(sender: str) -> None:
    assert anonymous.check(letter("Когда начнутся пробы?", sender=sender))


@pytest.mark.parametrize("sender", ["", "noreply@example.ru", "qwe12@guerrillamail.com"])
def test_at_bilet_a_name_or_an_address_is_enough(sender: str) -> None:
    named = letter("Когда начнутся пробы?\n\nЕгорова Инна", sender=sender)
    assert anonymous.check(named) is None
    assert (
        anonymous.check(letter("Когда пробы?", sender_name="Инна Егорова", sender=sender)) is None
    )


def test_at_bilet_an_unknown_sender_is_not_taken_for_a_nameless_one() -> None:
    assert anonymous.check(letter("Когда начнутся пробы?", sender=None)) is None


def test_at_info_a_letter_without_a_name_is_asked_for_one_first() -> None:
    assert anonymous.check(letter("Когда пробы?", channel=Channel.INFO, mailbox=INFO)) is None


@pytest.mark.parametrize("fields", [{"sender": ""}, {"text": "Не назову себя. Когда пробы?"}])
def test_at_info_who_can_not_be_asked_or_will_not_answer_is_anonymous(
    fields: dict[str, str],
) -> None:
    values = {"text": "Когда пробы?", **fields}
    assert anonymous.check(letter(channel=Channel.INFO, mailbox=INFO, **values))


def test_an_address_in_the_text_is_enough_to_be_asked() -> None:
    text = "Когда пробы? Ответ прошу на otvet.syuda@example.org"
    assert anonymous.check(letter(text, sender="noreply@example.ru")) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Меня зовут Оля. Когда пробы?"},
        {"text": "Когда пробы?", "sender_name": "Ольга Миронова"},
        {"text": "Когда пробы?\n\nС уважением, Миронова О. П."},
    ],
)
def test_at_info_any_part_of_a_name_is_enough_to_be_asked_for_the_rest(
    fields: dict[str, str],
) -> None:
    assert anonymous.check(letter(channel=Channel.INFO, mailbox=INFO, **fields)) is None


def test_a_dialog_of_the_bot_is_never_anonymous() -> None:
    dialog = Submission(Text("Пишу анонимно, площадка закрыта."), channel=Channel.BOT)
    assert anonymous.check(dialog) is None


def test_words_of_a_quoted_letter_are_not_the_writers_wish() -> None:
    text = "Ответьте, пожалуйста, на моё письмо.\n\n> Пишу анонимно, площадка закрыта."
    assert anonymous.check(letter(text)) is None
