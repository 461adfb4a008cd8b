"""Russian written in Latin letters: by ear («pomogite»), or with the keyboard left in English."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

from triage.text.words import is_known

KEPT_WORDS = 20_000
# Ways to read one word back; more make a Russian word of anything.
MOST_READINGS = 24
# Shorter words are Russian by chance: «on», «no», «to».
SHORTEST_WORD = 4
LONGEST_WORD = 24
# Enough to tell; a long text would cost too much.
WORDS_TO_TRY = 60

_LAYOUT = str.maketrans(
    "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~{}:\"<>",
    "ёйцукенгшщзхъфывапролджэячсмитьбюёхъжэбю",
)
_ENDS_OF_SENTENCES = ".,!?:;)\"'"

_GROUPS = {
    "shch": ("щ",),
    "sch": ("щ",),
    "shh": ("щ",),
    "sh": ("ш",),
    "ch": ("ч",),
    "zh": ("ж",),
    "kh": ("х",),
    "ts": ("ц", "тс"),
    "tz": ("ц",),
    "ya": ("я",),
    "ja": ("я", "жа"),
    "ia": ("я", "иа", "ия"),
    "tsya": ("тся", "ться"),
    "tsja": ("тся", "ться"),
    "tsia": ("тся", "ться"),
    "tsa": ("ца", "тся", "ться"),
    "iya": ("ия",),
    "ija": ("ия",),
    "yu": ("ю",),
    "ju": ("ю", "жу"),
    "iu": ("ю", "иу"),
    "yo": ("е",),
    "jo": ("е", "жо"),
    "ye": ("е", "ье"),
    "je": ("е", "же"),
}
_LETTERS = {
    "a": ("а",), "b": ("б",), "c": ("ц", "к", "с"), "d": ("д",), "e": ("е", "э"), "f": ("ф",),
    "g": ("г",), "h": ("х",), "i": ("и", "ы"), "j": ("ж", "й"), "k": ("к",), "l": ("л", "ль"),
    "m": ("м",), "n": ("н",), "o": ("о",), "p": ("п",), "q": ("к",), "r": ("р",), "s": ("с",),
    "t": ("т",), "u": ("у", "ю"), "v": ("в",), "w": ("в", "ш"), "x": ("х", "кс"), "y": ("ы", "й"),
    "z": ("з",), "'": ("ь",), "4": ("ч",), "6": ("ш",), "š": ("ш",), "č": ("ч",), "ž": ("ж",),
}  # fmt: skip
_AFTER_VOWELS = {"y": ("й", "ы"), "i": ("й", "и"), "j": ("й", "ж")}
_VOWELS = frozenset("aeiouy")
_SOFTENED = frozenset("тнлршчсвд")


def share_of_russian(words: Sequence[str]) -> float:
    """By letters: how much of words in Latin letters is Russian when read aloud."""
    tried = [word for word in words if SHORTEST_WORD <= len(word) <= LONGEST_WORD][:WORDS_TO_TRY]
    letters = sum(map(len, tried))
    return sum(len(word) for word in tried if sounds_russian(word)) / letters if letters else 0.0


@lru_cache(KEPT_WORDS)
def sounds_russian(word: str) -> bool:
    """Whether the Russian dictionary has a word in Latin letters by some way of reading it."""
    return any(is_known(reading) for reading in islice(_readings(word), MOST_READINGS))


def _readings(word: str) -> Iterator[str]:
    for letters in product(*_letters(word)):
        reading = "".join(letters)
        yield reading
        if reading[-1] in _SOFTENED:
            yield reading + "ь"


def _letters(word: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    position = 0
    while position < len(word):
        length = next((n for n in (4, 3, 2) if word[position : position + n] in _GROUPS), 1)
        piece = word[position : position + length]
        if length > 1:
            found.append(_GROUPS[piece])
        elif piece in _AFTER_VOWELS and position and word[position - 1] in _VOWELS:
            found.append(_AFTER_VOWELS[piece])
        elif piece == "e" and position and word[position - 1] not in _VOWELS:
            found.append(("е",))
        else:
            found.append(_LETTERS.get(piece, (piece,)))
        position += length
    return found


def share_of_wrong_layout(text: str) -> float:
    """By letters: how much of a text is Russian when typed with the other keyboard layout."""
    tokens = [token for token in text.lower().split()[:WORDS_TO_TRY] if len(token) <= LONGEST_WORD]
    tried = [token for token in tokens if sum(map(str.isalpha, token)) >= SHORTEST_WORD - 1]
    letters = sum(map(len, tried))
    return sum(len(token) for token in tried if _is_mistyped(token)) / letters if letters else 0.0


def _is_mistyped(token: str) -> bool:
    bare = token.rstrip(_ENDS_OF_SENTENCES)
    return is_known(token.translate(_LAYOUT)) or is_known(bare.translate(_LAYOUT))
