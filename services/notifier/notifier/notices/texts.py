"""Every Russian text of the letters to operators' contacts and to staff."""

from collections.abc import Sequence
from datetime import datetime

from notifier.writing.wording import MOSCOW, day_in_words, numbered
from priemnaya.contracts.staff import Reason
from priemnaya.contracts.words import Line

_LINES = {
    Line.DEPARTMENT: "линия 1, отдел по работе с региональной сетью",
    Line.OPERATOR: "линия 2, региональный оператор",
    Line.DEVELOPERS: "линия 3, разработчики платформы",
}
_REASONS = {
    Reason.ASSIGNED: "Вам назначено обращение",
    Reason.CAME_TO_LINE: "На Вашу линию поступило обращение",
    Reason.REPLY_FAILED: "Не доставлен ответ на обращение",
    Reason.OPERATOR_UNREACHED: "Письмо оператору не доставлено, обращение",
}


def operator_request_subject(number: str) -> str:
    return f"Обращение № {number}: просим ответить на вопросы"


def operator_request(
    number: str,
    name: str | None,
    region: str,
    questions: Sequence[str],
    due_at: datetime,
    answers_himself: bool,
    link: str,
) -> list[str]:
    """Paragraphs. Of whoever wrote to us nothing but the questions."""
    return [
        f"Здравствуйте, {name}!" if name else "Здравствуйте!",
        f"Поступило обращение № {number}, для ответа на которое нужны сведения регионального"
        f" оператора ({region}). Пожалуйста, ответьте на {_these(questions)}:",
        numbered([" ".join(text.split()) for text in questions]),
        f"Ответ нужен не позднее {day_in_words(due_at)}.",
        f"Ответить можно на странице:\n{link}",
        "Входить в систему не нужно. Ссылка действует для одного ответа, поэтому, пожалуйста,"
        " не пересылайте её тем, кто не должен отвечать за оператора.",
        "Вы можете ответить и на это письмо: напишите ответ выше его текста.",
        "Ваш ответ будет отправлен заявителю от имени регионального оператора."
        if answers_himself
        else "Ваш ответ сначала прочитают сотрудники отдела, они и отправят его заявителю.",
    ]


def _these(questions: Sequence[str]) -> str:
    return "вопрос" if len(questions) == 1 else "вопросы"


def staff_notice_subject(count: int, first: str) -> str:
    """`first` is the number of the only appeal, or of the first one."""
    return f"Обращение № {first}" if count == 1 else f"Приёмная: новые события ({count})"


def staff_notice(events: Sequence[str], more: int, desk: str) -> list[str]:
    """Paragraphs: no name, no address and no word of an appeal."""
    rest = [f"И ещё событий: {more}. Откройте Приёмную:\n{desk}"] if more else []
    return [*events, *rest]


def staff_event(reason: Reason, number: str, line: Line, at: datetime, link: str) -> str:
    moment = at.astimezone(MOSCOW)
    return f"{_REASONS[reason]} № {number} ({_LINES[line]}), {moment:%d.%m.%Y в %H:%M}:\n{link}"
