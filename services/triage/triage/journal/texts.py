"""What stands on cards and in the exported journal, in Russian."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from priemnaya.contracts.words import Line
from priemnaya.regulation.regions import regions

from .domain import shortened
from .schemas import Card, Correction, Document

ORGANISATION = (
    "Союз «Агентство развития профессиональных сообществ и рабочих кадров "
    "«Молодые профессионалы (Ворлдскиллс Россия)»"
)
SYSTEM = "Приёмная"
DOCUMENT_TYPE = "обращение"
TITLE = "Регистрационная карточка входящего документа"
JOURNAL = "Журнал входящих документов"
ANNOTATION = "Краткое содержание"
EMPTY = "—"
# Older ones stand in the electronic card.
SHOWN_CORRECTIONS = 3
SHOWN_OF_A_VALUE = 60

_LINES = {
    Line.DEPARTMENT: "первая линия, отдел по работе с региональной сетью",
    Line.OPERATOR: "вторая линия, региональный оператор",
    Line.DEVELOPERS: "третья линия, техническая поддержка разработчиков платформы",
}
_FIELDS = {
    "surname": "фамилия",
    "first_name": "имя",
    "subject": "тема",
    "annotation": "краткое содержание",
    "external_number": "номер во внешней СЭД",
    "external_date": "дата во внешней СЭД",
    "sheets": "количество листов",
}


class Row(NamedTuple):
    """A row of the printed card; `lines` is how many it may take, 0 all that are left."""

    label: str
    value: str
    lines: int


def day(value: date) -> str:
    return f"{value:%d.%m.%Y}"


def moment(value: datetime, zone: ZoneInfo) -> str:
    return f"{value.astimezone(zone):%d.%m.%Y %H:%M}"


def applicant(document: Document) -> str:
    """By surname and first name where a person entered them, else as the letter names him."""
    entered = " ".join(filter(None, (document.surname, document.first_name)))
    return entered or document.applicant or ""


def executor(document: Document) -> str:
    where = _LINES[document.line]
    if document.line is Line.OPERATOR and document.region:
        where += f" ({regions().get(document.region, document.region)})"
    return f"{where}; исполнитель: {document.assignee}" if document.assignee else where


def heading(card: Card) -> str:
    return f"№ {card.display_number} от {day(card.registered_on)}"


def rows(card: Card, zone: ZoneInfo) -> list[Row]:
    """The printed card, from top to bottom."""
    return [
        Row("Входящий номер", card.display_number, 1),
        Row("Дата регистрации", _registered(card), 1),
        Row("Номер и дата во внешней СЭД", _external(card), 2),
        Row("Способ доставки", delivery(card), 2),
        Row("Заявитель", applicant(card) or EMPTY, 2),
        Row("Адрес для ответа", card.address or EMPTY, 2),
        Row("Тема", card.subject or EMPTY, 3),
        Row(ANNOTATION, card.annotation or EMPTY, 0),
        Row("Листов / приложений", f"{card.sheets or EMPTY} / {card.attachments}", 1),
        Row("Срок ответа", _due(card, zone), 2),
        Row("Направлено по компетенции", executor(card), 3),
        Row("Номер обращения", card.appeal_display_number, 1),
        Row("Регистрацию подтвердил", _signature(card, zone), 5),
        Row("Исправления", _corrections(card.corrections, zone), 10),
    ]


def _registered(card: Card) -> str:
    given = " (номер и дата присвоены автоматически)" if card.assumed else ""
    return day(card.registered_on) + given


def _external(card: Card) -> str:
    known = [f"№ {card.external_number}"] if card.external_number else []
    known += [f"от {day(card.external_date)}"] if card.external_date else []
    return " ".join(known) or EMPTY


def delivery(card: Card) -> str:
    return f"электронная почта, {card.mailbox}" if card.mailbox else "электронная почта"


def _due(card: Card, zone: ZoneInfo) -> str:
    last = day(card.due_at.astimezone(zone))
    return f"{last} включительно (п. {card.due_clause} Порядка, версия {card.regulation_version})"


def _signature(card: Card, zone: ZoneInfo) -> str:
    signed = card.signature
    if signed is None:
        return "не подписано"
    name = shortened(signed.name, SHOWN_OF_A_VALUE)
    return f"{name}, {signed.post}, {moment(signed.at, zone)}"


def _corrections(made: list[Correction], zone: ZoneInfo) -> str:
    latest = [_correction(one, zone) for one in made[: -SHOWN_CORRECTIONS - 1 : -1]]
    if len(made) > SHOWN_CORRECTIONS:
        latest.append(f"Всего исправлений: {len(made)}")
    return "\n".join(latest) or EMPTY


def _correction(one: Correction, zone: ZoneInfo) -> str:
    because = shortened(one.because, SHOWN_OF_A_VALUE)
    changed = f"{_FIELDS[one.field]}: {_value(one.old)} → {_value(one.new)} ({because})"
    return f"{moment(one.at, zone)}, {one.name}: {changed}"


def _value(value: str | None) -> str:
    return f"«{shortened(value, SHOWN_OF_A_VALUE)}»" if value else EMPTY
