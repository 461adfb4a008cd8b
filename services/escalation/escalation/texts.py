"""What staff read in Russian."""

from collections.abc import Sequence

from priemnaya.contracts.words import Line, ReplyTo

NO_TEXT = "Сообщение без текста"
NO_NAME = "Пользователь чат-бота"
DRAFT_READY = "Оператор подготовил проект ответа. Обращение возвращено на первую линию."

_LINES = {
    Line.DEPARTMENT: "на первую линию, в отдел по работе с региональной сетью",
    Line.OPERATOR: "на вторую линию, региональному оператору",
    Line.DEVELOPERS: "на третью линию, разработчикам платформы",
}


def handed_over(to: Line, region: str | None, reason: str) -> str:
    where = f"{_LINES[to]} ({region})" if to is Line.OPERATOR and region else _LINES[to]
    return f"Обращение передано {where}. Причина: {reason}"


def applicant(reply_to: ReplyTo, login: str | None) -> str:
    return reply_to.name or reply_to.address or login or NO_NAME


def asked(questions: Sequence[str], subject: str, text: str) -> list[str]:
    """What must be answered: the whole message where no questions were told apart in it."""
    return [q for q in questions if q.strip()] or [text.strip() or subject.strip() or NO_TEXT]
