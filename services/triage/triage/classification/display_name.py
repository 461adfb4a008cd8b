"""Names in the From field of a letter."""

import re

from triage.text.words import lemmas, normal

from .name_runs import word_lists
from .names import COMMON_WORD, GUESSED, KNOWN, Author, NameWord, read_name

_MOST_WORDS = 4
# A role, a place or a service stands behind the name.
_REST = re.compile(r"[(,|/;•]|\s[-–—]\s|\s(?:через|via|from)\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LATIN = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "ё"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"),
    ("sh", "ш"), ("yu", "ю"), ("iu", "ю"), ("ju", "ю"), ("ya", "я"), ("ia", "ия"), ("ja", "я"),
    ("ye", "е"), ("yi", "ый"), ("iy", "ий"), ("ij", "ий"),
    *zip("abvgdezijklmnoprstufhcyxwq", "абвгдезийклмнопрстуфхцыхвк", strict=True),
)  # fmt: skip


def read_display_name(written: str) -> Author | None:
    """None where it is an organisation, a nickname or an address."""
    written = _REST.split(written, maxsplit=1)[0]
    raws = _WORD.findall(written)
    if "@" in written or any(c.isdigit() for c in written) or not 0 < len(raws) <= _MOST_WORDS:
        return None
    names = [NameWord(raw, _word(raw)) for raw in raws]
    things = word_lists()["thing"] | word_lists()["another"] | word_lists()["writer"]
    if any(not things.isdisjoint({n.word, *lemmas(n.word)}) for n in names):
        return None
    reading = read_name(names, "nomn", surname_first=False)
    least = COMMON_WORD if all(n.raw[0].isupper() for n in names) else GUESSED
    if reading is None or reading.best < KNOWN or reading.weakest < least:
        return None
    return reading.author


def _word(raw: str) -> str:
    word = normal(raw)
    return _in_cyrillic(word) if word.isascii() else word


def _in_cyrillic(word: str) -> str:
    """«ivanov» as «иванов»: enough for the dictionary to know a name by."""
    for latin, cyrillic in _LATIN:
        word = word.replace(latin, cyrillic)
    return word.replace("ё", "е")
