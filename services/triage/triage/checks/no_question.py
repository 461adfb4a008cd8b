"""No concrete question (§4.9): nothing in the text asks, complains, proposes or tells."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from triage.asking.lexicon import Cue, cues
from triage.asking.phrases import Phrasebook
from triage.asking.purpose import Purpose, negates
from triage.asking.sentences import Sentence, sentences
from triage.asking.units import Unit
from triage.checks.finding import Finding, Ground
from triage.checks.paraphrase import read_back
from triage.checks.submission import Submission
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import is_known

# A longer letter of thanks has something to say.
LONGEST_COURTESY = 1500
# More words are rarely hit on a keyboard without a purpose.
LONGEST_NOISE = 8

_EXACT = frozenset({"answers", "closing", "introduction", "idle"})
_HARMLESS = frozenset({Purpose.COURTESY, Purpose.SILENT, Purpose.TELLS})
_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNING = ["с", "уважением"]
_VOWEL = re.compile(r"[аеиоуыэюяaeiouy]")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[a-z]{3,}", re.IGNORECASE)
_LAUGHTER = re.compile(r"[ахеи]{4,}")
# «10 из 10», «123» in a trial of the line.
_MARK = re.compile(r"(?<!\S)\d{1,2} из \d{1,2}(?!\S)")
_TRIAL_NUMBER = re.compile(r"\d{1,4}")
_AGE_OR_FORM = re.compile(r"\d{1,2}(?:-?[а-я])?")
_REPLY = re.compile(r"\s*(?:re|fwd?|на|ответ|отв)\s*(?:\[\d{1,3}\])?:", re.IGNORECASE)


@cache
def _lexicon() -> Phrasebook:
    source = files("triage.checks").joinpath("lexicon/no_question.yaml")
    return Phrasebook(yaml.safe_load(source.read_text(encoding="utf-8")), exact=_EXACT)


def check(submission: Submission) -> Finding | None:
    body = submission.body
    if submission.has_attachments or body.machine or len(body.raw) > LONGEST_COURTESY:
        return None
    if body.layout.headers or _subject_says_something(submission):
        return None
    read = _in_cyrillic(body)
    found = sentences(read)
    if not found or not any(sentence.unit.words for sentence in found):
        return _empty(submission)
    if _REPLY.match(body.raw) and not _says_more([w.word for w in body.words]):
        whole = (Span(0, len(body.raw)),)
        return Finding(Ground.NO_QUESTION, 0.9, whole, "Вместо обращения только тема письма")
    if _is_noise(body):
        return Finding(Ground.NO_QUESTION, 0.9, (Span(0, len(body.raw)),), "Набор букв или цифр")
    introduced = any(_says(sentence, "introduction") for sentence in found)
    if not all(_wants_nothing(sentence, introduced) for sentence in found):
        return None
    finding = _courtesy(found, introduced)
    if finding and read is not body:
        return replace(finding, spans=(Span(0, len(body.raw)),))
    return finding


def only_thanks(submission: Submission) -> bool:
    """Thanks under whatever subject: a reply bears that of the letter it answers."""
    if check(replace(submission, subject="")) is None:
        return False
    return any(said.unit.at(Cue.THANKS) for said in sentences(_in_cyrillic(submission.body)))


def _in_cyrillic(text: Text) -> Text:
    """«spasibo» is a letter of thanks, too."""
    if _CYRILLIC.search(text.raw) or not text.raw.strip():
        return text
    heard = _LATIN_WORD.sub(lambda found: read_back(found[0].lower()), text.raw)
    told = [word.word for word in Text(heard).words]
    return Text(heard) if told and all(map(is_known, told)) else text


def _is_noise(text: Text) -> bool:
    words = [word.word for word in text.words]
    return len(words) <= LONGEST_NOISE and all(map(_is_hit_at_random, words))


def _is_hit_at_random(word: str) -> bool:
    if word.isdigit():
        return 2 < len(word) < 5 and (len(set(word)) == 1 or "1234567890".startswith(word))
    if len(word) < 3 or not word.isalpha():
        return False
    if len(set(word)) <= 2 and not is_known(word):
        return True
    if is_known(word):
        return False
    return not _VOWEL.search(word) or _runs_along_a_row(word)


def _runs_along_a_row(word: str) -> bool:
    """Most neighbours in the word are neighbours on the keyboard."""
    pairs = [word[n : n + 2] for n in range(len(word) - 1)]
    near = sum(any(pair in row or pair[::-1] in row for row in _ROWS) for pair in pairs)
    return near / len(pairs) > 0.6


def _empty(submission: Submission) -> Finding | None:
    if submission.body.layout.quoted:
        # What was taken for a quotation may hold the question.
        return None
    if submission.body.raw.strip():
        return Finding(Ground.NO_QUESTION, 0.9, (), "В обращении нет слов")
    return Finding(Ground.NO_QUESTION, 0.97, (), "Обращение не содержит текста и вложений")


def _courtesy(found: Sequence[Sentence], introduced: bool) -> Finding | None:
    stories = [s for s in found if s.purpose not in (Purpose.COURTESY, Purpose.SILENT)]
    thanks = any(sentence.unit.at(Cue.THANKS) for sentence in found)
    told = [story for story in stories if not _is_idle(story)]
    if told and not thanks and not introduced and not any(_praises(story) for story in stories):
        return None
    if not stories and not any(s.purpose is Purpose.COURTESY for s in found):
        return None
    spans = tuple(Span(*sentence.unit.span) for sentence in found if sentence.unit.words)
    if stories:
        because = "Обращение содержит благодарность или рассказ без вопроса, просьбы или жалобы"
        return Finding(Ground.NO_QUESTION, 0.85, spans, because)
    because = "Обращение содержит только приветствие, благодарность или пожелания"
    return Finding(Ground.NO_QUESTION, 0.95, spans, because)


def _wants_nothing(sentence: Sentence, introduced: bool) -> bool:
    if _is_idle(sentence):
        return True
    if sentence.purpose not in _HARMLESS:
        return False
    rest = _uncovered(sentence.unit)
    if [word.word for word in sentence.unit.words[:2]] == _SIGNING:
        rest = [word for word in rest if not word.isdigit()]
    if _praises(sentence):
        rest = _MARK.sub("", " ".join(rest)).split()
    if introduced or (sentence.purpose is Purpose.COURTESY and _praises(sentence)):
        rest = [word for word in rest if not _AGE_OR_FORM.fullmatch(word)]
    return not (any(map(_is_datum, rest)) or negates(rest) or _has_substance(rest))


def _has_substance(words: Sequence[str]) -> bool:
    """«Нужное дело» praises, though «нужное» wants."""
    found = _lexicon().find(words)
    return not found.get("substance", set()) <= found.get("praise", set())


def _is_idle(sentence: Sentence) -> bool:
    """Small talk, a trial of the line, or a word that the matter is over."""
    unit = sentence.unit
    words = [word.word for word in unit.words]
    found = _lexicon().find(words)
    covered = set(found.get("closing", ()))
    if covered:
        rest = [word for n, word in enumerate(words) if n not in covered]
        wanting = unit.interrogative or not unit.at(Cue.FAULT) <= covered
        if wanting or any(map(_is_datum, rest)) or negates(rest):
            return False
        return "against_closing" not in _lexicon().find(rest)
    covered = set(unit.at(Cue.FORMULA) | unit.at(Cue.THANKS))
    if answers := set(found.get("answers", ())):
        # With anything beside, «ещё нет» and «всё жду» tell of a fault.
        return len(covered | answers) == len(words)
    covered = covered | set(found.get("idle", ()))
    if any(word.startswith("отправлен") for word in words):
        covered |= set(found.get("devices", ()))
    if unit.at(Cue.TRIAL):
        covered |= unit.at(Cue.TRIAL) | unit.at(Cue.TRIED) | set(found.get("beside_trial", ()))
        covered |= {n for n, word in enumerate(words) if _TRIAL_NUMBER.fullmatch(word)}
    covered |= {n for n, word in enumerate(words) if _LAUGHTER.fullmatch(word)}
    return bool(covered) and len(covered | unit.at(Cue.FILLER)) == len(words)


def _uncovered(unit: Unit) -> list[str]:
    """The words that belong to no set phrase."""
    covered = unit.at(Cue.THANKS) | unit.at(Cue.FORMULA)
    if unit.at(Cue.TRIAL):
        covered |= unit.at(Cue.TRIAL) | unit.at(Cue.TRIED)
    return [word.word for n, word in enumerate(unit.words) if n not in covered]


def _says(sentence: Sentence, name: str) -> bool:
    return name in _lexicon().find([word.word for word in sentence.unit.words])


def _praises(sentence: Sentence) -> bool:
    return _says(sentence, "praise")


def _is_datum(word: str) -> bool:
    """A number, a login: an answer to somebody's question, perhaps ours."""
    return any(letter.isdigit() or letter.isascii() for letter in word if letter != "-")


def _subject_says_something(submission: Submission) -> bool:
    if _REPLY.match(submission.subject):
        return False
    return _says_more([word.word for word in submission.heading.words])


def _says_more(words: Sequence[str]) -> bool:
    """Than that there is a letter."""
    covered = set(_lexicon().find(words).get("empty_subject", ()))
    said = cues().find(words)
    for cue in (Cue.THANKS, Cue.FORMULA, Cue.FILLER):
        covered |= said.get(cue, frozenset())
    return len(covered) < len(words)
