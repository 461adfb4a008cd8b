"""What all letters to staff and to the operators of the regions have in common, and the alarm.

None of them holds a name, an address or a word of an applicant: these letters leave the desk.
"""

from collections.abc import Collection

from priemnaya.contracts.words import Danger

from .wording import DEPARTMENT, in_list

_DANGERS = {
    Danger.THREAT_TO_LIFE: "угроза жизни или здоровью",
    Danger.CHILD_IN_DANGER: "возможная опасность для ребёнка",
}


def signature() -> str:
    return "Приёмная проекта «Билет в будущее»\n\nПисьмо сформировано автоматически."


def operator_signature(number: str) -> str:
    return f"{DEPARTMENT}\n\nОбращение № {number}"


def alarm_subject(number: str) -> str:
    return f"Тревога: обращение № {number}"


def alarm(number: str, dangers: Collection[Danger], link: str) -> list[str]:
    """Paragraphs."""
    return [
        f"В обращении № {number} замечены признаки опасности:\n{in_list(_DANGERS, dangers)}",
        f"Пожалуйста, откройте обращение и примите меры:\n{link}",
    ]
