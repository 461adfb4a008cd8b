"""Text out of bytes whose charset nobody can be trusted about."""

import codecs
import re
from collections import Counter

_ALIASES = {
    "koi8": "koi8-r",
    "koi8r": "koi8-r",
    "x-koi8-r": "koi8-r",
    "cp-866": "cp866",
    "dos-866": "cp866",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    # Programs that say Latin-1 mean the wider set of Windows.
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-latin-1": "cp1252",
}
# win-1251, windows1251, x-cp1251 and whatever else of the kind stands in letters.
_WINDOWS = re.compile(r"(?:x-)?(?:cp|ms|win|windows)[-_ ]?(125\d|874)")
_SEVEN_BIT = re.compile("utf-7|iso2022|hz")
_WIDE = re.compile("utf-(16|32)")
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5")
# Where one of these is declared, the letter may well be in another of them, or in a Cyrillic one.
_EASILY_CONFUSED = frozenset({*_CYRILLIC, "cp1252", "iso8859-15", "koi8-u", "mac-cyrillic"})

# How often a letter stands in Russian text, in percent; a capital counts a little less.
_SHARE = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        (
            *(10.9, 8.4, 8.0, 7.3, 6.7, 6.3, 5.5, 4.7, 4.5, 4.4, 3.5, 3.2, 3.0, 2.8, 2.6, 2.0, 1.9),
            *(1.7, 1.7, 1.6, 1.6, 1.4, 1.2, 1.0, 0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.3, 0.1, 0.1),
        ),
        strict=True,
    )
)
_WEIGHT = _SHARE | {letter.upper(): share * 0.9 for letter, share in _SHARE.items()}
_PAIR = re.compile("ст|но|то|на|ен|ов|ни|ра|во|ко|пр|ро|ть|ли|ет|ия|ие|ой|ас|те|не|по|ре|ал|сп|да")
_PLAUSIBLE = 3.0
_PLAIN_RUSSIAN = 8.0
_CLEARLY_BETTER = 1.4
_SAMPLE = 400
# Words of Cyrillic alone: Latin-1 read as Cyrillic puts single letters inside Latin words.
_RUSSIAN_WORD = re.compile("(?<![^\\W\\d_])[А-Яа-яЁё]+(?![^\\W\\d_])")
# The cases of koi8-r and windows-1251 are swapped.
_ODD_CASE = re.compile("[а-яё][А-ЯЁ]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The likeliest reading; `declared` is a claim that valid UTF-8 and Russian sense overrule."""
    name = codec(declared)
    if name and (_WIDE.match(name) or (data.isascii() and _SEVEN_BIT.match(name))):
        return _shifted(data, name)
    if data.isascii():
        return data.decode("ascii")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    text = _utf8(data)
    if text is not None:
        return text
    if name is None or name in ("ascii", "utf-8"):
        return _guess(data)
    declared_text = _strict(data, name)
    if declared_text is None:
        return _guess(data, name)
    if name in _EASILY_CONFUSED:
        return _more_sensible(data, name, declared_text)
    return declared_text


def _shifted(data: bytes, name: str) -> str:
    text = _strict(data, name)
    if text is None and name.startswith("iso2022_jp"):
        # Programs write № and other signs that the Japanese set came to have only in 2004.
        text = _strict(data.replace(b"\x1b$B", b"\x1b$(Q"), "iso2022_jp_2004")
    return data.decode(name, "replace") if text is None else text


def codec(declared: str | None) -> str | None:
    """Python's name of a charset, null where there is none of that name."""
    if not declared:
        return None
    wanted = declared.strip(" \t\"'").lower().partition("*")[0]
    if windows := _WINDOWS.fullmatch(wanted):
        wanted = f"cp{windows[1]}"
    try:
        found = codecs.lookup(_ALIASES.get(wanted, wanted))
    except (LookupError, ValueError):
        return None
    # Codecs from bytes to bytes, such as zip, are not charsets.
    return found.name if found._is_text_encoding else None


def clean(text: str) -> str:
    """Without what PostgreSQL refuses or nobody can see: NUL, lone surrogates, control codes."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _utf8(data: bytes) -> str | None:
    """Also with a few damaged places, as a cut-off letter has them."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeError:
        sample = _excerpt(data).decode("utf-8", "replace")
    damaged = sample.count("\ufffd")
    return data.decode("utf-8", "replace") if damaged * 10 <= _foreign(sample) else None


def _excerpt(data: bytes) -> bytes:
    """Where the first byte beyond ASCII stands, with the word that it may be part of."""
    first = _BEYOND_ASCII.search(data)
    start = max(first.start() - 10, 0) if first else 0
    return data[start : start + _SAMPLE]


def _guess(data: bytes, name: str | None = None) -> str:
    best, _ = _best_cyrillic(data)
    if best is None:
        # Imported where it is needed: few letters need it.
        import chardet

        best = codec(chardet.detect(data[: 25 * _SAMPLE])["encoding"])
    return data.decode(best or name or "cp1252", "replace")


def _best_cyrillic(data: bytes) -> tuple[str | None, float]:
    """The Cyrillic charset in which the bytes look most like Russian, if they do in any."""
    excerpt = _excerpt(data)
    scores = {name: _sense(excerpt.decode(name, "replace")) for name in _CYRILLIC}
    best = max(scores, key=scores.__getitem__)
    return (best, scores[best]) if scores[best] >= _PLAUSIBLE else (None, 0.0)


def _more_sensible(data: bytes, name: str, declared_text: str) -> str:
    as_declared = _sense(_excerpt(data).decode(name, "replace"))
    if as_declared >= _PLAIN_RUSSIAN:
        return declared_text
    best, score = _best_cyrillic(data)
    if best is None or score < _CLEARLY_BETTER * as_declared:
        return declared_text
    return data.decode(best, "replace")


def _sense(text: str) -> float:
    """How much like Russian the letters beyond ASCII look; 0 where they stand in Latin words."""
    foreign = _foreign(text)
    words = _RUSSIAN_WORD.findall(text)
    russian = " ".join(words)
    if sum(map(len, words)) < foreign * 0.75:
        return 0.0
    weight = sum(_WEIGHT.get(char, 0.0) * count for char, count in Counter(russian).items())
    pairs = len(_PAIR.findall(russian.lower()))
    odd = len(_ODD_CASE.findall(russian))
    return (weight + 20 * pairs - 20 * odd) / foreign


def _foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
