"""Who writes and from where, by a letter's opening, its sender's name and a writer's manner."""

import pytest

from priemnaya.contracts.words import ApplicantRole
from triage.checks.submission import Submission
from triage.classification.region import find_region_of
from triage.classification.role import find_role
from triage.text.text import Text

PARTICIPANT, PARENT = ApplicantRole.PARTICIPANT, ApplicantRole.PARENT
MENTOR, SITE = ApplicantRole.MENTOR, ApplicantRole.SITE
OPERATOR, OTHER = ApplicantRole.OPERATOR, ApplicantRole.OTHER

ROLES = [
    ("Валя, 8Б, хочу на робототехнику.", PARTICIPANT),
    ("Тамбов, 9 «Г». Когда откроют запись?", PARTICIPANT),
    ("запишите меня на пробу по кулинарии", PARTICIPANT),
    ("Дочь, 7 класс, не получила письмо.", PARENT),
    ("Двое моих учатся в разных школах, как их объединить?", PARENT),
    ("Опекун. Какие документы нужны для согласия?", PARENT),
    ("Учитель технологии. Можно ли зачесть пробу вне расписания?", MENTOR),
    ("Проводила вчера занятие, один участник ушёл раньше.", MENTOR),
    ("У меня 24 семиклассника, а в автобусе 20 мест.", MENTOR),
    ("Площадка готова открыть двери в субботу.", SITE),
    ("На нашей базе проходят пробы, нужны бланки.", SITE),
    ("Мастерская сварки, Липецк. Записали сорок человек вместо пятнадцати.", SITE),
    ("Оператор по Тверской области. Когда сдавать отчёт?", OPERATOR),
    ("Студент педагогического вуза, пишу курсовую о профориентации.", OTHER),
    ("Мы не являемся площадкой, но хотим прийти на открытие.", OTHER),
    ("Я пенсионер, увидел афишу у метро.", OTHER),
]
SENDERS = [
    ("Техникум «Заря»", SITE),
    ("Школа № 5", MENTOR),
    ("Региональный оператор", OPERATOR),
    ("Редакция «Вестника»", OTHER),
    ("Анна Петрова", None),
]
REGIONS = [
    ("Елец. Как сменить почту?", "48"),
    ("питер, не грузится тест", "78"),
    ("Здравствуйте! Грязи, районный дом творчества.", "48"),
    ("Пишет мама Оли (Москва), не пришёл сертификат.", "77"),
    ("Наша группа едет в псковский лицей.", "60"),
    ("Ангарский техникум просит продлить срок.", "38"),
    ("Можно ли прийти в краснодарский кванториум одному?", "23"),
    ("Комсомольский проспект закрыт, как проехать?", None),
    ("Самара. Семья уехала из Уфы ещё летом.", "63"),
    ("Я из Пензы. Бабушка живёт в Саратове, можно к ней на пробу?", "58"),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_a_writer_is_known_by_what_he_says_of_himself(text: str, role: ApplicantRole) -> None:
    assert find_role(Submission(Text(text)))[0] is role


@pytest.mark.parametrize(("name", "role"), SENDERS)
def test_an_office_is_known_by_its_name_in_the_from_field(
    name: str, role: ApplicantRole | None
) -> None:
    assert find_role(Submission(Text("Просим прислать бланки."), sender_name=name))[0] is role


@pytest.mark.parametrize(("text", "code"), REGIONS)
def test_a_place_counts_by_how_it_stands_in_the_text(text: str, code: str | None) -> None:
    assert find_region_of(Submission(Text(text)))[0] == code


def test_an_offices_town_in_the_from_field_counts_where_the_text_names_none() -> None:
    message = Submission(Text("Просим прислать бланки."), sender_name="Оператор, Вологда")
    assert find_region_of(message)[0] == "35"


def test_a_persons_name_in_the_from_field_is_no_place() -> None:
    message = Submission(Text("Просим прислать бланки."), sender_name="Владимир Орлов")
    assert find_region_of(message)[0] is None
