"""Whether words that stand together are a name, and whether the writer's."""

from collections.abc import Sequence

from .name_runs import Run, word_lists
from .names import GUESSED, KNOWN, UNKNOWN, Author, Reading, read_name
from .openings import is_title, says_who

_SURNAME_AND_NAME = 2
# «Классный руководитель», «бывший инженер».
_LONGEST_HEAD = 2
_NOMINATIVE, _GENITIVE = "nomn", "gent"


def read_run(
    run: Run,
    least: float,
    *,
    case: str = _NOMINATIVE,
    surname_first: bool = True,
    bold: bool = False,
) -> Author | None:
    """The longest part of the run that is a name; `bold` where it must be one."""
    names = run.names
    if len(names) > _SURNAME_AND_NAME and not bold and is_title(names[0].word):
        titled = read_name(names[1:], case, surname_first=surname_first)
        names = names[1:] if titled and titled.author.is_named else names
    for length in range(len(names), 0, -1):
        reading = read_name(names[:length], case, surname_first=surname_first)
        if reading is None or reading.weakest < least:
            continue
        if bold or _is_sure(reading, has_initials=any(n.is_initial for n in names[:length])):
            return reading.author
    return None


def _is_sure(reading: Reading, *, has_initials: bool) -> bool:
    needed = GUESSED if has_initials else UNKNOWN if reading.parts > 1 else KNOWN
    return reading.best >= KNOWN or reading.weakest >= needed


def is_writers(run: Run) -> bool:
    """Whether the words before the name say that it is the writer's; «мама Иванова Пети» do not."""
    lists = word_lists()
    if not all(_may_precede(word) for word in run.before) and not _is_title(run.before):
        return False
    if not run.before or (lists["relative"] | lists["pupil"]).isdisjoint(run.before[-1]):
        return True
    of_another = read_name(run.names, _GENITIVE, surname_first=True)
    return of_another is None or of_another.weakest < KNOWN


def _is_title(before: Sequence[frozenset[str]]) -> bool:
    """«Учитель информатики школы № 5», but nothing of another person."""
    another = word_lists()["another"]
    heads = any(says_who(form) for word in before[:_LONGEST_HEAD] for form in word)
    return heads and all(another.isdisjoint(word) for word in before)


def _may_precede(word: frozenset[str]) -> bool:
    if not word_lists()["writer"].isdisjoint(word) or is_number(word):
        return True
    return any(says_who(form) for form in word)


def is_number(word: frozenset[str]) -> bool:
    return any(form[:1].isdigit() for form in word)
