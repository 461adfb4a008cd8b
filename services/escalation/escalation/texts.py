"""What staff read in Russian."""

from collections.abc import Sequence

from priemnaya.contracts.words import Line, ReplyTo

NO_TEXT = "Сообщение без текста"
NO_NAME = "Пользователь чат-бота"
SECOND_LETTER = "То же письмо поступило и на другой адрес: действует более ранний из двух сроков."
WRITTEN_AGAIN = (
    "Обращение открыто снова: заявитель написал ещё раз, срок отсчитан от нового сообщения."
)
ORIGINAL_TERM = "Решение не отвечать отменено: действует первоначальный срок."
# Author of what nobody of the staff wrote.
PROGRAM = "Приёмная"
CONTACT = "Контакт оператора"
NOBODY_TO_ASK = (
    "Письмо оператору не отправлено: в справочнике нет адреса контакта или действующего договора."
    " Ответ может подготовить сотрудник оператора, у которого есть учётная запись."
)
OPERATOR_UNREACHED = (
    "Почтовый сервер сообщил, что письмо оператору не доставлено или задерживается."
    " Проверьте адрес контакта в справочнике и напишите оператору ещё раз."
)
PARTLY_ANSWERED = "оператор ответил не на все вопросы"
DRAFT_READY = "Оператор подготовил проект ответа. Обращение возвращено на первую линию."

_LINES = {
    Line.DEPARTMENT: "на первую линию, в отдел по работе с региональной сетью",
    Line.OPERATOR: "на вторую линию, региональному оператору",
    Line.DEVELOPERS: "на третью линию, разработчикам платформы",
}


def handed_over(to: Line, region: str | None, reason: str) -> str:
    where = f"{_LINES[to]} ({region})" if to is Line.OPERATOR and region else _LINES[to]
    return f"Обращение передано {where}. Причина: {reason}"


def operator_asked(address: str) -> str:
    return (
        f"Вопросы отправлены контакту оператора на адрес {address}."
        " Ссылка из прежнего письма, если оно было, больше не действует."
    )


def letter_of_stranger(sender: str, text: str) -> str:
    return (
        f"В ответ на запрос оператору пришло письмо с другого адреса ({sender})."
        f" Ответом оно не считается.\n\n{text}"
    )


def letter_too_late(text: str) -> str:
    return (
        "Контакт оператора ответил письмом, когда ответа уже не ждали:"
        f" обращение передано дальше или ответ уже получен.\n\n{text}"
    )


def applicant(reply_to: ReplyTo, login: str | None) -> str:
    return reply_to.name or reply_to.address or login or NO_NAME


def asked(questions: Sequence[str], subject: str, text: str) -> list[str]:
    """What must be answered: the whole message where no questions were told apart in it."""
    return [q for q in questions if q.strip()] or [text.strip() or subject.strip() or NO_TEXT]
