"""Every Russian text that applicants read in letters, the answers of staff aside."""

from collections.abc import Collection

from priemnaya.contracts.words import MissingData

from .wording import DEPARTMENT, GREETING, in_list

SENDER_NAME = "«Билет в будущее»"

_GREETINGS = ("здравствуй", "добрый ", "доброе ", "доброго ", "уважаем", "приветству")
_MISSING = {
    MissingData.SURNAME: "фамилию",
    MissingData.FIRST_NAME: "имя",
    MissingData.REPLY_ADDRESS: "адрес электронной почты для ответа",
    MissingData.SUBJECT: "тему обращения",
    MissingData.REASON: "суть (причину) обращения",
}


def signature(number: str) -> str:
    """Under what a person wrote."""
    return f"{DEPARTMENT}\n\nНомер Вашего обращения: {number}"


def automatic_signature() -> str:
    return f"{DEPARTMENT}\n\nПисьмо сформировано автоматически."


def acknowledgement_subject(number: str) -> str:
    return f"Ваше обращение № {number} зарегистрировано"


def acknowledgement(number: str, due: str) -> list[str]:
    """Paragraphs. Nothing but the number and the day: whoever forges a sender gets no carrier."""
    return [
        GREETING,
        f"Ваше обращение получено и зарегистрировано под номером {number}.",
        f"Ответ будет направлен Вам на этот адрес электронной почты не позднее {due}.",
        "Если Вы хотите дополнить обращение, пожалуйста, ответьте на это письмо.",
    ]


def answer_subject(subject: str, number: str) -> str:
    """`subject` is the applicant's own, already cleaned."""
    if not subject:
        return f"Ответ на обращение № {number}"
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def answer(text: str, final: bool) -> list[str]:
    """Paragraphs of an answer that a member of staff wrote or took from a scenario."""
    opening = [] if text.lower().startswith(_GREETINGS) else [GREETING]
    note = (
        "На все вопросы Вашего обращения дан ответ. Если у Вас появятся новые вопросы,"
        " пожалуйста, ответьте на это письмо."
        if final
        else "Это ответ на часть вопросов Вашего обращения. Ответ на остальные вопросы будет"
        " направлен Вам отдельным письмом."
    )
    return [*opening, text, note]


def data_request_subject(number: str) -> str:
    return f"Обращение № {number}: просим сообщить недостающие сведения"


def data_request(number: str, missing: Collection[MissingData]) -> list[str]:
    """Paragraphs. Names what is missing and repeats nothing of what the applicant wrote."""
    return [
        GREETING,
        f"Ваше обращение получено и зарегистрировано под номером {number}.",
        f"Чтобы мы могли подготовить ответ, пожалуйста, сообщите:\n{in_list(_MISSING, missing)}",
        "Для этого достаточно ответить на это письмо: Ваш ответ дополнит то же обращение,"
        " направлять новое не нужно.",
    ]


def refusal_subject(number: str) -> str:
    return f"Обращение № {number}"


def refusal(number: str) -> list[str]:
    """Paragraphs. Says neither why nor by which rule."""
    return [
        GREETING,
        f"Ваше обращение № {number} внимательно прочитано специалистом. К сожалению, подготовить"
        " на него ответ не представляется возможным.",
        "Если Вы хотите уточнить свой вопрос или сообщить дополнительные сведения, пожалуйста,"
        " ответьте на это письмо: мы обязательно прочитаем Ваше сообщение.",
    ]
